internal import Analysis
public import Engines
internal import Platform
public import Results
internal import Statistics
internal import Workloads

/// How many jobs a second this machine's generator can push and follow on time, against a target that
/// costs nothing.
///
/// Each trial is a whole run, with table, histograms and report. A rate is carried when every job finished
/// and the p99 dispatch delay of the middle second stayed under
/// ``GeneratorCapacityResult/delayLimit``, in two of three trials. Rates are doubled until one is not carried, and the gap is then halved, in ratio, until
/// it is narrow.
public struct GeneratorCapacity: Sendable {
  /// Rates that are tried, in jobs per second.
  private static let rates = 1_000.0...1_000_000
  /// The ratio of two rates that are not told apart.
  private static let resolution = 1.05
  /// Every job is asked about once, on average after half of this.
  private static let pollInterval = "200ms"

  /// Number of engines.
  public var engines = 1
  /// Connections of each engine.
  public var connections = 64
  /// How long each trial pushes, in whole seconds.
  public var seconds = 5
  /// The seed of the arrivals.
  public var seed: UInt64 = 1
  /// An existing folder for the runs.
  public var root: String

  /// A measurement with its runs in the folder `root`.
  public init(root: String) { self.root = root }

  /// Carries it out.
  ///
  /// - Parameters:
  ///   - stop: Raised to end early.
  ///   - observe: Called with the rate of each trial before it begins, in jobs per second.
  /// - Returns: What was found; the trials so far when `stop` was raised.
  /// - Throws: ``RunTrouble`` when a run cannot be carried out.
  public func carryOut(
    stop: StopSignal, observe: (Double) -> Void = { _ in }
  ) throws(RunTrouble) -> GeneratorCapacityResult {
    let start = MonotonicClock.now()
    var trials: [GeneratorCapacityResult.Trial] = []
    var sound: GeneratorCapacityResult.Trial?
    let rate = try withTarget { target throws(RunTrouble) in
      let rate = try Self.search { rate throws(RunTrouble) in
        guard stop.reason == .none else { return nil }
        observe(rate)
        let trial = try trial(rate, target, number: trials.count, stop: stop)
        trials.append(trial)
        return trial.isCarried
      }
      if let rate, stop.reason == .none {
        let soundRate = GeneratorCapacityResult.soundShare * rate
        observe(soundRate)
        sound = try trial(soundRate, target, number: trials.count, stop: stop)
      }
      return rate
    }
    return GeneratorCapacityResult(
      version: Version.current, environment: RunEnvironment(.current()), engines: engines,
      connections: connections, seed: seed, durationNanoseconds: MonotonicClock.now() - start,
      jobsPerSecond: rate, trials: trials, soundTrial: sound)
  }

  /// The highest rate that is carried; nil when not even the lowest is.
  ///
  /// - Parameter isCarried: Tries a rate, in jobs per second; nil ends the search.
  /// - Returns: Jobs per second.
  /// - Throws: What `isCarried` throws.
  static func search(
    isCarried: (Double) throws(RunTrouble) -> Bool?
  ) throws(RunTrouble) -> Double? {
    var (low, high) = (0.0, rates.lowerBound)
    while high <= rates.upperBound {
      guard let isCarried = try majority(high, isCarried) else { return nil }
      if !isCarried { break }
      (low, high) = (high, 2 * high)
    }
    while low > 0, high / low > resolution {
      let middle = (low * high).squareRoot()
      guard let isCarried = try majority(middle, isCarried) else { return nil }
      if isCarried { low = middle } else { high = middle }
    }
    return low > 0 ? low : nil
  }

  /// What two of at most three trials of `rate` say, as one may fall into a slow moment of the machine; nil
  /// as soon as one has no answer.
  private static func majority(
    _ rate: Double, _ isCarried: (Double) throws(RunTrouble) -> Bool?
  ) throws(RunTrouble) -> Bool? {
    var (yes, no) = (0, 0)
    while yes < 2, no < 2 {
      guard let answer = try isCarried(rate) else { return nil }
      if answer { yes += 1 } else { no += 1 }
    }
    return yes > no
  }

  /// Tries `rate` jobs per second against a null target of its own.
  func tryOnce(_ rate: Double, stop: StopSignal) throws(RunTrouble) -> GeneratorCapacityResult.Trial
  {
    try withTarget { target throws(RunTrouble) in
      try trial(rate, target, number: 0, stop: stop)
    }
  }

  /// The p99 dispatch delay of the middle one of all seconds, in nanoseconds; nil without a second.
  ///
  /// A pause of the machine of 30 ms is 1 % of three seconds: over a whole trial, one would decide the p99.
  private static func typicalDelay(_ table: JobTable) -> Nanoseconds? {
    var seconds: [Nanoseconds: [Nanoseconds]] = [:]
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      guard job.dispatched != 0 else { continue }
      seconds[job.intended / 1_000_000_000, default: []].append(job.dispatched - job.intended)
    }
    let delays = seconds.values.map { quantile(0.99, ofSorted: $0.sorted()) }
      .sorted()
    return delays.isEmpty ? nil : delays[delays.count / 2]
  }

  /// Runs `body` beside a null target.
  private func withTarget<Value>(
    _ body: (NullTarget) throws(RunTrouble) -> Value
  ) throws(RunTrouble) -> Value {
    let target: NullTarget
    var outcome: Result<Value, RunTrouble>?
    do throws(SystemError) {
      target = try NullTarget()
      try onThreads(
        1, name: "null-target",
        alongside: {
          do throws(RunTrouble) { outcome = .success(try body(target)) } catch {
            outcome = .failure(error)
          }
          target.stop()
        }, body: { _ in target.serve() })
    } catch {
      throw .system(error)
    }
    guard let outcome else { preconditionFailure("without a thread an error was thrown") }
    return try outcome.get()
  }

  /// Tries `rate` jobs per second.
  private func trial(
    _ rate: Double, _ target: NullTarget, number: Int, stop: StopSignal
  ) throws(RunTrouble) -> GeneratorCapacityResult.Trial {
    let text = """
      seed: \(seed)
      target: { url: "\(target.url)", connections: \(connections) }
      load: { poisson: { rate: \(Int(rate)), for: \(seconds)s } }
      follow: { poll: \(Self.pollInterval), timeout: 10s }

      """
    var run = Run(ownScenario: text, name: "capacity-\(number)")
    run.root = root
    run.engines = engines
    _ = target.takeBusyShare()
    let folder = try run.carryOut(stop: stop)
    let targetBusy = target.takeBusyShare()
    do throws(RunFolderError) {
      let table = try folder.table()
      let document = summarize(try folder.manifest(), table)
      let shares = (0..<table.engineCount).compactMap { table.tally($0).busyShare }
      return GeneratorCapacityResult.Trial(
        offeredPerSecond: Double(document.jobs.scheduled) / Double(seconds),
        dispatchDelayP99Nanoseconds: Self.typicalDelay(table),
        isWhole: document.jobs.outcomes.finished == document.jobs.scheduled,
        engineBusyShare: shares.max() ?? 0, targetBusyShare: targetBusy)
    } catch {
      throw .folder(error)
    }
  }
}
