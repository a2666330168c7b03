internal import Dialects
public import Engines
internal import Platform
public import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// How often gates err on the machine they stand on.
///
/// Pairs of runs of one and the same job API are carried out and stored, and gates are made from them by
/// tossing new coins and drawing pairs with repetition. None of those should fail; with 5 % more, nearly
/// all should. The 5 % are a really slower server where it is the embedded one and the judged time
/// shows that, else they are added to the stored differences.
public struct GateSelfTest {
  /// The gate whose pairs are made; both of its sides are the same.
  private var gate: Gate
  /// Number of pairs that are carried out for each of the two figures.
  public var pairs = 20
  /// Number of gates that are made from them.
  public var gates = 1_000

  /// By which share the slower side is slower.
  private static let slowdown = 0.05

  /// A test with the scenario, the job API and the rule of `gate`, whatever its sides.
  public init(_ gate: Gate) {
    self.gate = gate
    if case .url(let url) = gate.scenario.target.address {
      self.gate.base = .url(url)
    } else {
      self.gate.base = .embedded(slowdown: 0)
    }
    self.gate.candidate = self.gate.base
  }

  /// A gate of the embedded server: 800 jobs of about 40 ms in a run, and no queue.
  ///
  /// - Parameters:
  ///   - seed: The seed of the coin and of the schedule and payloads of each pair.
  ///   - isQuick: Whether a run has half as many jobs.
  /// - Returns: A gate of the server against itself.
  public static func ownGate(seed: UInt64, isQuick: Bool) -> Gate {
    let run = Run(ownScenario: scenario(seconds: isQuick ? 2 : 4), name: "gate-selftest")
    return Gate(
      run.scenario, columns: run.columns, dialect: run.dialect, scenarioFile: run.scenarioFile,
      headers: [], base: .embedded(slowdown: 0), candidate: .embedded(slowdown: 0), seed: seed)
  }

  private static func scenario(seconds: Int) -> String {
    """
    embedded: { workers: 64, service: "lognormal(40ms, 0.3)" }
    load:
      - constant: { rate: 200, for: \(seconds)s }
    follow: { poll: 10ms, timeout: 1m, recheck: 0 }

    """
  }

  /// Carries the test out.
  ///
  /// - Parameters:
  ///   - root: An existing folder for the runs.
  ///   - stop: Raised to end early; the result then has no figures.
  ///   - observe: As for ``Gate/carryOut(stop:observe:)``.
  /// - Returns: Each figure beside its limit, and the gates whose pairs were made.
  /// - Throws: ``RunTrouble`` when a run cannot be carried out.
  public func carryOut(
    under root: String, stop: StopSignal, observe: (Gate.Event) -> Void = { _ in }
  ) throws(RunTrouble) -> (result: SelfTestResult, gates: [GateResult]) {
    let start = MonotonicClock.now()
    let same = try stored(slowdown: 0, under: root, stop, observe)
    let isReal = isReallySlower
    let slower = isReal ? try stored(slowdown: Self.slowdown, under: root, stop, observe) : same
    var checks: [SelfTestCheck] = []
    if stop.reason == .none {
      checks = [falseAlarms(same), power(same, slower, isReal: isReal)]
    }
    let result = SelfTestResult(
      version: Version.current, environment: RunEnvironment(.current()), isQuick: pairs < 20,
      seed: gate.seed, durationNanoseconds: MonotonicClock.now() - start, checks: checks)
    return (result, isReal ? [same, slower] : [same])
  }

  /// Whether a server that is really slower shows in the judged time, and not in others.
  private var isReallySlower: Bool {
    gate.scenario.target.address == .embedded
      && ["end_to_end", "processing"].contains(gate.metric)
  }

  /// Pairs of the base and the base, or of the base and a server that is slower.
  private func stored(
    slowdown: Double, under root: String, _ stop: StopSignal, _ observe: (Gate.Event) -> Void
  ) throws(RunTrouble) -> GateResult {
    var gate = gate
    gate.root = root
    if slowdown > 0 {
      gate.candidate = .embedded(slowdown: slowdown)
      gate.seed = SplitMix.bits(seed: gate.seed, index: 0) >> 11
    }
    gate.rule.looks = [pairs]
    gate.rule.spending = [1]
    do throws(GateTrouble) {
      return try gate.carryOut(stop: stop, observe: observe)
    } catch {
      throw error.trouble
    }
  }

  private func falseAlarms(_ same: GateResult) -> SelfTestCheck {
    // Sums of parts of a hundredth are no hundredth to the last bit.
    let alpha = (gate.rule.alpha * 1e9).rounded() / 1e9
    var figures = [wholeness(same)]
    if !same.quantiles.isEmpty {
      let count = StoredPairs(same.pairs.map(\.changes))
        .gates(gates, rule: gate.rule, flips: true, seed: gate.seed)
      figures += [
        SelfTestFigure(
          "gates that fail", Double(count.slower) / Double(gates), .share, atMost: alpha),
        SelfTestFigure("gates that pass", Double(count.within) / Double(gates), .share),
        SelfTestFigure("pairs in a gate", Double(count.pairs / max(gates, 1)), .count),
      ]
    }
    return SelfTestCheck(
      name: "false alarms",
      claim: "\(gates) gates of one job API against itself, made of \(same.pairs.count) stored "
        + "pairs by tossing new coins; \(Units.roughShare(alpha)) may fail",
      figures: figures)
  }

  private func power(_ same: GateResult, _ slower: GateResult, isReal: Bool) -> SelfTestCheck {
    var figures = [wholeness(slower)]
    if !slower.quantiles.isEmpty {
      let count = StoredPairs(slower.pairs.map(\.changes)).gates(
        gates, rule: gate.rule, flips: !isReal,
        change: isReal ? 0 : Logarithm.naturalOfOnePlus(Self.slowdown), seed: gate.seed)
      figures += [
        SelfTestFigure(
          "gates that fail", Double(count.slower) / Double(gates), .share, atLeast: 0.95),
        SelfTestFigure("pairs in a gate", Double(count.pairs / max(gates, 1)), .count),
      ]
    }
    return SelfTestCheck(
      name: "power",
      claim: "\(gates) gates against a job API that takes 5 % longer, "
        + (isReal ? "a server that is really slower" : "added to the stored pairs")
        + "; 95 % have to fail",
      figures: figures, expectation: expectation(same))
  }

  /// Whether all pairs could be made.
  private func wholeness(_ result: GateResult) -> SelfTestFigure {
    SelfTestFigure(
      "stored pairs", Double(result.pairs.count), .count, atLeast: Double(pairs))
  }

  /// The smallest rise that a gate would see here.
  private func expectation(_ same: GateResult) -> String? {
    let seen = same.quantiles.compactMap { found -> String? in
      guard let deviation = found.deviation,
        let rule = gate.rule.quantiles.first(where: { $0.name == found.name })
      else { return nil }
      let cells = gate.rule.looks.enumerated().map { number, pairs in
        let rise = PairSizing.detectable(
          pairs: pairs, deviation: deviation, alpha: rule.alpha * gate.rule.spent(look: number))
        return "\(Units.roughShare(max(rise, gate.rule.leastEffect))) with \(pairs)"
      }
      return "\(found.name) \(cells.joined(separator: ", "))"
    }
    guard !seen.isEmpty else { return nil }
    return "the smallest rise that shows in 19 of 20 gates, by the number of pairs: "
      + seen.joined(separator: "; ")
  }
}
