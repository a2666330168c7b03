import Glibc
public import Workloads

/// One instant on both clocks of the server, read back to back.
public struct Instant: Sendable, Hashable {
  /// Nanoseconds of `CLOCK_MONOTONIC`: comparable within one machine since its boot.
  public var monotonic: Nanoseconds
  /// Nanoseconds of `CLOCK_REALTIME` since the Unix epoch, before any truncation.
  public var wall: Nanoseconds

  /// An instant that was read elsewhere.
  public init(monotonic: Nanoseconds, wall: Nanoseconds) {
    self.monotonic = monotonic
    self.wall = wall
  }

  static func now() -> Instant {
    Instant(monotonic: read(CLOCK_MONOTONIC), wall: read(CLOCK_REALTIME))
  }

  private static func read(_ clock: clockid_t) -> Nanoseconds {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Nanoseconds(time.tv_sec) * 1_000_000_000 + Nanoseconds(time.tv_nsec)
  }
}
