// Hot path: see Documentation.docc/HotPath.md
import Glibc

/// The ages at which a hazard is kept: bins of 10 %, from 1 ms to 1 h.
///
/// Ages are in seconds. Younger ones count as the first bin, older ones as the last.
public enum AgeGrid {
  /// Number of bins.
  public static let bins = 151
  /// The lower end of the first bin, in seconds.
  public static let first = 1e-3
  /// The upper end of the last bin, in seconds.
  public static let last = 3_600.0
  /// ln ``first``.
  static let logFirst = -6.907_755_278_982_137
  /// The width of a bin: (ln 3600 - ln 0.001) / 151.
  public static let width = 0.099_976_453_002_823_45

  /// Where `age` lies, in bins from the lower end of the first one; below 0 never, perhaps beyond the last.
  static func position(of age: Double) -> Double {
    (Logarithm.natural(max(age, first)) - logFirst) / width
  }

  /// The age at `position`; the inverse of ``position(of:)``.
  static func age(at position: Double) -> Double { exp(logFirst + position * width) }

  /// The bin of `age`.
  public static func bin(of age: Double) -> Int { min(Int(position(of: min(age, last))), bins - 1) }
}
