public import Engines
public import Results
public import Scenarios
internal import Statistics
internal import Workloads

/// Searches the smallest scenario that still shows a difference of two job APIs, each question asked by a
/// ``Gate``.
public struct Shrink {
  /// What happens in a search, for whoever watches.
  public enum Event {
    /// A gate goes on: one more of its pairs is complete, of so many at most.
    case paired(number: Int, most: Int)
    /// A run goes on.
    case running(LiveView)
    /// A question is answered.
    case step(ShrinkStep)
  }

  /// What a search came to.
  public struct Found: Sendable {
    /// The scenario that shows the effect, with its material.
    public var material: ScenarioMaterial
    /// What it showed.
    public var answer: ShrinkAnswer
    /// Every question.
    public var steps: [ShrinkStep]
  }

  /// Why there is none.
  public enum Outcome: Sendable {
    /// The smallest scenario that was found.
    case found(Found)
    /// The whole scenario does not show an effect, and what it showed.
    case notShown(ShrinkAnswer)
    /// The whole scenario cannot be judged, and why.
    case invalid(String)
    /// Somebody ended the search.
    case interrupted
  }

  /// The gate of the whole scenario; those of the others differ in scenario and rule.
  public let gate: Gate
  /// How the search goes on.
  public var search = ShrinkSearch()

  /// A search from the scenario of `gate`, cut to what one of its runs carries out.
  public init(_ gate: Gate) {
    var gate = gate
    gate.scenario.load = gate.scenario.load.beginning(jobs: gate.jobs, time: gate.time)
    gate.keepsTables = false
    self.gate = gate
  }

  /// Carries the search out.
  ///
  /// - Parameters:
  ///   - stop: Raised to end early.
  ///   - observe: Called with what happens, on the calling thread.
  /// - Returns: The scenario, or why there is none.
  /// - Throws: ``RunTrouble`` when a run cannot be carried out or a command fails.
  public func carryOut(
    stop: StopSignal, observe: (Event) -> Void = { _ in }
  ) throws(RunTrouble) -> Outcome {
    var asked = 0
    var effect: GateQuantile?
    var defect: String?
    var steps: [ShrinkStep] = []
    var search = search
    func ask(_ scenario: Scenario) throws(RunTrouble) -> ShrinkAnswer {
      guard stop.reason == .none else {
        return ShrinkAnswer(.undecided, quantile: "", rise: nil, pairs: 0, reason: "stopped")
      }
      if let effect, let fewest = Self.fewestJobs(effect), Self.measuredJobs(scenario) < fewest {
        return ShrinkAnswer(
          .undecided, quantile: effect.name, rise: nil, pairs: 0,
          reason: "too few jobs for \(effect.name)")
      }
      var gate = gate
      gate.scenario = scenario
      // Another seed for each gate: what one of them met by chance is met by none of the others.
      gate.seed &+= UInt64(asked)
      asked += 1
      if let effect { gate.rule = gate.rule.searching(for: effect) }
      let result: GateResult
      do throws(GateTrouble) {
        result = try gate.carryOut(stop: stop) { event in
          switch event {
          case .running(let view): observe(.running(view))
          case .paired(let pairs, _):
            observe(.paired(number: pairs.count, most: gate.rule.mostPairs))
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
    // Runs that are short from the beginning can still be made four times as short.
    search.fewestJobs = min(
      search.fewestJobs, max(Self.measuredJobs(gate.scenario) / 4, Self.fewestOfAll))
    let found = try search.search(gate.scenario, ask: ask) { step in
      guard stop.reason == .none else { return }
      steps.append(step)
      observe(.step(step))
    }
    if stop.reason == .interrupted { return .interrupted }
    if let defect { return .invalid(defect) }
    if stop.reason == .unauthorized {
      return .invalid("every push was answered 401 or 403, so the search came to no end")
    }
    guard let first = steps.first else { return .interrupted }
    guard let found, let last = steps.last(where: \.isTaken) else {
      return .notShown(first.answer)
    }
    return .found(
      Found(
        material: ScenarioMaterial(found, columns: gate.columns), answer: last.answer, steps: steps)
    )
  }

  /// As many jobs as the quantile needs.
  private static func fewestJobs(_ quantile: GateQuantile) -> Double? {
    QuantileRule.all.first { $0.name == quantile.name }.map { Double($0.minimumCount) }
  }

  /// Fewer jobs than this say nothing about a median.
  private static let fewestOfAll = 20.0

  private static func measuredJobs(_ scenario: Scenario) -> Double {
    scenario.load.phases.filter { !$0.isWarmUp }.reduce(0) { $0 + $1.shape.meanCount }
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
  init(_ result: GateResult, of name: String?) {
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

extension GateSide {
  /// The side as it may be shown and stored: secrets masked.
  public var shown: String { facts.text }
}
