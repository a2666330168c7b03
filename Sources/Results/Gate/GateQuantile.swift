public import Workloads

/// What the pairs say about one quantile.
public struct GateQuantile: Sendable, Hashable, Codable {
  /// Its name, for example `p99`.
  public var name: String
  /// Number of pairs that tell it.
  public var pairs: Int
  /// Its median over the runs of the base, in nanoseconds; null where it falls among jobs that were not
  /// seen to end.
  @OrNull public var base: Nanoseconds?
  /// Its median over the runs of the candidate, in nanoseconds; null as for the base.
  @OrNull public var candidate: Nanoseconds?
  /// Candidate over base: the estimate of Hodges and Lehmann.
  public var ratio: Double
  /// The 95 % interval of the ratio, by inversion of the test; null below six pairs.
  @OrNull public var interval: RatioBounds?
  /// The exact probability of such pairs where the candidate is no slower.
  public var pSlower: Double
  /// The exact probability of such pairs where the candidate is no faster.
  public var pFaster: Double
  /// What this look may spend on it: slower or faster needs a probability of this at most.
  public var alpha: Double
  /// A rise by this share is tolerated.
  public var tolerance: Double
  /// The one-sided upper bound of the ratio by which it passes; null for too few pairs.
  @OrNull public var upper: Double?
  /// The spread of ln(ratio) from pair to pair; null below two pairs.
  @OrNull public var deviation: Double?
  /// The smallest rise, as a share, that so many pairs show in 19 of 20 cases; null below two pairs.
  @OrNull public var detectable: Double?
  /// How many pairs would show a rise by the tolerance in 19 of 20 cases; null below two pairs.
  @OrNull public var pairsNeeded: Int?
  /// Whether the difference changed in the course of the gate; null below five pairs.
  @OrNull public var trend: GateTrend?
  /// Where the change is beyond chance.
  public var change: QuantileJudgement.Change
  /// Pass with the upper bound within the tolerance; fail when slower by more than the least effect.
  public var verdict: Ruling

  /// A quantile from its parts.
  public init(
    name: String, pairs: Int, base: Nanoseconds?, candidate: Nanoseconds?, ratio: Double,
    interval: RatioBounds?, pSlower: Double, pFaster: Double, alpha: Double, tolerance: Double,
    upper: Double?, deviation: Double?, detectable: Double?, pairsNeeded: Int?,
    trend: GateTrend?, change: QuantileJudgement.Change, verdict: Ruling
  ) {
    self.name = name
    self.pairs = pairs
    self.base = base
    self.candidate = candidate
    self.ratio = ratio
    self.interval = interval
    self.pSlower = pSlower
    self.pFaster = pFaster
    self.alpha = alpha
    self.tolerance = tolerance
    self.upper = upper
    self.deviation = deviation
    self.detectable = detectable
    self.pairsNeeded = pairsNeeded
    self.trend = trend
    self.change = change
    self.verdict = verdict
  }

  enum CodingKeys: String, CodingKey {
    case name, pairs, ratio, interval, alpha, tolerance, upper, deviation, detectable, trend
    case change, verdict
    case base = "base_ns"
    case candidate = "candidate_ns"
    case pSlower = "p_slower"
    case pFaster = "p_faster"
    case pairsNeeded = "pairs_needed"
  }
}

/// The rank correlation of the differences with the order of the pairs (Spearman).
public struct GateTrend: Sendable, Hashable, Codable {
  /// From -1, falling, to 1, rising.
  public var correlation: Double
  /// The probability of one as large, to either side, without a trend.
  public var p: Double

  /// A trend from its parts.
  public init(correlation: Double, p: Double) {
    self.correlation = correlation
    self.p = p
  }
}

/// One quantile of the whole distribution, candidate against base.
public struct GateShiftPoint: Sendable, Hashable, Codable {
  /// Its name, for example `p99.5`.
  public var name: String
  /// The mean over the pairs of ln(candidate / base).
  public var logRatio: Double
  /// The lower end of the band that holds all points together with a probability of 95 %.
  public var lower: Double
  /// The upper end of the band.
  public var upper: Double

  /// A point from its parts.
  public init(name: String, logRatio: Double, lower: Double, upper: Double) {
    self.name = name
    self.logRatio = logRatio
    self.lower = lower
    self.upper = upper
  }

  enum CodingKeys: String, CodingKey {
    case name, lower, upper
    case logRatio = "log_ratio"
  }
}
