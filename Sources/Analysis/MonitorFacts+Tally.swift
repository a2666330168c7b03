internal import Results
internal import Statistics
internal import Workloads

extension MonitorFacts {
  /// What the monitor wrote down; nil when it did not run.
  init?(_ tally: MonitorTally) {
    guard tally[.sessions] > 0, tally[.samples] > 0 else { return nil }
    let watched = tally[.watched]
    let time = Double(max(watched, 1))
    self.init(
      watchedNanoseconds: watched, monitorCPUNanoseconds: tally[.ownCPU],
      processCPUNanoseconds: tally[.processCPU],
      involuntarySwitches: tally[.involuntarySwitches], hiccups: Hiccups(tally),
      inFlight: InFlight(
        samples: tally[.samples], mean: tally[.jobTime] / time, largest: tally[.mostInFlight],
        jobTime: tally[.jobTime].rounded(),
        standardError: tally[.squaredError].squareRoot().rounded()),
      steal: Steal(tally), throttling: Throttling(tally), wallJumps: tally[.wallJumps],
      firstWallJumps: tally.wallJumps.map { WallJump(instant: $0.instant, size: $0.size) })
  }
}

extension MonitorFacts.Hiccups {
  fileprivate init(_ tally: MonitorTally) {
    let bins = (0..<HistogramLayout.count).map(tally.hiccups)
    let total = bins.reduce(0, &+)
    func value(_ name: String) -> Nanoseconds? {
      guard let rule = QuantileRule.all.first(where: { $0.name == name }),
        total >= UInt64(rule.minimumCount)
      else { return nil }
      let rank = UInt64((rule.quantile * Double(total)).rounded(.up))
      var seen: UInt64 = 0
      return bins.firstIndex { count in
        seen &+= count
        return seen >= rank
      }.map(HistogramLayout.lowestValue)
    }
    self.init(
      count: total, p50: value("p50"), p99: value("p99"), p999: value("p999"),
      max: Nanoseconds(clamping: tally[.largestHiccup]))
  }
}

extension MonitorFacts.Steal {
  fileprivate init?(_ tally: MonitorTally) {
    guard tally[.hasProcessorTimes] != 0, tally[.allTicks] > 0 else { return nil }
    self.init(
      share: Double(tally[.stolenTicks]) / Double(tally[.allTicks]),
      worstSecond: Double(tally[.worstStolenTicks]) / Double(max(tally[.worstAllTicks], 1)))
  }
}

extension MonitorFacts.Throttling {
  fileprivate init?(_ tally: MonitorTally) {
    guard tally[.hasThrottling] != 0 else { return nil }
    self.init(
      periods: tally[.periods], throttled: tally[.throttledPeriods],
      nanoseconds: tally[.throttledNanoseconds])
  }
}
