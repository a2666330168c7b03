internal import Results
internal import Scenarios
internal import Workloads

/// What the checks look at.
struct CheckInput {
  var scenario: Scenario
  var ending: RunFacts.Ending
  var jobs: JobCounts
  var metrics: Metrics
  var laws: [Validity.Law]
  var engines: [EngineCheckInput]
  /// Poll due to poll sent.
  var pollLag: TimeSummary
  var following: Following
  /// Status requests sent.
  var statusRequests: UInt64
  /// Arrivals of closed phases.
  var closedArrivals: Int
  /// The server's clocks and stamps.
  var clocks: ClockCheckInput
  /// How late every measured push left.
  var dispatchDelays: [Nanoseconds] = []
  /// The second in which the schedule was kept worst; nil when nothing was pushed.
  var worstWindow: RateWindows.Worst?
  /// The busiest second's pushes with all their status requests, as a share of what the generator
  /// carries; nil where that was not measured, or nothing was pushed.
  var generatorLoad: Double?
  /// What the monitor saw; nil when it did not run.
  var monitor: MonitorFacts?
  /// Both sides of Little's law; nil where it does not hold by construction.
  var little: LittlesLaw?

  /// The end-to-end time that errors are compared with, in nanoseconds: the median, or what is nearest
  /// to it.
  ///
  /// Where every job is to be cancelled, only how long that took is known.
  var typicalTime: Double {
    let times = [metrics.endToEnd, metrics.cancel]
    return Double(times.lazy.compactMap { $0.p50 ?? $0.min }.first ?? 0)
  }

  /// Whether most arrivals share their intended instant with others.
  var isBursty: Bool { scenario.load.isBursty(closedArrivals: closedArrivals) }
}

/// What the checks look at in one engine's tally.
struct EngineCheckInput {
  /// The share of its time that the engine spent outside its blocking call; nil when it never ran.
  var busyShare: Double?
  /// Times a push or a poll was due and every transfer slot was taken.
  var slotsExhausted: UInt64
  /// Pushes answered 401 or 403.
  var unauthorized: UInt64
  /// Whether a closed phase had no row left for its next arrival.
  var isExhausted: Bool

  /// What a tally says.
  init(_ tally: EngineTally) {
    busyShare = tally.busyShare
    slotsExhausted = tally[.slotsExhausted]
    unauthorized = tally[.unauthorized]
    isExhausted = tally[.closedExhausted] != 0
  }
}

/// Judges whether the run may be believed, by every check in turn.
func assess(_ input: CheckInput) -> Validity {
  let own: [Judged] =
    conservationCheck(input)
    + [
      endingCheck(input), observationCheck(input), littleCheck(input), dispatchDelayCheck(input),
      rateCheck(input), busyCheck(input), loadCheck(input),
    ]
    + hiccupChecks(input)
    + [stealCheck(input), throttlingCheck(input), wallClockCheck(input)]
  let following = [
    pollLagCheck(input),
    Judged("poll_budget", reason: pollBudgetCheck(input)),
    Judged("poll_limited", reason: pollLimitCheck(input)),
    Judged("webhooks", reason: webhookCheck(input)),
    Judged("closed_rows", reason: closedRowsCheck(input)),
  ]
  let checks = own + following + [failureCheck(input), Judged("stamps", reason: stampCheck(input))]
  var rows: [Validity.Check] = []
  for check in checks where !rows.contains(where: { $0.check == check.row.check }) {
    rows.append(check.row)
  }
  return Validity(reasons: checks.compactMap(\.reason), laws: input.laws, checks: rows)
}
