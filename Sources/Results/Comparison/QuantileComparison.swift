/// One quantile of one time in both runs.
public struct QuantileComparison: Sendable, Hashable, Codable {
  /// The quantile, for example `p99`.
  public var name: String
  /// What the base says about it.
  public var base: QuantileSummary
  /// What the candidate says about it.
  public var candidate: QuantileSummary
  /// Candidate over base; null where one of them has no estimate.
  ///
  /// Where the candidate's quantile falls among censored jobs, it is the least that it can be.
  @OrNull public var ratio: Double?
  /// The 95 % interval of the ratio by what each run knows of itself; null where one has no interval.
  @OrNull public var interval: RatioBounds?
  /// What may be said about it; null where the verdict does not hang on it.
  @OrNull public var judgement: QuantileJudgement?

  /// A quantile from its parts.
  public init(
    name: String, base: QuantileSummary, candidate: QuantileSummary, ratio: Double?,
    interval: RatioBounds?, judgement: QuantileJudgement?
  ) {
    self.name = name
    self.base = base
    self.candidate = candidate
    self.ratio = ratio
    self.interval = interval
    self.judgement = judgement
  }

  /// Whether the ratio is only the least that it can be.
  public var isAtLeast: Bool { ratio != nil && candidate.estimate == nil }
}

/// Between which values a ratio lies.
public struct RatioBounds: Sendable, Hashable, Codable {
  /// The lower end.
  public var lower: Double
  /// The upper end.
  public var upper: Double

  /// Bounds from their ends.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// What may be said about one quantile of a candidate.
public struct QuantileJudgement: Sendable, Hashable, Codable {
  /// Where a change is beyond chance.
  public enum Change: String, Sendable, Hashable, Codable, CaseIterable {
    /// The candidate is slower.
    case slower
    /// The candidate is faster.
    case faster
    /// Neither can be told.
    case unclear
  }

  /// A rise by this share is tolerated.
  public var tolerance: Double
  /// How often, at most, a candidate that is no slower is taken for slower by this quantile.
  public var alpha: Double
  /// The standard deviation of the quantile's logarithm from run to run; null without a history.
  @OrNull public var runDeviation: Double?
  /// The bounds of the ratio, each wrong with a probability of ``alpha``; null where nothing says how much
  /// the estimates vary.
  @OrNull public var bounds: RatioBounds?
  /// The smallest rise that two runs like these would show in 19 of 20 cases, as a share.
  @OrNull public var detectable: Double?
  /// Where the change is beyond chance.
  public var change: Change
  /// Pass with an upper bound within the tolerance, fail when slower beyond chance and beyond the tolerance.
  public var verdict: Ruling

  /// A judgement from its parts.
  public init(
    tolerance: Double, alpha: Double, runDeviation: Double?, bounds: RatioBounds?,
    detectable: Double?, change: Change, verdict: Ruling
  ) {
    self.tolerance = tolerance
    self.alpha = alpha
    self.runDeviation = runDeviation
    self.bounds = bounds
    self.detectable = detectable
    self.change = change
    self.verdict = verdict
  }

  enum CodingKeys: String, CodingKey {
    case tolerance, alpha, bounds, detectable, change, verdict
    case runDeviation = "run_deviation"
  }
}
