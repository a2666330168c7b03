internal import Results
internal import Workloads

/// Whether the run came to its end.
func endingCheck(_ input: CheckInput) -> Judged {
  let message: String
  let recommendation: String
  switch input.ending {
  case .complete: return Judged("ending", reason: nil)
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
  return Judged(
    "ending",
    reason: Validity.Reason(
      check: "ending", level: .invalid, message: message, recommendation: recommendation))
}

/// Whether there is anything to judge.
func observationCheck(_ input: CheckInput) -> Judged {
  let observed = input.jobs.outcomes.observed
  return Judged(
    "observed_jobs", Double(observed), .count, warn: nil, invalid: nil,
    level: observed == 0 ? .invalid : nil
  ) { _ in
    (
      "no job was seen in a terminal state, so there is nothing to judge",
      "see outcomes and requests for where the jobs ended"
    )
  }
}

/// How many jobs came to nothing.
func failureCheck(_ input: CheckInput) -> Judged {
  guard input.jobs.pushed > 0 else { return .notAvailable("failures", .share) }
  let outcomes = input.jobs.outcomes
  let failed = outcomes.rejected + outcomes.failedToPush + outcomes.timedOut + outcomes.lost
  let share = Double(failed) / Double(input.jobs.pushed)
  return Judged("failures", share, .share, warn: 0.001, invalid: nil) { _ in
    (
      "\(Units.count(failed)) of \(Units.count(input.jobs.pushed)) jobs were rejected, "
        + "failed to push, timed out or were lost",
      "see outcomes and requests; a threshold can make this a failure"
    )
  }
}
