internal import Results
internal import Scenarios
internal import Workloads

/// What the checks look at.
struct Findings {
  var scenario: Scenario
  var ending: RunFacts.Ending
  var jobs: JobCounts
  var metrics: Metrics
  var laws: [Validity.Law]
  var engines: [EngineFindings]
  /// Poll due to poll sent.
  var pollLag: TimeSummary
  /// The share of stamped jobs whose stamps are in the wrong order.
  var stampDisorder: Double
}

/// What the checks look at in one engine's tally.
struct EngineFindings {
  /// The share of its time that the engine spent outside its blocking call; nil when it never ran.
  var busyShare: Double?
  /// Times a push or a poll was due and every transfer slot was taken.
  var slotsExhausted: UInt64
  /// Pushes answered 401 or 403.
  var unauthorized: UInt64

  /// The findings of a tally.
  init(_ tally: EngineTally) {
    let busy = Double(tally[.busyNanoseconds])
    let total = busy + Double(tally[.idleNanoseconds])
    busyShare = total > 0 ? busy / total : nil
    slotsExhausted = tally[.slotsExhausted]
    unauthorized = tally[.unauthorized]
  }
}

/// Judges whether the run may be believed, by every check in turn.
func assess(_ findings: Findings) -> Validity {
  let checks = [
    endingCheck, observationCheck, dispatchDelayCheck, busyCheck, pollLagCheck, pollLimitCheck,
    failureCheck, stampCheck,
  ]
  let broken = findings.laws.filter { !$0.holds }.map { law in
    Validity.Reason(
      check: "conservation", level: .invalid,
      message: "a law is broken: \(law.law) (\(law.left) is not \(law.right))",
      recommendation: "report this as a defect of sojourn, with the run folder")
  }
  return Validity(reasons: broken + checks.compactMap { $0(findings) }, laws: findings.laws)
}

private func endingCheck(_ findings: Findings) -> Validity.Reason? {
  let message: String
  let recommendation: String
  switch findings.ending {
  case .complete: return nil
  case .interrupted:
    let isOpen = findings.jobs.outcomes.abandoned > 0
    message =
      "the run was interrupted before every "
      + (isOpen ? "job had its outcome" : "arrival was pushed")
    recommendation = isOpen ? "continue it with `sojourn resume`, or run again" : "run again"
  case .partial:
    message = "the run has no end: its process died, or it goes on"
    recommendation = "continue it with `sojourn resume`, or run again"
  case .aborted:
    let refused = findings.engines.reduce(0) { $0 + $1.unauthorized }
    message =
      refused > 0
      ? "the run ended itself early after \(Units.count(refused)) pushes were answered 401 or 403"
      : "the run ended itself early"
    recommendation = refused > 0 ? "check the API key" : "see the failures among the requests"
  }
  return Validity.Reason(
    check: "ending", level: .invalid, message: message, recommendation: recommendation)
}

private func observationCheck(_ findings: Findings) -> Validity.Reason? {
  guard findings.jobs.outcomes.observed == 0 else { return nil }
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
private func dispatchDelayCheck(_ findings: Findings) -> Validity.Reason? {
  let delays = findings.metrics.dispatchDelay
  guard let delay = delays.p99 ?? delays.max else { return nil }
  let median = Double(findings.metrics.endToEnd.p50 ?? findings.metrics.endToEnd.min ?? 0)
  let isBursty = findings.scenario.load.isBursty
  let warning = isBursty ? max(10e6, 0.05 * median) : max(1e6, 0.01 * median)
  let limit = isBursty ? max(10e6, 0.25 * median) : max(10e6, 0.05 * median)
  guard let level = level(Double(delay), warnAbove: warning, invalidAbove: limit) else {
    return nil
  }
  let exhausted = findings.engines.reduce(0) { $0 + $1.slotsExhausted }
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
private func busyCheck(_ findings: Findings) -> Validity.Reason? {
  guard let busy = findings.engines.compactMap(\.busyShare).max() else { return nil }
  let limit = findings.scenario.load.isBursty ? Double.infinity : 0.9
  guard let level = level(busy, warnAbove: 0.7, invalidAbove: limit) else { return nil }
  return Validity.Reason(
    check: "engine_busy", level: level,
    message: "the busiest engine was busy for \(Units.share(busy)) of its time",
    recommendation: "use more engines, a lower rate, or a longer poll interval")
}

private func pollLagCheck(_ findings: Findings) -> Validity.Reason? {
  guard let lag = findings.pollLag.p99 ?? findings.pollLag.max else { return nil }
  let interval = Double(findings.scenario.follow.poll.shortestDelay)
  let found = level(Double(lag), warnAbove: 0.2 * interval, invalidAbove: interval)
  guard let level = found else { return nil }
  return Validity.Reason(
    check: "poll_lag", level: level,
    message: "polls left late: the p99 lag is \(Units.duration(lag)) at a poll interval of "
      + Units.duration(Nanoseconds(interval)),
    recommendation: "use a longer poll interval, more engines or more connections")
}

/// Whether the end-to-end times say more about the polling than about the jobs.
private func pollLimitCheck(_ findings: Findings) -> Validity.Reason? {
  let times = findings.metrics.endToEnd
  guard let median = times.p50, median > 0, let bounds = times.bounds?.p50,
    let upper = bounds.upper
  else { return nil }
  let width = Double(upper - bounds.lower) / Double(median)
  guard width > 0.25 else { return nil }
  return Validity.Reason(
    check: "poll_limited", level: .warn,
    message: "the end-to-end median is known only to lie between "
      + "\(Units.duration(bounds.lower)) and \(Units.duration(upper))",
    recommendation: "poll more often")
}

private func failureCheck(_ findings: Findings) -> Validity.Reason? {
  let outcomes = findings.jobs.outcomes
  let failed = outcomes.rejected + outcomes.failedToPush + outcomes.timedOut + outcomes.lost
  guard findings.jobs.pushed > 0, Double(failed) > 0.001 * Double(findings.jobs.pushed) else {
    return nil
  }
  return Validity.Reason(
    check: "failures", level: .warn,
    message: "\(Units.count(failed)) of \(Units.count(findings.jobs.pushed)) jobs were rejected, "
      + "failed to push, timed out or were lost",
    recommendation: "see outcomes and requests; a threshold can make this a failure")
}

private func stampCheck(_ findings: Findings) -> Validity.Reason? {
  let disorder = findings.stampDisorder
  guard disorder > 0.001 else { return nil }
  let isRejected = disorder > JobSamples.disorderLimit
  return Validity.Reason(
    check: "stamps", level: .warn,
    message: "the server's stamps are in the wrong order for \(Units.share(disorder)) of jobs"
      + (isRejected ? ", so queue or processing times come from what the client saw" : ""),
    recommendation: "check the clocks of the job API's machines")
}

private func level(
  _ value: Double, warnAbove warning: Double, invalidAbove limit: Double
) -> Validity.Level? {
  if value > limit { return .invalid }
  return value > warning ? .warn : nil
}

extension ArrivalSchedule {
  /// Whether most arrivals share their intended instant with others.
  var isBursty: Bool {
    let inBursts = phases.reduce(0.0) { sum, phase in
      if case .burst(let burst) = phase.shape, burst.isSudden {
        sum + phase.shape.meanCount
      } else {
        sum
      }
    }
    return 2 * inBursts > phases.reduce(0) { $0 + $1.shape.meanCount }
  }
}
