internal import Engines
internal import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// The questions of a search for a small scenario, each asked by a gate.
struct ShrinkQuestions {
  /// The gate of the whole scenario; those of the others differ in scenario, seed and rule.
  let gate: Gate
  /// Why the whole scenario cannot be judged.
  private(set) var defect: String?
  /// What the whole scenario showed.
  private var effect: GateQuantile?
  private var asked = 0

  /// The questions that begin with that of `gate`.
  init(gate: Gate) { self.gate = gate }

  /// Whether `scenario` shows the effect.
  mutating func ask(
    _ scenario: Scenario, stop: StopSignal, observe: (Shrink.Event) -> Void
  ) throws(RunTrouble) -> ShrinkAnswer {
    guard stop.reason == .none else { return Self.unasked("", "stopped") }
    if let effect, let fewest = Self.fewestJobs(effect), scenario.measuredJobs < fewest {
      return Self.unasked(effect.name, "too few jobs for \(effect.name)")
    }
    var gate = gate
    gate.scenario = scenario
    // Another seed for each gate: what one of them met by chance is met by none of the others.
    gate.seed &+= UInt64(asked)
    asked += 1
    if let effect { gate.rule = gate.rule.searching(for: effect) }
    let most = gate.rule.mostPairs
    let result: GateResult
    do throws(GateTrouble) {
      result = try gate.carryOut(stop: stop) { event in
        switch event {
        case .running(let view): observe(.running(view))
        case .paired(let pairs, _): observe(.paired(number: pairs.count, most: most))
        case .began, .starting, .ran, .repeating: break
        }
      }
    } catch {
      throw error.trouble
    }
    if effect == nil, result.verdict.result == .fail {
      effect = result.quantiles.first { $0.verdict == .fail }
    }
    if asked == 1, result.verdict.result == .invalid { defect = result.verdict.reason ?? "" }
    return ShrinkAnswer(result, of: effect?.name)
  }

  /// What is not asked is not decided.
  private static func unasked(_ quantile: String, _ reason: String) -> ShrinkAnswer {
    ShrinkAnswer(.undecided, quantile: quantile, rise: nil, pairs: 0, reason: reason)
  }

  /// As many jobs as the quantile needs.
  private static func fewestJobs(_ quantile: GateQuantile) -> Double? {
    QuantileRule.all.first { $0.name == quantile.name }.map { Double($0.minimumCount) }
  }
}

extension Scenario {
  /// As many jobs are measured, on average.
  var measuredJobs: Double {
    load.phases.filter { !$0.isWarmUp }.reduce(0) { $0 + $1.shape.meanCount }
  }
}

extension GateRule {
  /// The same rule for half of the effect on the quantile `effect`, of this one alone: it has all of the
  /// false alarms to spend.
  func searching(for effect: GateQuantile) -> GateRule {
    let half = max((effect.ratio - 1) / 2, 0.001)
    var rule = self
    rule.quantiles = [JudgedQuantile(name: effect.name, tolerance: half, alpha: alpha)]
    rule.leastEffect = half
    return rule
  }
}

extension ShrinkAnswer {
  /// What `result` says of the quantile `name`; nil for the first that it judges.
  fileprivate init(_ result: GateResult, of name: String?) {
    let quantile = result.quantiles.first { $0.name == name } ?? result.quantiles.first
    let ruling: Ruling =
      switch result.verdict.result {
      case .fail: .shown
      case .pass: .gone
      case .inconclusive, .invalid: .undecided
      }
    self.init(
      ruling, quantile: quantile?.name ?? "", rise: quantile.map { $0.ratio - 1 },
      interval: quantile?.interval,
      pairs: result.pairs.count, reason: result.verdict.reason)
  }
}
