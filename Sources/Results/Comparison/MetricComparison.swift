public import Workloads

/// One time in both runs.
public struct MetricComparison: Sendable, Hashable, Codable {
  /// The times that are compared, as thresholds call them.
  public static let names = ["end_to_end", "queue", "processing", "push", "detection"]

  /// The time, as thresholds call it, for example `end_to_end`.
  public var name: String
  /// Whether the verdict hangs on it.
  public var isJudged: Bool
  /// Number of jobs in the base, those that were not seen to end included.
  public var baseCount: Int
  /// Number of jobs in the candidate.
  public var candidateCount: Int
  /// Where the base's values come from, for example `server stamps`.
  public var baseSource: String
  /// Where the candidate's values come from.
  public var candidateSource: String
  /// The quantiles of summaries.
  public var quantiles: [QuantileComparison]
  /// The shift over the whole distribution.
  public var shift: [ShiftPoint]
  /// The largest difference of the shares of jobs at or below any value (the distance of Kolmogorov
  /// and Smirnov): a description and no test; null without jobs.
  @OrNull public var distance: Double?

  /// A metric from its parts.
  public init(
    name: String, isJudged: Bool, baseCount: Int, candidateCount: Int, baseSource: String,
    candidateSource: String, quantiles: [QuantileComparison], shift: [ShiftPoint],
    distance: Double?
  ) {
    self.name = name
    self.isJudged = isJudged
    self.baseCount = baseCount
    self.candidateCount = candidateCount
    self.baseSource = baseSource
    self.candidateSource = candidateSource
    self.quantiles = quantiles
    self.shift = shift
    self.distance = distance
  }

  enum CodingKeys: String, CodingKey {
    case name, quantiles, shift, distance
    case isJudged = "judged"
    case baseCount = "base_count"
    case candidateCount = "candidate_count"
    case baseSource = "base_source"
    case candidateSource = "candidate_source"
  }

  /// Whether both runs know the time in the same way; else its values are not those of one quantity.
  public var hasOneSource: Bool { baseSource == candidateSource }
}

/// A quantile of both distributions as the client saw them, from histograms of three digits.
public struct ShiftPoint: Sendable, Hashable, Codable {
  /// The quantile, for example `p99.5`.
  public var name: String
  /// Its value in the base, in nanoseconds.
  public var base: Nanoseconds
  /// Its value in the candidate, in nanoseconds.
  public var candidate: Nanoseconds
  /// The natural logarithm of candidate over base.
  public var logRatio: Double

  /// A point from its parts.
  public init(name: String, base: Nanoseconds, candidate: Nanoseconds, logRatio: Double) {
    self.name = name
    self.base = base
    self.candidate = candidate
    self.logRatio = logRatio
  }

  enum CodingKeys: String, CodingKey {
    case name
    case base = "base_ns"
    case candidate = "candidate_ns"
    case logRatio = "log_ratio"
  }
}
