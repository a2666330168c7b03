public import Statistics
public import Workloads

/// What a sample says about each quantile that summaries give.
public struct Quantiles: Sendable, Hashable, Codable {
  /// The median.
  public var p50 = QuantileSummary(needs: QuantileRule.all[0].minimumCount)
  /// The quantile 0.9.
  public var p90 = QuantileSummary(needs: QuantileRule.all[1].minimumCount)
  /// The quantile 0.95.
  public var p95 = QuantileSummary(needs: QuantileRule.all[2].minimumCount)
  /// The quantile 0.99.
  public var p99 = QuantileSummary(needs: QuantileRule.all[3].minimumCount)
  /// The quantile 0.999.
  public var p999 = QuantileSummary(needs: QuantileRule.all[4].minimumCount)

  /// Nothing known.
  public init() {}

  /// The quantile that `rule` names.
  public subscript(rule: QuantileRule) -> QuantileSummary {
    get { Self.path(rule.name).map { self[keyPath: $0] } ?? QuantileSummary(needs: 0) }
    set {
      guard let path = Self.path(rule.name) else { return }
      self[keyPath: path] = newValue
    }
  }

  /// The quantile called `name`, for example `p99`; nil when summaries have no such quantile.
  public subscript(name: String) -> QuantileSummary? { Self.path(name).map { self[keyPath: $0] } }

  private static func path(_ name: String) -> WritableKeyPath<Quantiles, QuantileSummary>? {
    switch name {
    case "p50": \.p50
    case "p90": \.p90
    case "p95": \.p95
    case "p99": \.p99
    case "p999", "p99.9": \.p999
    default: nil
    }
  }
}

/// What a sample says about one quantile, in nanoseconds.
public struct QuantileSummary: Sendable, Hashable, Codable {
  /// The estimate; null when the sample is too small or the quantile falls among censored jobs.
  @OrNull public var estimate: Nanoseconds?
  /// The 95 % confidence interval of the estimate; null where the sample is too small for one.
  @OrNull public var interval: Bounds?
  /// Between which values the quantile of this very sample lies, whatever the estimate; null where
  /// values are exact or the sample is too small.
  @OrNull public var bounds: Bounds?
  /// Where the quantile falls among censored jobs: it is at least this.
  @OrNull public var above: Nanoseconds?
  /// How many times larger the variance of the estimate is than that of as many independent, exactly
  /// known jobs; null without an interval.
  @OrNull public var designEffect: Double?
  /// The smallest sample that may claim this quantile.
  public var needs: Int
  /// Whether the bounds are wider than a quarter of the estimate, so that it says more about the
  /// following than about the jobs.
  public var isPollLimited = false

  /// Nothing known about a quantile that needs a sample of `needs`.
  public init(needs: Int) { self.needs = needs }

  enum CodingKeys: String, CodingKey {
    case estimate, interval, bounds, above, needs
    case designEffect = "design_effect"
    case isPollLimited = "poll_limited"
  }
}
