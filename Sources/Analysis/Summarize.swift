internal import Histogram
public import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// Derives the run document from what was asked and what was recorded.
///
/// Works for every job table, also for one whose process was killed or still writes it; the table is
/// only read. Quantiles come from the sorted records, not from histogram bins.
///
/// - Complexity: O(n log n) in the number of rows.
public func summarize(_ manifest: RunManifest, _ table: JobTable) -> RunDocument {
  let scenario = manifest.scenario
  let isPartial = table.ending == .none
  let evidence = Evidence(
    table, classCount: scenario.jobs.count, warmUps: scenario.load.warmUps, isPartial: isPartial)
  let scheduled = scenario.load.count(seed: scenario.seed)
  let tallies = (0..<table.engineCount).map(table.tally)
  let duration = runDuration(table, evidence, tallies)
  let metrics = Metrics(evidence.measured, tallies)
  let throughput = Throughput(
    offeredPerSecond: scenario.load.perSecond(scheduled),
    achievedPerSecond: evidence.achievedPerSecond)
  let run = RunFacts(
    startedAt: InstantText.iso(table.startWall), durationNanoseconds: duration,
    ending: RunFacts.Ending(table.ending), resumptions: table.resumptions,
    engines: table.engineCount, seed: scenario.seed, url: withoutCredentials(manifest.url),
    scheduleHash: evidence.hash.text)
  var laws = evidence.ledger.lawsOfAllRuns(scheduled: scheduled)
  if !isPartial { laws += evidence.ledger.lawsOfEndedRuns() }
  // A killed process may leave one event of each engine in a row and not yet in its counter.
  if table.ending == .complete, table.resumptions == 0 {
    laws += evidence.ledger.lawsOfCompleteRuns(tallies)
  }
  let thresholds = scenario.thresholds.map {
    evaluate($0, jobs: evidence.counts, metrics: metrics, throughput: throughput)
  }
  let validity = assess(
    Findings(
      scenario: scenario, ending: run.ending, jobs: evidence.counts, metrics: metrics,
      laws: laws, engines: tallies.map(EngineFindings.init),
      pollLag: TimeSummary(tallies, .pollLag), stampDisorder: evidence.measured.stampDisorder))
  return RunDocument(
    version: manifest.version, run: run, jobs: evidence.counts, metrics: metrics,
    throughput: throughput,
    requests: RequestCounts(tallies, acknowledged: evidence.counts.acknowledged),
    timeline: Timeline(table, duration: duration), thresholds: thresholds, validity: validity,
    oddities: evidence.oddities.summary,
    classes: classSummaries(evidence, metrics, names: scenario.jobs.map(\.name)),
    verdict: Verdict(ruling(validity, thresholds)),
    environment: Environment(
      machine: manifest.environment,
      engineBusyNanoseconds: tallies.reduce(0) { $0 &+ $1[.busyNanoseconds] },
      engineIdleNanoseconds: tallies.reduce(0) { $0 &+ $1[.idleNanoseconds] }),
    scenario: scenario)
}

extension RunFacts.Ending {
  /// The document's word for how a table ended.
  init(_ ending: JobTable.Ending) {
    switch ending {
    case .none: self = .partial
    case .complete: self = .complete
    case .interrupted: self = .interrupted
    case .aborted: self = .aborted
    }
  }
}

/// The run's length; for a run without an end, up to the last thing that is known of it.
private func runDuration(
  _ table: JobTable, _ evidence: Evidence, _ tallies: [EngineTally]
) -> Nanoseconds {
  if table.ending != .none { return max(table.endInstant, 0) }
  let lastTurn = tallies.map { Nanoseconds(clamping: $0[.lastTurn]) }.max() ?? 0
  return max(evidence.lastInstant, lastTurn, 0)
}

/// `url` without a user name and a password.
private func withoutCredentials(_ url: String) -> String {
  guard let start = url.firstRange(of: "://")?.upperBound else { return url }
  let end = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
  guard let at = url[start..<end].lastIndex(of: "@") else { return url }
  return String(url[..<start] + url[url.index(after: at)...])
}

private func classSummaries(
  _ evidence: Evidence, _ metrics: Metrics, names: [String]
) -> [ClassSummary] {
  if evidence.classes.isEmpty {
    return names.prefix(1).map {
      ClassSummary(
        name: $0, jobs: evidence.measured.counts, queue: metrics.queue,
        processing: metrics.processing, endToEnd: metrics.endToEnd)
    }
  }
  let all = evidence.measured
  return zip(names, evidence.classes).map { name, samples in
    ClassSummary(
      name: name, jobs: samples.counts,
      queue: samples.queueSummary(stamped: all.hasQueueStamps),
      processing: samples.processingSummary(stamped: all.hasProcessingStamps),
      endToEnd: samples.endToEndSummary())
  }
}

extension Metrics {
  /// The metrics of all jobs.
  init(_ samples: JobSamples, _ tallies: [EngineTally]) {
    self.init(
      queue: samples.queueSummary(stamped: samples.hasQueueStamps),
      processing: samples.processingSummary(stamped: samples.hasProcessingStamps),
      endToEnd: samples.endToEndSummary(),
      push: samples.push.summary(source: Source.clientClock),
      poll: TimeSummary(tallies, .poll),
      dispatchDelay: samples.dispatchDelay.summary(source: Source.clientClock),
      detection: samples.detection.summary(source: Source.clientClock))
  }
}

extension TimeSummary {
  /// The summary of a histogram of all engines, exact to three digits.
  init(_ tallies: [EngineTally], _ name: EngineTally.Histogram) {
    self.init(source: Source.bins)
    let bins = Histogram<UInt64>.merging(tallies, name)
    histogram = (try? HistogramLog.encode(bins)) ?? ""
    count = Int(clamping: bins.totalCount)
    guard count > 0 else { return }
    min = Nanoseconds(clamping: bins.min)
    let sum = bins.recordedBins().reduce(0.0) { sum, bin in
      sum + Double(bins.medianEquivalentForValue(bin.lowest)) * Double(bin.count)
    }
    mean = Nanoseconds((sum / Double(bins.totalCount)).rounded())
    max = Nanoseconds(clamping: bins.max)
    for rule in QuantileRule.all where count >= rule.minimumCount {
      self[rule] = Nanoseconds(clamping: bins.valueAtPercentile(rule.quantile * 100))
    }
  }
}
