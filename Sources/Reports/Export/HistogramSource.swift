public import Results
internal import Workloads

/// The measured times of a run, as the histogram exports take them.
public struct HistogramSource {
  let run: ExportedRun
  let document: RunDocument
  /// The metrics that are wanted, in the order of ``ExportMetric``.
  let metrics: [ExportMetric]
  let times: JobTimes
  /// What there is of each of ``metrics``.
  let counts: [MetricCounts]

  /// The times of `run` on which `document` reports; reads every row once.
  public init(_ run: ExportedRun, _ document: RunDocument, metrics: [ExportMetric]) {
    let times = JobTimes(run, document)
    let metrics = ExportMetric.allCases.filter(metrics.contains)
    var counts = [MetricCounts](repeating: MetricCounts(), count: metrics.count)
    for row in 0..<run.rowCount {
      guard let job = run.job(row), !job.isWarmUp else { continue }
      for (index, metric) in metrics.enumerated() {
        counts[index].add(times.value(metric, of: job))
      }
    }
    (self.run, self.document, self.metrics, self.times) = (run, document, metrics, times)
    self.counts = counts
  }

  /// The known values of `metric`, ascending.
  func sorted(_ metric: ExportMetric) -> [Nanoseconds] {
    var values: [Nanoseconds] = []
    for row in 0..<run.rowCount {
      guard let job = run.job(row), !job.isWarmUp else { continue }
      if case .known(let value) = times.value(metric, of: job) { values.append(value) }
    }
    values.sort()
    return values
  }

  /// What a histogram of `metric` at `index` of ``metrics`` says and what it does not, in lines.
  func remarks(_ index: Int) -> [String] {
    let (metric, count) = (metrics[index], counts[index])
    var lines = ["\(metric.tag): \(count.known) values; \(meaning(of: metric))"]
    if count.censored > 0 {
      lines.append(
        "\(metric.tag): \(count.censored) jobs were not seen to get so far and are not in it")
    }
    if count.disordered > 0 {
      lines.append("\(metric.tag): \(count.disordered) jobs have instants in the wrong order")
    }
    if count.cut > 0 {
      lines.append(
        "\(metric.tag): \(count.cut) values above \(Units.duration(HistogramLayout.highestValue))"
          + " count as that")
    }
    return lines
  }

  private func meaning(of metric: ExportMetric) -> String {
    let placed = "known to lie in a bracket, placed at \(Placement.words)"
    return switch metric {
    case .endToEnd: "intended to terminal, \(placed)"
    case .fromDispatch: "dispatched to terminal, \(placed)"
    case .push: "dispatched to acknowledged"
    case .queue: "created to started, " + source(document.metrics.queue)
    case .processing: "started to completed, " + source(document.metrics.processing)
    case .dispatchDelay: "intended to dispatched"
    case .detected: "intended to detected, the upper end of the bracket"
    }
  }

  /// Where the values of a time come from; of a bracket there is its upper end.
  private func source(_ summary: TimeSummary) -> String {
    summary.source + (JobTimes.isStamped(summary) ? "" : ", the upper end of the bracket")
  }

  /// What whoever exports must know, one sentence each.
  public var warnings: [String] {
    let open = zip(metrics, counts).filter { $0.1.censored > 0 }
    var lines: [String] = []
    if let most = open.map(\.1.censored).max() {
      let names = open.map(\.0.rawValue).joined(separator: ", ")
      lines.append(
        "up to \(Units.count(most)) jobs were never seen to end, or to start, and no histogram can hold"
          + " them: \(names) look faster than they were")
    }
    for (metric, count) in zip(metrics, counts) where count.cut > 0 {
      lines.append(
        "\(Units.count(count.cut)) values of \(metric.rawValue) are above the histograms' range")
    }
    return lines
  }
}
