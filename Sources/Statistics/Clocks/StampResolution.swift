/// How finely a clock's stamps are cut, told from the stamps themselves.
///
/// The greatest common divisor of all stamps is a multiple of the true resolution, so the coarsest usual
/// unit that divides it is never finer than the truth. Few stamps, or stamps that are all alike, may
/// make it look coarser: everything that is derived from it is then too wide and not wrong.
///
/// Assumes that stamps are cut off and not rounded to the nearest, which is what the usual ways of
/// printing an instant do.
public struct StampResolution: Sendable, Hashable {
  /// The usual units in nanoseconds, from a minute to a nanosecond.
  private static let units: [Int64] = [
    60_000_000_000, 1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100,
    10, 1,
  ]
  /// So many different stamps do not end in one more zero by chance, or once in 100,000 times.
  private static let enough = 5

  private var divisor: UInt64 = 0
  private var seen: [Int64] = []

  /// Nothing known yet.
  public init() {}

  /// Takes in a stamp; 0 is none.
  public mutating func add(_ stamp: Int64) {
    if stamp == 0 { return }
    if divisor != 1 {
      var (a, b) = (divisor, stamp.magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      divisor = a
    }
    if seen.count < Self.enough, !seen.contains(stamp) { seen.append(stamp) }
  }

  /// The resolution in nanoseconds, at most a minute; 0 when there were no stamps.
  public var nanoseconds: Int64 {
    divisor == 0 ? 0 : Self.units.first { divisor % UInt64($0) == 0 } ?? 1
  }

  /// Whether there were enough different stamps to call it detected.
  public var isDetected: Bool { seen.count >= Self.enough }
}
