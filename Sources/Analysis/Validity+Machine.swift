internal import Results
internal import Statistics
internal import Workloads

/// What the machine did to a thread that wanted nothing but to run once a millisecond.
///
/// The engines are held up as well: what they send leaves late, and what they receive is seen late. A
/// hold-up that a share 1 - q of the time sees is in the quantile q of the end-to-end times, so the run
/// is not believed when it is large at the highest quantile that the run claims, and that is p99 or p99.9.
func hiccupChecks(_ input: CheckInput) -> [Judged] {
  let quantiles = input.monitor?.hiccups
  // Below 3,000 values, about 3 s, one hold-up would decide.
  let isLong = quantiles?.p999 != nil
  let claimsTail = input.metrics.endToEnd.sampleSize >= tailSampleSize
  return [
    hiccupCheck("hiccup_p99", isLong ? quantiles?.p99 : nil, "1 %", warn: nil, input),
    hiccupCheck(
      "hiccup_p999", quantiles?.p999, "0.1 %", warn: 5e6, input, isDecisive: claimsTail),
    hiccupMaximumCheck(input),
  ]
}

/// The smallest sample that claims a p99.9.
private let tailSampleSize = QuantileRule.all.last?.minimumCount ?? .max

private let quietMachine =
  "use a machine that does nothing else, with a processor to spare for each engine"

private func hiccupCheck(
  _ name: String, _ hiccup: Nanoseconds?, _ share: String, warn: Double?, _ input: CheckInput,
  isDecisive: Bool = true
) -> Judged {
  guard let hiccup else { return .notAvailable(name, .nanoseconds) }
  let limit = isDecisive ? max(10e6, 0.05 * input.typicalTime) : nil
  return Judged(name, Double(hiccup), .nanoseconds, warn: warn, invalid: limit) { level in
    let allowed = level == .invalid ? limit ?? 0 : warn ?? 0
    return (
      "the machine held threads up for \(Units.duration(hiccup)) or more at \(share) of the time, "
        + "and up to \(Units.duration(Nanoseconds(allowed))) is sound"
        + (level == .invalid ? " at this end-to-end time" : ""),
      quietMachine
    )
  }
}

private func hiccupMaximumCheck(_ input: CheckInput) -> Judged {
  guard let hiccups = input.monitor?.hiccups else {
    return .notAvailable("hiccup_max", .nanoseconds)
  }
  return Judged("hiccup_max", Double(hiccups.max), .nanoseconds, warn: 50e6, invalid: nil) { _ in
    ("the machine held threads up, once for \(Units.duration(hiccups.max))", quietMachine)
  }
}

/// How much of the processors' time went to other machines on the same hardware.
func stealCheck(_ input: CheckInput) -> Judged {
  guard let steal = input.monitor?.steal else { return .notAvailable("steal", .share) }
  return Judged("steal", steal.share, .share, warn: 0.01, invalid: 0.05) { _ in
    (
      "the hypervisor gave \(Units.share(steal.share)) of the processors' time to others, and "
        + "\(Units.share(steal.worstSecond)) in the worst second",
      "use a machine with processors of its own, or measure when its neighbours are quiet"
    )
  }
}

/// How often a limit of the control group stopped the process.
func throttlingCheck(_ input: CheckInput) -> Judged {
  guard let throttling = input.monitor?.throttling else {
    return .notAvailable("throttling", .share)
  }
  return Judged("throttling", throttling.share, .share, warn: 0, invalid: 0.01) { _ in
    (
      "the control group used up its processor time in \(Units.count(throttling.throttled)) of "
        + "\(Units.count(throttling.periods)) periods and waited "
        + Units.duration(Nanoseconds(clamping: throttling.nanoseconds)),
      "raise the processor limit of the container or the service"
    )
  }
}

/// Whether somebody set the wall clock.
///
/// No time is measured by it, so nothing is wrong with the times.
func wallClockCheck(_ input: CheckInput) -> Judged {
  guard let monitor = input.monitor else { return .notAvailable("wall_clock", .count) }
  return Judged("wall_clock", Double(monitor.wallJumps), .count, warn: 0, invalid: nil) { _ in
    let sizes = monitor.firstWallJumps.prefix(3).map {
      "by \(Units.duration($0.size)) at \(Units.duration($0.instant))"
    }
    return (
      "this machine's wall clock jumped \(Units.count(monitor.wallJumps)) times ("
        + sizes.joined(separator: ", ")
        + (monitor.wallJumps > 3 ? ", ..." : "") + "); no time is measured by it",
      "compare the job API's stamps with the wall clock only before the first jump"
    )
  }
}
