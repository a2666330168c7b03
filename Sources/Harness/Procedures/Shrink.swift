public import Engines
public import Results
public import Scenarios
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

  /// A scenario that was found.
  public struct Found: Sendable {
    /// The scenario that shows the effect, with its material.
    public var material: ScenarioMaterial
    /// What it showed.
    public var answer: ShrinkAnswer
    /// Every question that was answered.
    public var steps: [ShrinkStep]
    /// What ended the search before its last question; nil for nothing.
    public var cut: Cut?
  }

  /// What ends a search early.
  public enum Cut: Sendable {
    /// Somebody ended it.
    case interrupted
    /// A run could not be carried out.
    case trouble(RunTrouble)
    /// Every push was answered 401 or 403.
    case unauthorized
  }

  /// What a search came to.
  public enum Outcome: Sendable {
    /// The smallest scenario that was found, also where the search was ended early.
    case found(Found)
    /// The whole scenario does not show an effect, and what it showed.
    case notShown(ShrinkAnswer)
    /// The whole scenario cannot be judged, and why.
    case invalid(String)
    /// Somebody ended the search before anything was found.
    case interrupted
  }

  /// The gate of the whole scenario; those of the others differ in scenario and rule.
  public let gate: Gate
  /// How the search goes on.
  public var search = ShrinkSearch()

  /// Fewer jobs than this say nothing about a median.
  private static let fewestOfAll = 20.0

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
  /// - Throws: ``RunTrouble`` when a run cannot be carried out or a command fails before anything is found.
  public func carryOut(
    stop: StopSignal, observe: (Event) -> Void = { _ in }
  ) throws(RunTrouble) -> Outcome {
    var questions = ShrinkQuestions(gate: gate)
    var smallest: (scenario: Scenario, answer: ShrinkAnswer)?
    var steps: [ShrinkStep] = []
    var cut: Cut?
    var search = search
    // Runs that are short from the beginning can still be made four times as short.
    search.fewestJobs = min(
      search.fewestJobs, max(gate.scenario.measuredJobs / 4, Self.fewestOfAll))
    do throws(RunTrouble) {
      _ = try search.search(
        gate.scenario,
        ask: { scenario throws(RunTrouble) -> ShrinkAnswer in
          let answer = try questions.ask(scenario, stop: stop, observe: observe)
          if answer.ruling == .shown { smallest = (scenario, answer) }
          return answer
        },
        observe: { step in
          // What was stopped is no answer.
          guard stop.reason == .none || step.isTaken else { return }
          steps.append(step)
          observe(.step(step))
        })
    } catch {
      guard smallest != nil else { throw error }
      cut = .trouble(error)
    }
    switch stop.reason {
    case .none: break
    case .interrupted: cut = .interrupted
    case .unauthorized: cut = .unauthorized
    }
    if let smallest {
      return .found(
        Found(
          material: ScenarioMaterial(smallest.scenario, columns: gate.columns),
          answer: smallest.answer, steps: steps, cut: cut))
    }
    if case .interrupted = cut { return .interrupted }
    if let defect = questions.defect { return .invalid(defect) }
    return steps.first.map { .notShown($0.answer) } ?? .interrupted
  }
}

extension Shrink.Cut: CustomStringConvertible {
  /// What happened, in one sentence; lower case, no final full stop.
  public var description: String {
    switch self {
    case .interrupted: "interrupted before the end"
    case .trouble(let trouble): trouble.description
    case .unauthorized: "every push was answered 401 or 403"
    }
  }

  /// What to do, where it is not obvious.
  public var hint: String? { if case .trouble(let trouble) = self { trouble.hint } else { nil } }
}

extension GateSide {
  /// The side as it may be shown and stored: secrets masked.
  public var shown: String { facts.text }
}
