internal import Analysis
internal import Engines
internal import Platform
internal import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// Makes the pairs of a gate: two runs each, in the order that a coin gives.
struct PairMaker {
  let gate: Gate
  /// What each run carries out but for its target and seed.
  let load: Scenario
  let folder: GateFolder
  let stop: StopSignal
  /// Whether the base has accepted a job, so that the key is right.
  private(set) var isKeyProven = false

  /// Which of the numbers of a seed the coin and the pairs' own seeds come from.
  private enum Stream: UInt64 {
    case coin = 101
    case pairs = 102
  }

  /// A random number of pair `number`.
  private func bits(_ stream: Stream, _ number: Int) -> UInt64 {
    SplitMix.bits(
      seed: SplitMix.bits(seed: gate.seed, index: stream.rawValue), index: UInt64(number))
  }

  /// What one run came to.
  private enum Outcome {
    case valid(GateRun, RunDocument)
    case invalid(String, GateVerdict.TroubleSide?)
    /// Every push was answered 401 or 403.
    case refused
    case stopped
  }

  /// What making a pair came to.
  enum Made {
    case pair(GatePair)
    /// No attempt gave two valid runs; whose trouble the last one was, where that is known.
    case failed(GateVerdict.TroubleSide?)
    /// Every push of a run was answered 401 or 403; whose trouble that is.
    case refused(GateVerdict.TroubleSide)
    /// Somebody ended the gate.
    case stopped
  }

  /// Makes pair `number`, from 1.
  ///
  /// - Parameters:
  ///   - number: The pair's number.
  ///   - repeats: Gets the attempts that came to nothing.
  ///   - observe: As for ``Gate/carryOut(stop:observe:)``.
  /// - Throws: ``GateTrouble`` when a run cannot be carried out, or a command fails in the first pair; in a
  ///   later one that is an attempt that came to nothing.
  /// - Returns: The pair, or why there is none.
  mutating func make(
    _ number: Int, repeats: inout [GateRepeat], observe: (Gate.Event) -> Void
  ) throws(GateTrouble) -> Made {
    let isCandidateFirst = bits(.coin, number) & 1 == 1
    // Readers of JSON that know floating point only keep 53 bits.
    let seed = bits(.pairs, number) >> 11
    var side: GateVerdict.TroubleSide?
    for attempt in 1...max(gate.attempts, 1) {
      var runs: [Bool: (run: GateRun, document: RunDocument)] = [:]
      var isCandidateRefused = false
      for isCandidate in [isCandidateFirst, !isCandidateFirst] {
        guard pauseIsOver(isFirst: number == 1 && attempt == 1 && runs.isEmpty)
        else { return .stopped }
        let name = folder.runName(pair: number, isCandidate: isCandidate, attempt: attempt)
        observe(.starting(pair: number, isCandidate: isCandidate))
        let outcome: Outcome
        do throws(RunTrouble) {
          outcome = try run(number, isCandidate, seed: seed, name: name, observe: observe)
        } catch {
          throw GateTrouble(error, isCandidate: isCandidate)
        }
        switch outcome {
        case .stopped: return .stopped
        case .refused:
          let reason = "every push was answered 401 or 403"
          repeats.append(GateRepeat(pair: number, folder: name, reason: reason))
          guard isCandidate, isCandidateFirst, !isKeyProven else {
            return refused(isCandidate: isCandidate)
          }
          // Only a run of the base tells whether the key or the candidate is wrong.
          isCandidateRefused = true
          continue
        case .valid(let run, let document): runs[isCandidate] = (run, document)
        case .invalid(let reason, let whose):
          side = whose
          let failed = GateRepeat(pair: number, folder: name, reason: reason)
          repeats.append(failed)
          if attempt < gate.attempts, !isCandidateRefused { observe(.repeating(failed)) }
        }
        if isCandidateRefused { return refused(isCandidate: true) }
        if runs[isCandidate] == nil { break }
      }
      guard let base = runs[false], let candidate = runs[true] else { continue }
      let changes = gateChanges(
        base: base.document, candidate: candidate.document, metric: gate.metric, rule: gate.rule)
      return .pair(
        GatePair(
          number: number, seed: seed, isCandidateFirst: isCandidateFirst, base: base.run,
          candidate: candidate.run, changes: changes.quantiles, shift: changes.shift))
    }
    return .failed(side)
  }

  /// Ends the gate because a key was refused.
  private func refused(isCandidate: Bool) -> Made {
    // Whoever carries out gates one after another has to end, too.
    stop.raise(.unauthorized)
    return .refused(isCandidate && isKeyProven ? .candidate : .elsewhere)
  }

  /// Waits as long as the gate asks for between two runs, and says whether to go on.
  private func pauseIsOver(isFirst: Bool) -> Bool {
    let end = MonotonicClock.now() + (isFirst ? 0 : gate.pause)
    while stop.reason == .none, MonotonicClock.now() < end {
      MonotonicClock.sleep(for: min(end - MonotonicClock.now(), 50_000_000))
    }
    return stop.reason == .none
  }

  private mutating func run(
    _ number: Int, _ isCandidate: Bool, seed: UInt64, name: String, observe: (Gate.Event) -> Void
  ) throws(RunTrouble) -> Outcome {
    var scenario = load
    // Dimensions with seeds of their own get others in each pair, too.
    scenario.seed = load.seed.shifted(by: UInt64(number))
    scenario.seed.run = seed
    var slowdown = 0.0
    var server: SideServer?
    defer { server?.end() }
    switch isCandidate ? gate.candidate : gate.base {
    case .url(let url): scenario.target.address = .url(url)
    case .embedded(let share):
      scenario.target.address = .embedded
      slowdown = share
    case .command(let command):
      let start = SideServer.Start(
        command: command, side: isCandidate ? "candidate" : "base", scenario: scenario,
        dialect: gate.dialect, log: folder.logPath(isCandidate: isCandidate),
        limit: gate.startLimit)
      do throws(RunTrouble) {
        server = try SideServer(start, stop: stop)
      } catch {
        // One that never worked is a mistake; one that did may have had bad luck.
        guard number > 1, case .command = error else { throw error }
        return .invalid(error.line, .of(isCandidate: isCandidate))
      }
      guard let server else { return .stopped }
      scenario.target.address = server.address
    }
    let stored = try carryOut(scenario, slowdown, name, observe)
    if stop.reason == .interrupted { return .stopped }
    if !isCandidate, stored.jobs.acknowledged > 0 { isKeyProven = true }
    if stored.run.ending == .aborted { return .refused }
    if let trouble = server?.trouble {
      return .invalid(
        "the command \(trouble) while the run went on", .of(isCandidate: isCandidate))
    }
    if stored.validity.verdict == .invalid, !gate.believesAll {
      let reason = stored.validity.reasons.first { $0.level == .invalid }
      return .invalid(reason?.message ?? "it cannot vouch for itself", nil)
    }
    return .valid(
      gateRun(stored, folder: name, metric: gate.metric, rule: gate.rule), stored)
  }

  /// Carries one run out and says what it says.
  private func carryOut(
    _ scenario: Scenario, _ slowdown: Double, _ name: String, _ observe: (Gate.Event) -> Void
  ) throws(RunTrouble) -> RunDocument {
    var run = Run(
      scenario, columns: gate.columns, dialect: gate.dialect, scenarioFile: gate.scenarioFile,
      headers: gate.headers)
    run.engines = gate.engines
    run.root = gate.root
    run.path = "\(folder.path)/\(name)"
    run.slowdown = slowdown
    // A key that is refused ends this run, and the gate perhaps not yet.
    let ownStop = StopSignal(within: stop)
    let stored = try run.carryOut(stop: ownStop, observe: { observe(.running($0)) })
    let document: RunDocument
    do throws(RunFolderError) {
      document = summarize(try stored.manifest(), try stored.table())
    } catch {
      throw .folder(error)
    }
    observe(.ran(stored, document))
    // Where its reports could not be written, which ends the gate, they can still be made from it.
    if !gate.keepsTables, stop.reason != .interrupted { stored.discardTable() }
    return document
  }
}
