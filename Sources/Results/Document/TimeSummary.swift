public import Statistics
public import Workloads

/// The distribution of one time over many jobs, in nanoseconds.
///
/// The sample has ``count`` observed values and ``censored`` jobs that were never seen to
/// end, which stand at the upper end as values of unknown size: a statistic that depends on one of
/// them is null, and so is a quantile that the sample is too small for.
public struct TimeSummary: Sendable, Hashable, Codable {
  /// Number of observed values.
  public var count = 0
  /// Number of jobs of which only a lower bound is known.
  public var censored = 0
  /// The smallest observed value.
  @OrNull public var min: Nanoseconds?
  /// The mean, rounded; null when a job is censored, as any number would be too small.
  @OrNull public var mean: Nanoseconds?
  /// The median.
  @OrNull public var p50: Nanoseconds?
  /// The quantile 0.9.
  @OrNull public var p90: Nanoseconds?
  /// The quantile 0.95.
  @OrNull public var p95: Nanoseconds?
  /// The quantile 0.99.
  @OrNull public var p99: Nanoseconds?
  /// The quantile 0.999.
  @OrNull public var p999: Nanoseconds?
  /// The largest value; null when a job is censored.
  @OrNull public var max: Nanoseconds?
  /// Hard bounds of the quantiles from the brackets; absent where the values themselves are exact.
  public var bounds: QuantileBounds?
  /// The observed values as an HDR histogram, V2 compressed, base64.
  public var histogram = ""
  /// Where the values come from, for example `server stamps`.
  public var source: String

  /// An empty summary of values from `source`.
  public init(source: String) { self.source = source }

  /// Number of jobs that the quantiles speak about.
  public var sampleSize: Int { count + censored }

  /// The quantile that `rule` names.
  public subscript(rule: QuantileRule) -> Nanoseconds? {
    get { Self.path(rule.name).flatMap { self[keyPath: $0] } }
    set {
      guard let path = Self.path(rule.name) else { return }
      self[keyPath: path] = newValue
    }
  }

  /// The statistic called `name`: `min`, `mean`, `max`, or a quantile such as `p99`; nil when there is
  /// no such value or no such statistic.
  public func statistic(_ name: String) -> Nanoseconds? {
    switch name {
    case "min": min
    case "mean": mean
    case "max": max
    default: Self.path(name).flatMap { self[keyPath: $0] }
    }
  }

  private static func path(_ name: String) -> WritableKeyPath<TimeSummary, Nanoseconds?>? {
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

/// Between which values each quantile truly lies; null where the sample is too small.
///
/// These are the quantiles of the lower ends and of the upper ends of all brackets.
public struct QuantileBounds: Sendable, Hashable, Codable {
  /// The bounds of the median.
  @OrNull public var p50: Bounds?
  /// The bounds of the quantile 0.9.
  @OrNull public var p90: Bounds?
  /// The bounds of the quantile 0.95.
  @OrNull public var p95: Bounds?
  /// The bounds of the quantile 0.99.
  @OrNull public var p99: Bounds?
  /// The bounds of the quantile 0.999.
  @OrNull public var p999: Bounds?

  /// No bounds.
  public init() {}

  /// The bounds of the quantile called `name`, for example `p99`.
  public subscript(name: String) -> Bounds? {
    get { Self.path(name).flatMap { self[keyPath: $0] } }
    set {
      guard let path = Self.path(name) else { return }
      self[keyPath: path] = newValue
    }
  }

  private static func path(_ name: String) -> WritableKeyPath<QuantileBounds, Bounds?>? {
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

/// A lower and an upper bound in nanoseconds; `[lower, upper]` in JSON.
public struct Bounds: Sendable, Hashable, Codable {
  /// The true value is at least this.
  public var lower: Nanoseconds
  /// The true value is at most this; nil when nothing is known, as for censored jobs.
  public var upper: Nanoseconds?

  /// Bounds from their parts.
  public init(lower: Nanoseconds, upper: Nanoseconds?) {
    self.lower = lower
    self.upper = upper
  }

  /// Reads `[lower, upper]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    lower = try container.decode(Nanoseconds.self)
    upper = try container.decode(OrNull<Nanoseconds>.self).wrappedValue
  }

  /// Writes `[lower, upper]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(lower)
    try container.encode(OrNull(wrappedValue: upper))
  }
}
