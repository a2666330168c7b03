internal import Results
internal import Workloads

/// What is known of each job stays true whatever goes wrong at the job API.
enum BracketSubject {
  /// Every fault by itself, with how jobs are followed where the usual way does not show it.
  static func scenarios(of fault: FaultName) -> (faults: String, follow: String) {
    let usual = "recheck: 0.2, timeout: 20s"
    return switch fault {
    case .throttle, .throttleAdvised, .errorJSON, .errorHTML, .dropPush, .dropAccepted, .dropPoll,
      .instant, .statusBack, .terminalBack, .unknownWord, .completedTwice:
      ("\(fault.rawValue): 0.1", usual)
    case .slow, .hidden: ("\(fault.rawValue): 100ms@0.2", usual)
    case .stuck: ("stuck: 0.05", "recheck: 0, timeout: 2s")
    case .lost: ("lost: 0.1", "recheck: 0, grace: 200ms")
    case .clockOffset, .clockWorkers: ("\(fault.rawValue): -3s", usual)
    case .clockDrift: ("clock_drift: 5000ppm", usual)
    case .clockStep: ("clock_step: 3s@1s", usual)
    case .stampResolution: ("stamp_resolution: 1s", usual)
    case .webhookLost, .webhookTwice: ("\(fault.rawValue): 0.3", "mode: webhook, poll: 500ms")
    case .webhookLate: ("webhook_late: 100ms@0.5", "mode: webhook, poll: 500ms")
    case .freeze: ("freeze: 1s@1s", usual)
    }
  }

  static func check(on bench: TestBench) throws(RunTrouble) -> SelfTestCheck {
    var figures: [SelfTestFigure] = []
    for fault in [nil] + FaultName.allCases.map(Optional.some) {
      if bench.isStopped { break }
      let (faults, follow) = fault.map(scenarios) ?? ("", "recheck: 0.2")
      let outcome = try bench.run(
        Trial(
          name: "brackets-\(fault?.rawValue.replacing("_", with: "-") ?? "none")",
          scenario: """
            target: { url: embedded, connections: 256 }
            embedded: { workers: 200, service: "lognormal(100ms, 0.5)", faults: { \(faults) } }
            load: { poisson: { rate: 100, for: \(bench.isQuick ? 2 : 4)s } }
            follow: { \(follow) }

            """))
      figures.append(
        SelfTestFigure(
          "\(fault?.rawValue ?? "no fault"): untrue of \(outcome.comparison.matched) jobs",
          Double(outcome.comparison.differences.count), .count, atMost: 0))
    }
    return SelfTestCheck(
      name: SelfTestSubject.brackets.rawValue,
      claim:
        "brackets, outcomes and stamps of all jobs against the truth log, under each fault of the "
        + "embedded server by itself",
      figures: figures)
  }
}
