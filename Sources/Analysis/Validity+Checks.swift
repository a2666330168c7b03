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
    let busy = Double(tally[.busyNanoseconds])
    let total = busy + Double(tally[.idleNanoseconds])
    busyShare = total > 0 ? busy / total : nil
    slotsExhausted = tally[.slotsExhausted]
    unauthorized = tally[.unauthorized]
    isExhausted = tally[.closedExhausted] != 0
  }
}

/// Judges whether the run may be believed, by every check in turn.
func assess(_ input: CheckInput) -> Validity {
  let checks = [
    endingCheck, observationCheck, dispatchDelayCheck, busyCheck, pollLagCheck, pollBudgetCheck,
    pollLimitCheck, webhookCheck, closedRowsCheck, failureCheck, stampCheck,
  ]
  let broken = input.laws.filter { !$0.holds }.map { law in
    Validity.Reason(
      check: "conservation", level: .invalid,
      message: "a law is broken: \(law.law) (\(law.left) is not \(law.right))",
      recommendation: "report this as a defect of sojourn, with the run folder")
  }
  return Validity(reasons: broken + checks.compactMap { $0(input) }, laws: input.laws)
}

private func endingCheck(_ input: CheckInput) -> Validity.Reason? {
  let message: String
  let recommendation: String
  switch input.ending {
  case .complete: return nil
  case .interrupted:
    let isOpen = input.jobs.outcomes.abandoned > 0
    message =
      "the run was interrupted before every "
      + (isOpen ? "job had its outcome" : "arrival was pushed")
    recommendation = isOpen ? "continue it with `sojourn resume`, or run again" : "run again"
  case .partial:
    message = "the run has no end: its process died, or it goes on"
    recommendation = "continue it with `sojourn resume`, or run again"
  case .aborted:
    let refused = input.engines.reduce(0) { $0 + $1.unauthorized }
    message =
      refused > 0
      ? "the run ended itself early after \(Units.count(refused)) pushes were answered 401 or 403"
      : "the run ended itself early"
    recommendation = refused > 0 ? "check the API key" : "see the failures among the requests"
  }
  return Validity.Reason(
    check: "ending", level: .invalid, message: message, recommendation: recommendation)
}

private func observationCheck(_ input: CheckInput) -> Validity.Reason? {
  guard input.jobs.outcomes.observed == 0 else { return nil }
  return Validity.Reason(
    check: "observed_jobs", level: .invalid,
    message: "no job was seen in a terminal state, so there is nothing to judge",
    recommendation: "see outcomes and requests for where the jobs ended")
}

/// The generator's own lateness against the time it is part of.
///
/// A burst gives all its jobs one intended instant and an engine sends one after another, so the last
/// is late by design, and its end-to-end time counts from the intended instant nevertheless. What
/// matters there is only how much of the measured time is the sending: up to a quarter of the median
/// the burst is still a burst, above that the job API never saw what the scenario asked for.
private func dispatchDelayCheck(_ input: CheckInput) -> Validity.Reason? {
  let delays = input.metrics.dispatchDelay
  guard let delay = delays.p99 ?? delays.max else { return nil }
  // Where every job is to be cancelled, only how long that took is known.
  let times = [input.metrics.endToEnd, input.metrics.cancel]
  let median = Double(times.lazy.compactMap { $0.p50 ?? $0.min }.first ?? 0)
  let isBursty = input.scenario.load.isBursty(closedArrivals: input.closedArrivals)
  let warning = isBursty ? max(10e6, 0.05 * median) : max(1e6, 0.01 * median)
  let limit = isBursty ? max(10e6, 0.25 * median) : max(10e6, 0.05 * median)
  guard let level = level(Double(delay), warnAbove: warning, invalidAbove: limit) else {
    return nil
  }
  let exhausted = input.engines.reduce(0) { $0 + $1.slotsExhausted }
  let allowed = Units.duration(Nanoseconds(level == .warn ? warning : limit))
  return Validity.Reason(
    check: "dispatch_delay", level: level,
    message: "pushes left late: the p99 dispatch delay is \(Units.duration(delay)), "
      + "and up to \(allowed) is sound at this end-to-end time",
    recommendation: exhausted > 0
      ? "raise the target's connections (every one was busy \(Units.count(exhausted)) times), "
        + "or push less at once"
      : "use more engines, a lower rate, or a machine that does nothing else")
}

/// How close the busiest engine came to its limit.
///
/// Sending a burst as fast as possible is busy by design and says nothing about lateness; there the
/// share only warns, and the harm it could do is judged where it shows, in dispatch delay and poll
/// lag.
private func busyCheck(_ input: CheckInput) -> Validity.Reason? {
  guard let busy = input.engines.compactMap(\.busyShare).max() else { return nil }
  let limit =
    input.scenario.load.isBursty(closedArrivals: input.closedArrivals) ? Double.infinity : 0.9
  guard let level = level(busy, warnAbove: 0.7, invalidAbove: limit) else { return nil }
  return Validity.Reason(
    check: "engine_busy", level: level,
    message: "the busiest engine was busy for \(Units.share(busy)) of its time",
    recommendation: "use more engines, a lower rate, or a longer poll interval")
}

private func failureCheck(_ input: CheckInput) -> Validity.Reason? {
  let outcomes = input.jobs.outcomes
  let failed = outcomes.rejected + outcomes.failedToPush + outcomes.timedOut + outcomes.lost
  guard input.jobs.pushed > 0, Double(failed) > 0.001 * Double(input.jobs.pushed) else {
    return nil
  }
  return Validity.Reason(
    check: "failures", level: .warn,
    message: "\(Units.count(failed)) of \(Units.count(input.jobs.pushed)) jobs were rejected, "
      + "failed to push, timed out or were lost",
    recommendation: "see outcomes and requests; a threshold can make this a failure")
}

/// How bad `value` is; nil when it is neither.
func level(
  _ value: Double, warnAbove warning: Double, invalidAbove limit: Double
) -> Validity.Level? {
  if value > limit { return .invalid }
  return value > warning ? .warn : nil
}
