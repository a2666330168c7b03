internal import Results
internal import Statistics
internal import Workloads

// What both kinds of report say about times, in the same words.
extension Phrases {
  /// The times in the order of tables; that of cancellations only where there are any.
  static func times(_ metrics: Metrics) -> [(name: String, summary: TimeSummary)] {
    let times = [
      ("queue", metrics.queue), ("processing", metrics.processing),
      ("end-to-end", metrics.endToEnd), ("from dispatch", metrics.endToEndFromDispatch),
      ("seen", metrics.seen), ("push", metrics.push), ("poll", metrics.poll),
      ("dispatch delay", metrics.dispatchDelay), ("detection", metrics.detection),
    ]
    return metrics.cancel.sampleSize > 0 ? times + [("cancel", metrics.cancel)] : times
  }

  /// The headings of the statistics in tables.
  static let statistics = ["p50", "p90", "p95", "p99", "p99.9", "max"]

  /// The statistics of `summary`, in the order of the headings; with `± 3.1 %` where there is an
  /// interval and `isPrecise` asks for it.
  static func values(_ summary: TimeSummary, isPrecise: Bool = false) -> [String] {
    QuantileRule.all.map { rule in
      let text = value(summary, rule)
      guard isPrecise, let reach = reach(summary.quantiles[rule]) else { return text }
      return "\(text) \(reach)"
    } + [summary.max.map(Units.duration) ?? (summary.count > 0 ? "open" : "n/a")]
  }

  /// A quantile; `> 2.00 s` where it falls among jobs of which only so much is known, with a mark where
  /// it is poll-limited.
  private static func value(_ summary: TimeSummary, _ rule: QuantileRule) -> String {
    let quantile = summary.quantiles[rule]
    if summary.isUnresolved { return "coarse" }
    if let value = quantile.estimate {
      return Units.duration(value) + (quantile.isPollLimited ? "*" : "")
    }
    if let above = quantile.above { return "> \(Units.duration(above))" }
    return "n/a (n=\(Units.count(summary.sampleSize)))"
  }

  /// How far the interval of a quantile reaches, for example `± 3.1 %`; nil without one.
  static func reach(_ quantile: QuantileSummary) -> String? {
    guard let interval = quantile.interval, let upper = interval.upper, interval.lower > 0 else {
      return nil
    }
    let ratio = (Double(upper) / Double(interval.lower)).squareRoot()
    return "± \(Units.roughShare(ratio - 1))"
  }

  /// `433 ms to 453 ms`, or `above 433 ms`.
  static func range(_ bounds: Bounds) -> String {
    guard let upper = bounds.upper else { return "above \(Units.duration(bounds.lower))" }
    return "\(Units.duration(bounds.lower)) to \(Units.duration(upper))"
  }

  /// The headings of what is known about the quantiles of one time.
  static let precision = ["estimate", "95 % interval", "bounds", "n_eff"]

  /// What is known about each quantile of `summary` for which the sample is large enough, in the order of
  /// the headings, each after its name.
  static func precision(_ summary: TimeSummary) -> [[String]] {
    zip(QuantileRule.all, statistics).filter { summary.sampleSize >= $0.0.minimumCount }.map {
      rule, name in
      let quantile = summary.quantiles[rule]
      let effective = quantile.designEffect.flatMap { effect in
        effect > 0 ? Double(summary.sampleSize) / max(effect, 1) : nil
      }.map { Units.significant($0.rounded()) }
      return [
        name, value(summary, rule), quantile.interval.map(range) ?? "n/a",
        quantile.bounds.map(range) ?? "exact", effective ?? "n/a",
      ]
    }
  }

  /// How much of the end-to-end times is known by following, and at which cost; nil when no job was seen
  /// to end.
  static func brackets(_ document: RunDocument) -> String? {
    let widths = document.metrics.detection
    guard let highest = widths.max else { return nil }
    let cause =
      switch document.following.mode {
      case .poll: "Polling"
      case .list: "Reading lists"
      case .longPoll: "Following by long polls"
      case .webhook: "Following by webhooks"
      }
    let width =
      if let median = widths.p50, let tail = widths.p99 {
        "median \(Units.duration(median)), p99 \(Units.duration(tail))"
      } else {
        "at most \(Units.duration(highest))"
      }
    let perJob = document.requests.perJob.map(Units.significant) ?? "n/a"
    return "\(cause) leaves the end of each job in a bracket: \(width) wide, at \(perJob) "
      + "\(statusRequests(document.requests)) per job. Estimates and intervals are made from the "
      + "brackets; the bounds hold without any assumption. n_eff: as many independent jobs would tell as "
      + "much."
  }

  /// What marks and words in the table of times mean, those that it has, each in a line.
  static func legend(_ metrics: Metrics) -> [String] {
    let times = times(metrics)
    let texts = times.flatMap { values($0.summary) }
    var lines: [String] = []
    if texts.contains(where: { $0.hasSuffix("*") }) {
      lines.append(
        "*: poll-limited: the bounds are wider than a quarter of the value, which then says more about "
          + "the following, or about jobs that were not seen to end, than about the rest.")
    }
    if texts.contains("open") {
      lines.append("open: the value falls among jobs that were never seen to end.")
    }
    for (name, summary) in times where summary.isUnresolved {
      let mean = summary.mean.map(Units.duration) ?? "n/a"
      lines.append(
        "coarse: stamps are cut to \(Units.duration(summary.resolution)), too much for quantiles of "
          + "\(name) times; their mean is \(mean).")
    }
    return lines
  }

  /// Where queue and processing times come from.
  static func sources(_ metrics: Metrics) -> String {
    func origin(_ summary: TimeSummary) -> String {
      summary.source == "client brackets" ? "client brackets (estimated)" : summary.source
    }
    let queue = origin(metrics.queue)
    let processing = origin(metrics.processing)
    return queue == processing
      ? "Queue and processing times: \(queue)."
      : "Queue times: \(queue). Processing times: \(processing)."
  }
}
