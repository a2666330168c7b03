/// What a sample says about one quantile.
public struct QuantileEstimate: Sendable, Hashable {
  /// The estimate in nanoseconds; nil when the quantile falls among open values.
  public var value: Int64?
  /// Where there is no estimate: the true quantile is at least this.
  public var above: Int64?
  /// The 95 % interval; nil when the sample is too small for one, or too much of it is open.
  public var interval: QuantileInterval?
  /// The hard bounds: between which values the sample's own quantile lies; nil where values are exact.
  public var bounds: Bracket?
}

/// A sample that has estimates of its quantiles.
public protocol QuantileSample {
  /// Number of jobs, those of which only a lower end is known included.
  var count: Int { get }
  /// What is known about the quantile `q`; nothing for an empty sample.
  func estimate(_ q: Double) -> QuantileEstimate?
}

/// The rank, from 1 on, of the quantile `q` among `count` values: the smallest value with at least
/// `q * count` values at or below it has it.
func rank(_ q: Double, of count: Int) -> Int {
  min(max(Int((q * Double(count)).rounded(.up)), 1), count)
}

/// The probabilities one standard error of the rank below and above `q`, for `count` independent values.
func oneError(_ q: Double, count: Int) -> (Double, Double) {
  let error = (q * (1 - q) / Double(max(count, 1))).squareRoot()
  return (max(q - error, 0), min(q + error, 1))
}
