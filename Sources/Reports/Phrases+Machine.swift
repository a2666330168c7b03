internal import Results
internal import Workloads

/// What reports say of the machine during a run, and of the checks.
extension Phrases {
  /// What the monitor saw, one sentence each without a full stop; empty when it did not run.
  static func machine(during monitor: MonitorFacts?) -> [String] {
    guard let monitor else { return [] }
    let hiccups = monitor.hiccups
    let late =
      (hiccups.p999.map { "p99.9 \(Units.duration($0)), " } ?? "")
      + "largest \(Units.duration(hiccups.max))"
    let steal =
      monitor.steal.map {
        "steal \(Units.share($0.share)), \(Units.share($0.worstSecond)) in the worst second"
      } ?? "steal is not known here"
    let time = Double(max(monitor.watchedNanoseconds, 1))
    func use(_ nanoseconds: UInt64) -> String { Units.share(Double(nanoseconds) / time) }
    return [
      "hiccups: \(late)", "\(steal); \(throttling(monitor.throttling))",
      "in flight: \(Units.significant(monitor.inFlight.mean)) on average, "
        + "\(Units.count(monitor.inFlight.largest)) at most",
      "processor use of one core: \(use(monitor.processCPUNanoseconds)), of it "
        + "\(use(monitor.monitorCPUNanoseconds)) by the monitor",
    ] + jumps(monitor)
  }

  private static func throttling(_ throttling: MonitorFacts.Throttling?) -> String {
    guard let throttling else { return "throttling is not known here" }
    guard throttling.periods > 0 else { return "no processor limit" }
    return "throttled in \(Units.count(throttling.throttled)) of "
      + "\(Units.count(throttling.periods)) periods"
  }

  private static func jumps(_ monitor: MonitorFacts) -> [String] {
    guard monitor.wallJumps > 0 else { return [] }
    let list = monitor.firstWallJumps.map {
      "by \(Units.duration($0.size)) at \(Units.duration($0.instant))"
    }
    return ["the wall clock jumped \(list.joined(separator: ", ")); no time is measured by it"]
  }

  /// The cells of a check: name, measured, warn above, invalid above, result.
  static func cells(_ check: Validity.Check) -> [String] {
    func text(_ value: Double?) -> String {
      guard let value else { return "" }
      return switch check.unit {
      case .nanoseconds: Units.duration(Nanoseconds(min(value, 9e18)))
      case .jobNanoseconds: Units.seconds(value)
      case .share: Units.share(value)
      case .count, nil: Units.count(Int64(min(value, 9e18)))
      }
    }
    return [
      check.check, text(check.measured), text(check.warn), text(check.invalid),
      check.level.rawValue.replacing("_", with: " "),
    ]
  }
}
