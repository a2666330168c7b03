internal import Results
internal import Statistics
internal import Workloads

extension TimeSummary {
  /// The summary of `sample`, of which the values `observed`, ascending, were seen.
  init(_ sample: some QuantileSample, observed: [Nanoseconds], source: String) {
    self.init(source: source)
    count = observed.count
    censored = sample.count - observed.count
    min = observed.first
    if censored == 0, let last = observed.last {
      let sum = observed.reduce(0.0) { $0 + Double($1) }
      mean = Nanoseconds((sum / Double(observed.count)).rounded())
      max = last
    }
    for rule in QuantileRule.all where sample.count >= rule.minimumCount {
      if let found = sample.estimate(rule.quantile) { quantiles[rule].set(found) }
    }
    histogram = (try? HistogramLog.encode(ofNanoseconds: observed)) ?? ""
  }
}

extension QuantileSummary {
  /// From which share of the estimate on bounds are too wide to say much about jobs.
  private static let widest = 0.25

  /// Takes over what a sample says.
  fileprivate mutating func set(_ found: QuantileEstimate) {
    estimate = found.value
    above = found.above
    interval = found.interval.map {
      Bounds(lower: Nanoseconds($0.lower.rounded(.down)), upper: Nanoseconds(clamping: $0.upper))
    }
    bounds = found.bounds.map { Bounds(lower: $0.lower, upper: $0.isOpen ? nil : $0.upper) }
    designEffect = found.interval?.designEffect.map { ($0 * 1_000).rounded() / 1_000 }
    guard let value = found.value, let bounds = found.bounds, !bounds.isOpen else { return }
    isPollLimited = Double(bounds.upper - bounds.lower) > Self.widest * Double(value)
  }
}

extension Nanoseconds {
  /// `value` rounded up, or as large as possible.
  fileprivate init(clamping value: Double) {
    self = value < 9e18 ? Nanoseconds(value.rounded(.up)) : .max
  }
}
