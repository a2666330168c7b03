internal import Dialects
public import Results
internal import Scenarios
internal import Workloads

/// Derives the run document from what was asked and what was recorded.
///
/// Works for every job table, also for one whose process was killed or still writes it; the table is
/// only read. Quantiles come from the records, not from histogram bins.
///
/// - Complexity: O(n log n) in the number of rows.
public func summarize(_ manifest: RunManifest, _ table: JobTable) -> RunDocument {
  summarize(manifest, table, contract: manifest.dialect.contract.map(\.path.description))
}

/// As above, with the paths of the fields of the dialect's contract.
func summarize(
  _ manifest: RunManifest, _ table: JobTable, contract: [String]
) -> RunDocument {
  let scenario = manifest.scenario
  let isPartial = table.ending == .none
  let clocks = ClockEvidence(
    table, isPartial: isPartial, resolution: manifest.dialect.stampResolution)
  var evidence = Evidence(table, scenario, isPartial: isPartial, clocks: clocks)
  let tallies = (0..<table.engineCount).map(table.tally)
  evidence.cancellation.missed = Int(
    clamping: tallies.reduce(0) { $0 &+ $1[.cancelsMissed] })
  let duration = runDuration(table, evidence, tallies)
  let metrics = Metrics(evidence.measured, tallies)
  let throughput = Throughput(
    offeredPerSecond: scenario.load.offeredPerSecond(seed: scenario.seed),
    achievedPerSecond: evidence.achievedPerSecond)
  let laws = conservationLaws(scenario, table, evidence, tallies)
  let thresholds = scenario.thresholds.map {
    evaluate(
      $0, jobs: evidence.counts, cancellation: evidence.cancellation, metrics: metrics,
      throughput: throughput)
  }
  let requests = RequestCounts(tallies, acknowledged: evidence.counts.acknowledged)
  let following = Following(tallies, scenario.follow, perJob: requests.perJob)
  let monitor = MonitorFacts(table.monitor)
  let validity = assess(
    CheckInput(
      scenario: scenario, ending: RunFacts.Ending(table.ending), jobs: evidence.counts,
      metrics: metrics, laws: laws, engines: tallies.map(EngineCheckInput.init),
      pollLag: TimeSummary(tallies, .pollLag), following: following,
      statusRequests: requests.byKind.statusSent, closedArrivals: evidence.closedArrivals,
      clocks: ClockCheckInput(clocks),
      dispatchDelays: evidence.measured.dispatchDelay.values, worstWindow: evidence.rates.worst,
      generatorLoad: generatorLoad(manifest.generatorLimit, evidence.rates, requests.perJob),
      monitor: monitor, little: LittlesLaw(table, evidence, scenario.follow.mode)))
  return RunDocument(
    version: manifest.version,
    run: runFacts(manifest, table, scheduleHash: evidence.hash.text, duration: duration),
    jobs: evidence.counts, metrics: metrics, throughput: throughput, requests: requests,
    following: following, cancellation: scenario.cancel == nil ? nil : evidence.cancellation,
    clocks: Clocks(clocks), timeline: Timeline(table, duration: duration), thresholds: thresholds,
    validity: validity,
    findings: findings(
      table, tallies, flags: evidence.flags, clocks: clocks, contract: contract),
    classes: classSummaries(evidence, metrics, names: scenario.jobs.map(\.name)),
    verdict: Verdict(ruling(validity, thresholds)),
    environment: Environment(
      machine: manifest.environment,
      engineBusyNanoseconds: tallies.reduce(0) { $0 &+ $1[.busyNanoseconds] },
      engineIdleNanoseconds: tallies.reduce(0) { $0 &+ $1[.idleNanoseconds] }, monitor: monitor),
    scenario: scenario)
}

/// The share of `limit` that the busiest second of pushes and all their status requests are.
private func generatorLoad(
  _ limit: GeneratorLimit?, _ rates: RateWindows, _ requestsPerJob: Double?
) -> Double? {
  guard let limit, rates.most > 0 else { return nil }
  return Double(rates.most) * (1 + (requestsPerJob ?? 0)) / limit.requestsPerSecond
}

private func runFacts(
  _ manifest: RunManifest, _ table: JobTable, scheduleHash: String, duration: Nanoseconds
) -> RunFacts {
  RunFacts(
    startedAt: InstantText.iso(table.startWall), durationNanoseconds: duration,
    ending: RunFacts.Ending(table.ending), resumptions: table.resumptions,
    workload: RunFacts.Workload(manifest.scenario.load), engines: table.engineCount,
    seed: manifest.scenario.seed.run, url: withoutCredentials(manifest.url),
    scheduleHash: scheduleHash, revision: manifest.revision)
}

/// The laws that the run's state lets us ask for.
private func conservationLaws(
  _ scenario: Scenario, _ table: JobTable, _ evidence: Evidence, _ tallies: [EngineTally]
) -> [Validity.Law] {
  let scheduled = scenario.load.openCount(seed: scenario.seed) + evidence.closedArrivals
  var laws = evidence.ledger.lawsOfAllRuns(scheduled: scheduled)
  if table.ending != .none { laws += evidence.ledger.lawsOfEndedRuns() }
  // A killed process may leave one event of each engine in a row and not yet in its counter.
  if table.ending == .complete, table.resumptions == 0 {
    laws += evidence.ledger.lawsOfCompleteRuns(tallies)
    if scenario.load.isClosed {
      laws.append(Ledger.lawOfClosedRuns(tallies, arrivals: evidence.closedArrivals))
    }
  }
  return laws
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
      endToEnd: samples.endToEnd.summary(source: Source.clientClock))
  }
}

extension Metrics {
  /// The metrics of all jobs.
  init(_ samples: JobSamples, _ tallies: [EngineTally]) {
    self.init(
      queue: samples.queueSummary(stamped: samples.hasQueueStamps),
      processing: samples.processingSummary(stamped: samples.hasProcessingStamps),
      endToEnd: samples.endToEnd.summary(source: Source.clientClock),
      endToEndFromDispatch: samples.endToEndFromDispatch.summary(source: Source.clientClock),
      seen: samples.endToEnd.uppers.summary(source: Source.clientClock),
      push: samples.push.summary(source: Source.clientClock),
      poll: TimeSummary(tallies, .poll),
      dispatchDelay: samples.dispatchDelay.summary(source: Source.clientClock),
      detection: samples.detection.summary(source: Source.clientClock),
      cancel: samples.cancel.summary(source: Source.clientClock))
  }
}
