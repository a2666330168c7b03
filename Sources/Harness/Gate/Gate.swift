internal import Analysis
public import Dialects
public import Engines
internal import Platform
public import Results
public import Scenarios
public import Statistics
public import Workloads

/// Judges a candidate against a base by pairs of short runs.
///
/// Both runs of a pair have the same arrivals and payloads, and a coin decides which comes first: so
/// whatever else changes in the course of time is as likely to hit the one as the other.
public struct Gate {
  /// What happens in a gate, for whoever watches.
  public enum Event {
    /// The gate has its folder.
    case began(folder: String)
    /// A run begins.
    case starting(pair: Int, isCandidate: Bool)
    /// A run goes on.
    case running(LiveView)
    /// A run has ended, and this is what it says; its reports are not written yet.
    case ran(RunFolder, RunDocument)
    /// A run was not valid, so its pair is made again.
    case repeating(GateRepeat)
    /// A pair is complete: what all of them say by now.
    case paired([GatePair], [GateQuantile])
  }

  /// What to do in each run, before it is cut to ``jobs`` and ``time``.
  public var scenario: Scenario
  /// The cells of the columns that its inputs pick from.
  public var columns: [ColumnReference: TextTable]
  /// What the job API says on the wire.
  public var dialect: Dialect
  /// The scenario file as the user named it.
  public var scenarioFile: String
  /// Header lines with every reference resolved; they are sent and never stored.
  public var headers: [String]
  /// What the candidate is judged against.
  public var base: GateSide
  /// What is judged.
  public var candidate: GateSide

  /// How it is judged.
  public var rule = GateRule()
  /// The time that is judged, as thresholds call it.
  public var metric = "end_to_end"
  /// The folder of all runs; the gate's is `<root>/<scenario>/<instant>.gate`.
  public var root = "results"
  /// The seed of the coin and of the schedule and payloads of each pair.
  public var seed: UInt64
  /// Number of engines.
  public var engines = 1
  /// As many measured jobs has each run at most; whole bursts are kept.
  public var jobs = 800
  /// As long is the measured load of each run at most, in nanoseconds.
  public var time: Nanoseconds = 25_000_000_000
  /// How long to wait between two runs, in nanoseconds; each ends only when all of its jobs have.
  public var pause: Nanoseconds = 0
  /// How long a command may take until the job API can be reached or the command has exited, in
  /// nanoseconds.
  public var startLimit: Nanoseconds = 60_000_000_000
  /// Quantiles without which nothing passes, as somebody asked for them by name.
  public var required: Set<String> = []
  /// How often a pair is tried before the gate is invalid.
  public var attempts = 3
  /// Whether the job tables of runs are kept once their reports are written.
  public var keepsTables = true
  /// Whether runs that are not valid count as well: for tests of the procedure on a busy machine.
  var believesAll = false

  /// A gate of the scenario of `material`.
  public init(
    _ material: ScenarioMaterial, dialect: Dialect, scenarioFile: String, headers: [String],
    base: GateSide, candidate: GateSide, seed: UInt64
  ) {
    self.init(
      material.scenario, columns: material.columns, dialect: dialect, scenarioFile: scenarioFile,
      headers: headers, base: base, candidate: candidate, seed: seed)
  }

  /// A gate of `scenario`, whose traces are loaded.
  public init(
    _ scenario: Scenario, columns: [ColumnReference: TextTable], dialect: Dialect,
    scenarioFile: String, headers: [String], base: GateSide, candidate: GateSide, seed: UInt64
  ) {
    self.scenario = scenario
    self.columns = columns
    self.dialect = dialect
    self.scenarioFile = scenarioFile
    self.headers = headers
    self.base = base
    self.candidate = candidate
    self.seed = seed
  }

  /// Carries the gate out.
  ///
  /// - Parameters:
  ///   - stop: Raised to end early: the run goes on until its jobs have an outcome, and no other begins.
  ///   - observe: Called with what happens, on the calling thread.
  /// - Returns: What the pairs say; `gate.json` and its reports are not written yet.
  /// - Throws: ``GateTrouble`` when a run of the first pair cannot be carried out or a command fails in it.
  ///   The folder stays, with what the commands printed. Later the gate is invalid for that reason.
  public func carryOut(
    stop: StopSignal, observe: (Event) -> Void = { _ in }
  ) throws(GateTrouble) -> GateResult {
    let start = (wall: MonotonicClock.wall(), now: MonotonicClock.now())
    let folder: GateFolder
    do throws(RunFolderError) {
      folder = try GateFolder.create(under: root, scenario: scenario.name, startedAt: start.wall)
    } catch {
      throw GateTrouble(.folder(error))
    }
    defer { folder.discardIfEmpty() }
    observe(.began(folder: folder.path))
    var maker = PairMaker(gate: self, load: load, folder: folder, stop: stop)
    var (pairs, repeats): ([GatePair], [GateRepeat]) = ([], [])
    var (quantiles, verdict): ([GateQuantile], GateVerdict?) = ([], nil)
    for number in 1...max(rule.mostPairs, 1) where verdict == nil {
      let made: PairMaker.Made
      do throws(GateTrouble) {
        made = try maker.make(number, repeats: &repeats, observe: observe)
      } catch {
        // What there is by now is worth its reports.
        guard !pairs.isEmpty else { throw error }
        verdict =
          stop.reason == .none
          ? GateVerdict(.invalid, reason: error.trouble.line, troubleOf: error.troubleOf)
          : stopped(pairs, repeats, made: .stopped, stop)
        break
      }
      guard case .pair(let pair) = made else {
        verdict = stopped(pairs, repeats, made: made, stop)
        break
      }
      pairs.append(pair)
      let look = rule.looks.firstIndex(of: number)
      quantiles = gateQuantiles(pairs, rule: rule, look: look)
      observe(.paired(pairs, quantiles))
      if let look {
        verdict = gateVerdict(
          pairs, quantiles, rule: rule, required: required, isLast: look == rule.looks.count - 1)
      } else if quantiles.isEmpty {
        verdict = gateVerdict(pairs, quantiles, rule: rule, isLast: true)
      }
    }
    var final = verdict ?? GateVerdict(.inconclusive)
    if base.isOneInstance || candidate.isOneInstance { final.limits.insert(.conditional, at: 0) }
    return GateResult(
      version: Version.current, folder: folder.path, startedAt: InstantText.iso(start.wall),
      durationNanoseconds: MonotonicClock.now() - start.now, verdict: final, base: base.facts,
      candidate: candidate.facts, metric: metric, rule: rule, seed: seed, quantiles: quantiles,
      shift: gateShift(pairs), pairs: pairs, repeats: repeats,
      environment: RunEnvironment(.current()), scenario: load)
  }

  /// What each run carries out but for its target and seed: thresholds are those of whole runs.
  private var load: Scenario {
    var short = scenario
    short.load = scenario.load.beginning(jobs: jobs, time: time)
    short.thresholds = []
    return short
  }

  /// The verdict of a gate whose next pair did not come to be.
  private func stopped(
    _ pairs: [GatePair], _ repeats: [GateRepeat], made: PairMaker.Made, _ stop: StopSignal
  ) -> GateVerdict {
    if stop.reason == .interrupted {
      return GateVerdict(
        .invalid,
        reason: "interrupted after \(Units.count(pairs.count)) "
          + (pairs.count == 1 ? "pair" : "pairs"), limits: [.interrupted])
    }
    if case .refused(.candidate) = made {
      return GateVerdict(
        .invalid,
        reason: "every push to the candidate was answered 401 or 403, and the base takes the key",
        troubleOf: .candidate)
    }
    if stop.reason == .unauthorized {
      return GateVerdict(
        .invalid, reason: "every push was answered 401 or 403, so there is nothing to judge",
        troubleOf: .elsewhere)
    }
    let last = repeats.last
    var side: GateVerdict.TroubleSide?
    if case .failed(let whose) = made { side = whose }
    return GateVerdict(
      .invalid,
      reason: "pair \(last?.pair ?? 0) was tried \(attempts) times, and the last time "
        + "\(last?.folder ?? "a run") was not valid: \(last?.reason ?? "it was aborted")",
      troubleOf: side)
  }
}
