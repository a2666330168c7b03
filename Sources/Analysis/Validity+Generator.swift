internal import Results
internal import Scenarios
internal import Statistics
internal import Workloads

/// The generator's own lateness against the time it is part of.
///
/// A burst gives all its jobs one intended instant and an engine sends one after another, so the last
/// is late by design, and its end-to-end time counts from the intended instant nevertheless. What
/// matters there is only how much of the measured time is the sending: up to a quarter of the median
/// the burst is still a burst, above that the job API never saw what the scenario asked for.
///
/// Judged is the highest quantile that the sample may claim. Below the size for a p99 a few late pushes
/// may all lie above it, so one that is later than any sound one is worth a warning.
func dispatchDelayCheck(_ input: CheckInput) -> Judged {
  let name = "dispatch_delay"
  guard let (statistic, delay) = input.metrics.dispatchDelay.claimable else {
    return .notAvailable(name, .nanoseconds)
  }
  let median = input.typicalTime
  let warning = input.isBursty ? max(10e6, 0.05 * median) : max(1e6, 0.01 * median)
  let limit = input.isBursty ? max(10e6, 0.25 * median) : max(10e6, 0.05 * median)
  let late = input.dispatchDelays.count { Double($0) > limit }
  var found = level(Double(delay), warnAbove: warning, invalidAbove: limit)
  if found == .invalid, late < 2 { found = .warn }
  if found == nil, late > 0, statistic != "p99" { found = .warn }
  return Judged(
    name, Double(delay), .nanoseconds, warn: warning, invalid: limit, level: found
  ) { level in
    let isLate = Double(delay) > warning
    let allowed = Units.duration(Nanoseconds(level == .invalid ? limit : warning))
    let words =
      statistic == "max" ? "the largest dispatch delay" : "the \(statistic) dispatch delay"
    let message =
      isLate
      ? "pushes left late: \(words) is \(Units.duration(delay)), and up to \(allowed) is sound at "
        + "this end-to-end time"
      : "\(Units.count(late)) of \(Units.count(input.dispatchDelays.count)) pushes left more than "
        + "\(Units.duration(Nanoseconds(limit))) late"
    let exhausted = input.engines.reduce(0) { $0 + $1.slotsExhausted }
    return (
      message,
      exhausted > 0
        ? "raise the target's connections (every one was busy \(Units.count(exhausted)) times), "
          + "or push less at once"
        : "use more engines, a lower rate, or a machine that does nothing else"
    )
  }
}

extension TimeSummary {
  /// The highest quantile up to p99 that the sample may claim, else its largest value.
  var claimable: (name: String, value: Nanoseconds)? {
    let quantiles = [("p99", p99), ("p95", p95), ("p90", p90), ("p50", p50), ("max", max)]
    return quantiles.lazy.compactMap { name, value in value.map { (name, $0) } }.first
  }
}

/// Whether the schedule was kept second by second.
///
/// A burst has no rate within a second: how long its sending took is judged by the dispatch delay.
func rateCheck(_ input: CheckInput) -> Judged {
  guard !input.isBursty, let worst = input.worstWindow else {
    return .notAvailable("rate_shortfall", .share)
  }
  return Judged("rate_shortfall", worst.shortfall, .share, warn: 0.005, invalid: 0.02) { _ in
    (
      "the schedule was not kept: of \(Units.count(worst.scheduled)) pushes that were due in the "
        + "second from \(Units.duration(worst.start)), \(Units.count(worst.late)) left after it",
      "use more engines or connections, a lower rate, or a machine that does nothing else"
    )
  }
}

/// How close the busiest engine came to its limit.
///
/// Sending a burst as fast as possible is busy by design and says nothing about lateness; there the
/// share only warns, and the harm it could do is judged where it shows, in dispatch delay and poll
/// lag.
func busyCheck(_ input: CheckInput) -> Judged {
  guard let busy = input.engines.compactMap(\.busyShare).max() else {
    return .notAvailable("engine_busy", .share)
  }
  return Judged("engine_busy", busy, .share, warn: 0.7, invalid: input.isBursty ? nil : 0.9) { _ in
    (
      "the busiest engine was busy for \(Units.share(busy)) of its time",
      "use more engines, a lower rate, or a longer poll interval"
    )
  }
}

/// How close the run came to what the generator was measured to carry on this machine.
///
/// A burst asks for more than any generator carries, for as long as it is sent.
func loadCheck(_ input: CheckInput) -> Judged {
  guard !input.isBursty, let load = input.generatorLoad else {
    return .notAvailable("generator_load", .share)
  }
  return Judged(
    "generator_load", load, .share, warn: GeneratorCapacityResult.soundShare, invalid: nil
  ) { _ in
    (
      "the busiest second asked for \(Units.share(load)) of the requests that the generator carries on "
        + "time by its measured capacity",
      "use more engines, a lower rate, or fewer requests per job"
    )
  }
}

/// Whether the counts of rows and engines agree.
func conservationCheck(_ input: CheckInput) -> [Judged] {
  let broken = input.laws.filter { !$0.holds }.map { law in
    Validity.Reason(
      check: "conservation", level: .invalid,
      message: "a law is broken: \(law.law) (\(law.left) is not \(law.right))",
      recommendation: "report this as a defect of sojourn, with the run folder")
  }
  let row = Validity.Check(
    check: "conservation", measured: Double(broken.count), unit: .count, invalid: 0,
    level: broken.isEmpty ? .ok : .invalid)
  var first = Judged("conservation", reason: broken.first)
  first.row = row
  return [first] + broken.dropFirst().map { Judged("conservation", reason: $0) }
}

/// Whether the jobs that the monitor counted in flight are those of the rows.
func littleCheck(_ input: CheckInput) -> Judged {
  guard let law = input.little else { return .notAvailable("little", .jobNanoseconds) }
  return Judged(
    "little", law.difference, .jobNanoseconds, warn: nil, invalid: law.tolerance
  ) { _ in
    let (counted, recorded) = (Units.seconds(law.sampled), Units.seconds(law.recorded))
    return (
      "Little's law is broken: the jobs that were counted in flight add up to \(counted), and the "
        + "times of the rows to \(recorded)",
      "a job is missing or counted twice: report this as a defect of sojourn, with the run folder"
    )
  }
}
