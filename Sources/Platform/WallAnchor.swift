/// One reading of the wall clock with the monotonic instant it belongs to.
///
/// Linux keeps both clocks at one speed, also while the time service adjusts it, so their difference
/// changes only when somebody sets the wall clock.
public struct WallAnchor: Sendable, Hashable {
  /// The monotonic instant.
  public var monotonic: Int64
  /// The wall clock then, in nanoseconds since the Unix epoch.
  public var wall: Int64
  /// Between the monotonic readings before and after that of the wall clock.
  public var width: Int64

  /// An anchor from its parts.
  public init(monotonic: Int64, wall: Int64, width: Int64) {
    self.monotonic = monotonic
    self.wall = wall
    self.width = width
  }

  /// The smallest change that counts as a jump, in nanoseconds.
  public static let smallestJump: Int64 = 1_000_000

  /// The closest of a few readings: a thread that loses its processor between two clocks would set them
  /// milliseconds apart.
  public static func current() -> WallAnchor {
    var best = read()
    for _ in 0..<15 where best.width > 1_000 {
      let next = read()
      if next.width < best.width { best = next }
    }
    return best
  }

  private static func read() -> WallAnchor {
    let before = MonotonicClock.now()
    let wall = MonotonicClock.wall()
    let after = MonotonicClock.now()
    return WallAnchor(
      monotonic: before &+ (after &- before) / 2, wall: wall, width: after &- before)
  }

  /// By how much the wall clock jumped forward since `earlier`, negative for backward; nil where it did
  /// not, or where the readings do not show it.
  public func jump(since earlier: WallAnchor) -> Int64? {
    let change = (wall &- earlier.wall) &- (monotonic &- earlier.monotonic)
    let doubt = (width &+ earlier.width) / 2
    return abs(change) > Self.smallestJump &+ doubt ? change : nil
  }
}
