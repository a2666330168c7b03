internal import Statistics
public import Workloads

/// The distribution of one time over many jobs, in nanoseconds.
///
/// The sample has ``count`` observed values and ``censored`` jobs that were never seen to
/// end, which stand at the upper end as values of unknown size: a statistic that depends on one of
/// them is null. Where only brackets are known, the observed values are their upper ends.
public struct TimeSummary: Sendable, Hashable, Codable {
  /// Number of observed values.
  public var count = 0
  /// Number of jobs of which only a lower bound is known.
  public var censored = 0
  /// The smallest observed value.
  @OrNull public var min: Nanoseconds?
  /// The mean of the observed values, rounded; null when a job is censored, as any number would be too
  /// small.
  @OrNull public var mean: Nanoseconds?
  /// The largest observed value; null when a job is censored.
  @OrNull public var max: Nanoseconds?
  /// What is known about the quantiles.
  public var quantiles = Quantiles()
  /// The resolution of the stamps that the values are differences of; 0 for exact values.
  public var resolution: Nanoseconds = 0
  /// Whether the resolution is too coarse for quantiles, so that there are none.
  public var isUnresolved = false
  /// The observed values as an HDR histogram, V2 compressed, base64.
  public var histogram = ""
  /// Where the values come from, for example `server stamps`.
  public var source: String

  /// An empty summary of values from `source`.
  public init(source: String) { self.source = source }

  enum CodingKeys: String, CodingKey {
    case count, censored, min, mean, max, quantiles, resolution, histogram, source
    case isUnresolved = "unresolved"
  }

  /// Number of jobs that the quantiles speak about.
  public var sampleSize: Int { count + censored }

  /// The estimate of the median.
  public var p50: Nanoseconds? { quantiles.p50.estimate }
  /// The estimate of the quantile 0.9.
  public var p90: Nanoseconds? { quantiles.p90.estimate }
  /// The estimate of the quantile 0.95.
  public var p95: Nanoseconds? { quantiles.p95.estimate }
  /// The estimate of the quantile 0.99.
  public var p99: Nanoseconds? { quantiles.p99.estimate }
  /// The estimate of the quantile 0.999.
  public var p999: Nanoseconds? { quantiles.p999.estimate }

  /// The statistic called `name` among `min`, `mean` and `max`; nil when there is no such value.
  public func extreme(_ name: String) -> Nanoseconds? {
    switch name {
    case "min": min
    case "mean": mean
    case "max": max
    default: nil
    }
  }

  /// Whether values are known only to lie in brackets, so that quantiles have hard bounds.
  public var isBracketed: Bool { QuantileRule.all.contains { quantiles[$0].bounds != nil } }
}
