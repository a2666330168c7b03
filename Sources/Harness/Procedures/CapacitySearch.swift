internal import Analysis
public import Engines
internal import Platform
public import Results
public import Scenarios
public import Statistics
internal import Workloads

/// The search for the largest rate at which a job API keeps what is asked of it.
///
/// Bursts say how fast jobs are worked off, which brackets the limit; probes and certifications are runs of
/// Poisson arrivals, as ``RateSearch`` asks for them. Of the scenario, target, dialect, jobs and following are
/// used; load and thresholds are replaced. Each run follows its jobs to their end, so the queue is empty
/// before the next one begins.
public struct CapacitySearch {
  /// What every run is made from.
  public var run: Run
  /// What has to hold.
  public var conditions: [Threshold]
  /// The procedure, with the lengths of its trials.
  public var search = RateSearch()
  /// No higher rate is tried, in arrivals per second.
  public var highest = 10_000.0
  /// The jobs of the first burst; nil for a number that fits the target.
  public var firstBurst: Int?
  /// How often a trial is carried out, at most, until its run is valid.
  public var attempts = 3
  /// Whether the short form is carried out.
  public var isQuick = false

  /// A search with runs like `run`, under `conditions`.
  public init(_ run: Run, conditions: [Threshold]) {
    self.run = run
    self.conditions = conditions
  }

  /// What a search says while it goes on.
  public struct Observer {
    /// Called once the folder of the search is there.
    public var began: (CapacityFolder) -> Void = { _ in }
    /// Called before each run.
    public var step: (Step) -> Void = { _ in }
    /// Called about five times a second during a run, with the seconds of its push.
    public var observe: (LiveView) -> Void = { _ in }
    /// Called after each run, with what is known so far.
    public var ended: (RunFolder, RunDocument, Capacity) throws(RunTrouble) -> Void = {
      _, _, _ throws(RunTrouble) in
    }

    /// Nobody listens.
    public init() {}
  }

  /// A run that is about to begin.
  public enum Step: Sendable, Hashable {
    /// A burst of so many jobs.
    case burst(jobs: Int)
    /// A trial of a rate.
    case trial(RateSearch.Request)
    /// The same trial again, because the run was not valid.
    case repeated(RateSearch.Request)
  }

  /// How long trials take at least, in seconds.
  public var shortestSeconds: Double {
    search.foreseenSeconds(rate: .infinity, median: 0)
  }

  /// Carries the search out.
  ///
  /// - Parameters:
  ///   - stop: Raised to end early; the run that goes on then ends when its jobs have.
  ///   - observer: Who listens.
  /// - Returns: What was found, also when it was stopped, and the folder where it is stored.
  /// - Throws: ``RunTrouble`` when a run cannot be carried out; the runs before it stay.
  public func carryOut(
    stop: StopSignal, observer: Observer = Observer()
  ) throws(RunTrouble) -> (capacity: Capacity, folder: CapacityFolder) {
    let start = MonotonicClock.wall()
    let folder: CapacityFolder
    do throws(RunFolderError) {
      folder = try CapacityFolder(
        under: run.root, scenario: run.scenario.name, startedAt: start)
    } catch {
      throw .folder(error)
    }
    let runner = CapacityRunner(
      self, folder, stop: stop, observer: observer, capacity: empty(startedAt: start))
    do throws(RunTrouble) {
      try runner.store()
      observer.began(folder)
      try conduct(runner)
    } catch {
      runner.end(by: error)
      throw error
    }
    return (runner.capacity, folder)
  }

  /// Bursts, then the search.
  private func conduct(_ runner: CapacityRunner) throws(RunTrouble) {
    let served = run.scenario.target.address == .embedded ? run.scenario.embedded.workers : 0
    let least = max(50, Int(BurstGrowth.jobsPerWorker) * served)
    let growth = try BurstGrowth(first: firstBurst ?? least).carryOut(burst: runner.burst)
    runner.capacity.isDrainSteady = growth.isSteady
    guard !runner.isStopped else { return try runner.finish(.interrupted) }
    if try runner.endWhereCut() { return }
    guard let last = growth.drains.last, let ended = runner.capacity.drains.last?.ended, ended > 0
    else { throw .nothingDrained }
    let drain = last.rate ?? .infinity
    let lowest = drain * RateSearch.bracket.lowerBound
    // Without a rate of the drain, the highest that is allowed is where to begin.
    let isKnown = drain.isFinite
    guard !isKnown || highest > lowest else {
      throw .highestRateTooLow(highest: highest, first: lowest)
    }
    let finding = try search.find(
      drain: isKnown ? drain : highest, highest: highest, median: last.service ?? 0,
      attempt: runner.attempt)
    try runner.conclude(finding)
  }

  /// A search that has not tried anything.
  func empty(startedAt: Nanoseconds) -> Capacity {
    let target = run.scenario.target.address
    return Capacity(
      version: Version.current, startedAt: InstantText.iso(startedAt),
      scenarioName: run.scenario.name, scenarioFile: run.scenarioFile,
      target: target.description, environment: RunEnvironment(.current()),
      engines: run.engines, seed: run.scenario.seed.run, conditions: conditions.map(\.text),
      plan: Capacity.Plan(
        isQuick: isQuick, attempts: attempts, probes: search.probes,
        probeNanoseconds: Nanoseconds(search.probeSeconds * 1e9),
        certifications: search.certifications,
        certificationNanoseconds: Nanoseconds(search.certifySeconds * 1e9),
        jobs: Int(search.jobs), highestPerSecond: highest))
  }
}
