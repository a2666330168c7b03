internal import Results
internal import Scenarios
internal import Workloads

/// What a status request's lateness is to be measured by, in nanoseconds: the interval of the policy, or
/// the median of the waits that a learned one planned.
private func pollInterval(_ input: CheckInput) -> Double {
  Double(input.following.learned?.medianGap ?? input.scenario.follow.poll.shortestDelay)
}

/// How late the generator was with its status requests, apart from what the poll budget asked for.
func pollLagCheck(_ input: CheckInput) -> Judged {
  guard let (statistic, lag) = input.pollLag.claimable else {
    return .notAvailable("poll_lag", .nanoseconds)
  }
  let interval = pollInterval(input)
  let isLearned = input.scenario.follow.poll.isLearned
  let words = statistic == "max" ? "the largest lag" : "the \(statistic) lag"
  return Judged(
    "poll_lag", Double(lag), .nanoseconds, warn: 0.2 * interval, invalid: interval
  ) { _ in
    (
      "polls left late: \(words) is \(Units.duration(lag)) at a "
        + (isLearned ? "median wait between polls of " : "poll interval of ")
        + Units.duration(Nanoseconds(interval)),
      "use " + (isLearned ? "fewer requests per job" : "a longer poll interval")
        + ", more engines or more connections"
    )
  }
}

/// Whether the poll budget, and not the poll policy, decided when status requests were sent.
///
/// Two that fall on one instant wait for each other under any budget; what counts is the wait of all
/// against the interval.
func pollBudgetCheck(_ input: CheckInput) -> Validity.Reason? {
  let following = input.following
  guard let budget = following.pollsPerSecond, following.held > 0, input.statusRequests > 0 else {
    return nil
  }
  let held = Double(following.heldNanoseconds)
  let interval = pollInterval(input)
  guard held / Double(input.statusRequests) > 0.01 * interval else { return nil }
  let mean = Units.duration(Nanoseconds((held / Double(following.held)).rounded()))
  return Validity.Reason(
    check: "poll_budget", level: .warn,
    message: "the poll budget of \(Units.limit(budget)) bound: \(Units.count(following.held)) of "
      + "\(Units.count(input.statusRequests)) status requests waited, \(mean) on average",
    recommendation:
      "raise follow.polls_per_second, or read the times with their bounds: the wait is "
      + "in the brackets")
}

/// Whether the end-to-end times say more about the following than about the jobs.
func pollLimitCheck(_ input: CheckInput) -> Validity.Reason? {
  let times = input.metrics.endToEnd
  let median = times.quantiles.p50
  guard median.isPollLimited, let bounds = median.bounds, let upper = bounds.upper else {
    return nil
  }
  let mode = input.following.mode
  let (cause, recommendation) =
    switch mode {
    case .poll where input.scenario.follow.poll.isLearned:
      ("", "raise requests_per_job of follow.poll")
    case .poll: ("", "poll more often")
    case .list: ("", "read the list more often: shorten follow.poll")
    case .longPoll:
      (
        "; the upper end is prompt, and the lower one is the last long poll that came to nothing",
        "compare upper ends, or use the mode poll with a short interval for narrow bounds"
      )
    case .webhook:
      (
        "; the upper end is prompt, and the lower one is the last audit poll",
        "compare upper ends, or shorten follow.poll, the audit interval, for narrow bounds"
      )
    }
  return Validity.Reason(
    check: "poll_limited", level: .warn,
    message: "the end-to-end median is known only to lie between "
      + "\(Units.duration(bounds.lower)) and \(Units.duration(upper))\(cause)",
    recommendation: recommendation)
}

/// Whether a closed phase ended because no row was left for its next arrival.
func closedRowsCheck(_ input: CheckInput) -> Validity.Reason? {
  guard input.engines.contains(where: \.isExhausted) else { return nil }
  let rows = input.scenario.load.closedPhases(seed: input.scenario.seed)
    .reduce(0) { $0 + $1.rows.count }
  return Validity.Reason(
    check: "closed_rows", level: .warn,
    message: "a closed phase had no row left for its next arrival before its end, after "
      + "\(Units.count(input.closedArrivals)) of the \(Units.count(rows)) rows of closed phases",
    recommendation: "raise the phase's jobs, or shorten it")
}

/// Whether the job API calls back at all: what no webhook tells, the audit finds late.
func webhookCheck(_ input: CheckInput) -> Validity.Reason? {
  let hooks = input.following.hooks
  let ended = UInt64(input.jobs.outcomes.observed)
  let called = hooks.received - min(hooks.repeated, hooks.received)
  guard input.following.mode == .webhook, called < ended else { return nil }
  let missing = ended - called
  return Validity.Reason(
    check: "webhooks", level: .warn,
    message:
      "no webhook came for \(Units.count(missing)) of \(Units.count(ended)) jobs that ended, "
      + "so their ends were found by the audit",
    recommendation:
      "check that the job API reaches follow.webhook.url, and that the dialect asks for "
      + "webhooks as the API wants it")
}
