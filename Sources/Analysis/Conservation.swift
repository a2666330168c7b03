internal import Results
internal import Workloads

/// What the conservation laws compare, counted from the rows once more and apart from the summary.
struct Ledger {
  private var rows = 0
  private var dispatched = 0
  private var unsent = 0
  private var outcomes = [Int](repeating: 0, count: Outcome.allCases.count)
  private var acknowledged = 0
  private var withID = 0
  private var impliedIDs = 0
  private var closedBrackets = 0
  private var retired = 0
  /// How long the jobs were in flight together, in nanoseconds.
  private(set) var timeInFlight = 0.0

  /// Enters a row with its effective outcome.
  mutating func enter(_ job: JobRecord, outcome: Outcome) {
    rows += 1
    if job.dispatched == 0 { unsent += 1 } else { dispatched += 1 }
    outcomes[Int(outcome.rawValue)] += 1
    if job.acknowledged != 0 { acknowledged += 1 }
    if job.idLength != 0 { withID += 1 }
    if Self.impliesID(outcome, job) { impliedIDs += 1 }
    if job.detected != 0 { closedBrackets += 1 }
    guard job.outcome != .none else { return }
    retired += 1
    if job.dispatched != 0 { timeInFlight += Double(job.retired) - Double(job.dispatched) }
  }

  private static func impliesID(_ outcome: Outcome, _ job: JobRecord) -> Bool {
    switch outcome {
    case .finished, .error, .cancelled, .lost: true
    case .timedOut, .abandoned: job.idLength != 0
    case .none, .rejected, .failedToPush: false
    }
  }

  private func count(_ isCounted: (Outcome) -> Bool) -> Int {
    Outcome.allCases.filter(isCounted).reduce(0) { $0 + outcomes[Int($1.rawValue)] }
  }

  /// The laws that hold for any run at any instant, given the arrivals that the scenario asks for, and
  /// those that came to be in closed phases.
  func lawsOfAllRuns(scheduled: Int) -> [Validity.Law] {
    let withOutcome = count { $0 != .none }
    return [
      Validity.Law(
        "scheduled = unsent + all outcomes", left: scheduled, right: unsent + withOutcome),
      Validity.Law("pushed = all outcomes", left: dispatched, right: withOutcome),
    ]
  }

  /// The laws that hold once no engine is in the middle of a row.
  func lawsOfEndedRuns() -> [Validity.Law] {
    [
      Validity.Law(
        "acknowledged = finished + error + cancelled + lost + timed out or abandoned with an id",
        left: acknowledged, right: impliedIDs),
      Validity.Law("acknowledged = jobs with an id", left: acknowledged, right: withID),
      Validity.Law(
        "closed brackets = finished + error + cancelled", left: closedBrackets,
        right: count(\.isObserved)),
    ]
  }

  /// The law between the rows of closed phases and what the engines counted, for runs that came to
  /// their end: every arrival was dispatched.
  static func lawOfClosedRuns(_ tallies: [EngineTally], arrivals: Int) -> Validity.Law {
    Validity.Law(
      "closed arrivals of the engines = arrivals of closed phases",
      left: Int(clamping: tallies.reduce(0) { $0 &+ $1[.closedArrivals] }), right: arrivals)
  }

  /// The laws between the rows and what the engines counted, for runs that came to their end.
  func lawsOfCompleteRuns(_ tallies: [EngineTally]) -> [Validity.Law] {
    func sum(_ counter: EngineTally.Counter) -> Int {
      Int(clamping: tallies.reduce(0) { $0 &+ $1[counter] })
    }
    return [
      Validity.Law("dispatched by the engines = pushed", left: sum(.dispatched), right: dispatched),
      Validity.Law(
        "acknowledged by the engines = acknowledged", left: sum(.acknowledged),
        right: acknowledged),
      Validity.Law("retired by the engines = all outcomes", left: sum(.retired), right: retired),
    ]
  }
}
