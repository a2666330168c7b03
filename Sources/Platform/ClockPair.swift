/// One instant on both clocks.
public struct ClockPair: Sendable, Hashable {
  /// On the monotonic clock, in nanoseconds.
  public var monotonic: Int64
  /// On the wall clock, in nanoseconds since the Unix epoch.
  public var wall: Int64

  /// Reads the wall clock between two readings of the monotonic one, and takes the closest of a few: a
  /// thread that is put aside in between would set the clocks milliseconds apart.
  public static func now() -> ClockPair {
    var best = ClockPair(monotonic: 0, wall: 0)
    var shortest = Int64.max
    for _ in 0..<16 where shortest > 1_000 {
      let before = MonotonicClock.now()
      let wall = MonotonicClock.wall()
      let after = MonotonicClock.now()
      if after - before < shortest {
        shortest = after - before
        best = ClockPair(monotonic: before + (after - before) / 2, wall: wall)
      }
    }
    return best
  }
}
