internal import Analysis
internal import Engines
internal import Platform
internal import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// Carries out the runs of a search for a capacity, and keeps what they say.
final class CapacityRunner {
  /// Checks that say that the generator, and not the job API, is at its limit.
  private static let generatorChecks: Set = [
    "dispatch_delay", "rate_shortfall", "engine_busy", "generator_load",
  ]

  private let plan: CapacitySearch
  private let folder: CapacityFolder
  private let stop: StopSignal
  private let observer: CapacitySearch.Observer
  private let start = MonotonicClock.now()
  private var runs = 0
  /// What is known so far.
  var capacity: Capacity
  /// How the search ends because of the last run; nil while it goes on.
  private var cut: (ending: Capacity.Ending, reason: String?)?

  init(
    _ plan: CapacitySearch, _ folder: CapacityFolder, stop: StopSignal,
    observer: CapacitySearch.Observer, capacity: Capacity
  ) {
    self.plan = plan
    self.folder = folder
    self.stop = stop
    self.observer = observer
    self.capacity = capacity
  }

  /// Whether somebody asked to end early.
  var isStopped: Bool { stop.reason == .interrupted }

  /// A burst of `jobs`; nil when the search is stopped.
  func burst(_ jobs: Int) throws(RunTrouble) -> BurstGrowth.Drain? {
    guard !isStopped else { return nil }
    observer.step(.burst(jobs: jobs))
    let load = ArrivalSchedule([.burst(jobs: jobs, every: 0, times: 1)])
    let (run, name) = try carryOut(load, "burst", conditions: [])
    guard !isStopped else {
      try note(run)
      return nil
    }
    let stored = drain(run.manifest, run.table, run.document, run: name)
    capacity.drains.append(stored)
    if run.document.run.ending == .aborted { cut = ending(run.document) }
    try note(run)
    guard cut == nil else { return nil }
    return BurstGrowth.Drain(
      jobs: jobs, rate: stored.jobsPerSecond,
      service: stored.processingNanoseconds.map { Double($0) / 1e9 },
      seconds: Double(stored.durationNanoseconds) / 1e9)
  }

  /// Tries a rate, again where the run is not valid.
  func attempt(_ request: RateSearch.Request) throws(RunTrouble) -> RateSearch.Answer {
    for number in 1...max(plan.attempts, 1) {
      guard !isStopped else { return .ended }
      observer.step(number == 1 ? .trial(request) : .repeated(request))
      let (run, name) = try carryOut(
        Self.load(request), request.purpose.rawValue, conditions: plan.conditions)
      guard !isStopped else {
        try note(run)
        return .ended
      }
      let judged = Result { () throws(CapacityTrial.Unmeasured) in
        try CapacityTrial(request, plan.conditions, run.document, run.table, run: name)
      }
      var stored: Capacity.Trial
      switch judged {
      case .success(let judged):
        stored = judged.stored
        if isUsable(run.document, judged) {
          capacity.trials.append(stored)
          try note(run)
          return .tried(judged.trial)
        }
        stored.reasons = Self.reasons(run.document)
      case .failure(let error):
        stored = error.stored
        let trouble = RunTrouble.unmeasured(condition: error.condition)
        stored.reasons = Self.reasons(run.document)
        if stored.reasons.isEmpty {
          // Where no run has ever had a value, another one will not have it either.
          guard capacity.trials.contains(where: { $0.verdict != .invalid }) else {
            try note(run)
            throw trouble
          }
          stored.reasons = [trouble.description]
        }
      }
      stored.verdict = .invalid
      capacity.trials.append(stored)
      if number >= plan.attempts || run.document.run.ending == .aborted {
        cut = ending(run.document, otherwise: stored.reasons.first)
      }
      try note(run)
      if cut != nil { return .ended }
    }
    return .ended
  }

  /// Takes in what the search found, and stores it.
  func conclude(_ finding: RateSearch.Finding) throws(RunTrouble) {
    capacity.jobsPerSecond = finding.rate
    capacity.highestMetPerSecond = finding.highestMet
    capacity.lowestFailedPerSecond = finding.lowestFailed
    if let rate = finding.rate ?? finding.highestMet {
      let times = capacity.trials.filter { $0.offeredPerSecond == rate && $0.verdict == .met }
        .compactMap(\.processingNanoseconds)
      if !times.isEmpty {
        let mean = times.reduce(0) { $0 + Double($1) } / Double(times.count)
        capacity.workers = rate * mean / 1e9
      }
    }
    switch finding.ending {
    case .found: try finish(.found)
    case .notMet: try finish(.notMet)
    case .noLimit: try finish(.noLimit)
    case .ended: try finish(cut?.ending ?? .interrupted, reason: cut?.reason)
    }
  }

  /// Ends the search where a burst did; whether it did.
  func endWhereCut() throws(RunTrouble) -> Bool {
    guard let cut else { return false }
    try finish(cut.ending, reason: cut.reason)
    return true
  }

  /// Says how the search ended, and stores it.
  func finish(_ ending: Capacity.Ending, reason: String? = nil) throws(RunTrouble) {
    capacity.end(ending, reason: reason)
    capacity.durationNanoseconds = MonotonicClock.now() - start
    try store()
  }

  /// Leaves what is known by then where `trouble` ends the search; nothing where no run was made.
  func end(by trouble: RunTrouble) {
    if capacity.drains.isEmpty { return folder.discardWithoutRuns() }
    capacity.end(.invalid, reason: trouble.description)
    try? folder.store(capacity)
  }

  /// Whether a run says something about its rate: it is valid, or it is not because jobs piled up although
  /// their pushes left on time.
  private func isUsable(_ document: RunDocument, _ judged: CapacityTrial) -> Bool {
    let reasons = document.validity.reasons.filter { $0.level == .invalid }.map(\.check)
    let load = document.validity.checks.first { $0.check == "generator_load" }?.measured ?? 0
    // Late because more was asked of the generator than it carries.
    if !judged.trial.isMet, load > 1 { return false }
    return reasons.isEmpty || reasons == ["poll_lag"] && !judged.trial.isStable
  }

  private static func reasons(_ document: RunDocument) -> [String] {
    document.validity.reasons.filter { $0.level == .invalid }.map(\.message)
  }

  /// How a search ends by a run that says nothing; `other` is why where the run does not know it.
  private func ending(
    _ document: RunDocument, otherwise other: String? = nil
  ) -> (ending: Capacity.Ending, reason: String?) {
    let reasons = document.validity.reasons.filter { $0.level == .invalid }
    let isGenerator =
      reasons.isEmpty && other == nil
      || reasons.contains { Self.generatorChecks.contains($0.check) }
    let known =
      document.validity.reasons.first { isGenerator && $0.check == "generator_load" }
      ?? reasons.first
    let refused =
      stop.reason == .unauthorized
      ? "every push was answered 401 or 403, so there is nothing to measure" : nil
    let reason = refused ?? known?.message ?? other ?? document.validity.reasons.first?.message
    return (isGenerator && document.run.ending == .complete ? .generatorLimit : .invalid, reason)
  }

  /// The load of a trial: its first tenth warms up.
  private static func load(_ request: RateSearch.Request) -> ArrivalSchedule {
    let whole = Nanoseconds(request.seconds * 1e9)
    let warmUp = whole / 10
    return ArrivalSchedule([
      LoadPhase(.poisson(Poisson(rate: request.rate, duration: warmUp)), isWarmUp: true),
      LoadPhase(.poisson(Poisson(rate: request.rate, duration: whole - warmUp))),
    ])
  }
}

extension CapacityRunner {
  /// A run that was carried out.
  struct Finished {
    let folder: RunFolder
    let manifest: RunManifest
    let table: JobTable
    let document: RunDocument
  }

  /// Carries a run out in a folder of its own.
  private func carryOut(
    _ load: ArrivalSchedule, _ kind: String, conditions: [Threshold]
  ) throws(RunTrouble) -> (run: Finished, name: String) {
    runs += 1
    let name = folder.runName(runs, kind)
    var run = plan.run
    run.scenario.load = load
    run.scenario.thresholds = conditions
    run.scenario.seed = plan.run.scenario.seed.shifted(by: UInt64(runs - 1))
    run.path = "\(folder.path)/\(name)"
    let made = try run.carryOut(stop: stop, observe: observer.observe)
    do throws(RunFolderError) {
      let (manifest, table) = (try made.manifest(), try made.table())
      let document = summarize(manifest, table)
      return (Finished(folder: made, manifest: manifest, table: table, document: document), name)
    } catch {
      throw .folder(error)
    }
  }

  /// Tells who listens about a run, and stores what is known.
  private func note(_ run: Finished) throws(RunTrouble) {
    capacity.durationNanoseconds = MonotonicClock.now() - start
    capacity.highestMetPerSecond =
      capacity.trials.filter { $0.verdict == .met }.map(\.offeredPerSecond).max()
    try store()
    try observer.ended(run.folder, run.document, capacity)
  }

  /// Stores what is known.
  func store() throws(RunTrouble) {
    do throws(RunFolderError) { try folder.store(capacity) } catch { throw .folder(error) }
  }
}
