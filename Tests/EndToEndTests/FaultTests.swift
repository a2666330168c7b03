import Harness
import ReferenceServer
import Results
import Testing
import Workloads

/// A run against an embedded server with faults, set beside its truth log.
struct FaultyRun {
  var document: RunDocument
  var truth: GroundTruth
  var comparison: TruthComparison
  var rows: [Row]

  /// The ids of the jobs that the fault `name` happened to.
  func ids(_ name: FaultName) -> Set<String> { Set(happened(name).compactMap(\.id)) }

  /// The faults `name` that happened.
  func happened(_ name: FaultName) -> [FaultRecord] { truth.faults.filter { $0.name == name } }

  /// The finding of `kind`, if there is one.
  func finding(_ kind: Finding.Kind) -> Finding? { document.findings.first { $0.kind == kind } }

  /// Whether the finding of `kind` counts exactly the jobs that the fault `name` happened to.
  func names(_ name: FaultName, as kind: Finding.Kind) -> Bool {
    let ids = ids(name)
    guard let finding = finding(kind), let example = finding.example else { return false }
    return finding.count == ids.count && ids.contains(example)
  }

  /// How many pushes came to nothing that the client can use, and may have arrived.
  var lostReplies: Int {
    rows.count { $0.job.outcome == .failedToPush && $0.job.failure == .replyLost }
  }
}

/// What is known of jobs stays true whatever goes wrong at the job API, nothing is dropped, no push
/// is repeated that may have arrived, and what the API does wrong is named.
@Suite struct FaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var faults: String
    var follow = "poll: 20ms, timeout: 1m, recheck: 0"
    var service = "lognormal(60ms, 0.5)"
    /// What must be true besides.
    var expects: @Sendable (FaultyRun) -> Bool

    init(
      _ description: String, _ faults: String, follow: String = "poll: 20ms, recheck: 0",
      service: String = "lognormal(60ms, 0.5)", expects: @escaping @Sendable (FaultyRun) -> Bool
    ) {
      testDescription = description
      self.faults = faults
      self.follow = follow
      self.service = service
      self.expects = expects
    }
  }

  static let jobs = 120

  static let requests = [
    Case("429", "throttle: 0.1") {
      $0.document.jobs.outcomes.finished == jobs && !$0.happened(.throttle).isEmpty
    },
    Case("429 with Retry-After", "throttle_advised: 0.03") {
      $0.document.jobs.outcomes.finished == jobs && !$0.happened(.throttleAdvised).isEmpty
    },
    Case("500 in JSON", "error_json: 0.1") {
      $0.document.jobs.outcomes.finished == jobs && !$0.happened(.errorJSON).isEmpty
    },
    Case("502 in HTML", "error_html: 0.1") {
      // A gateway that knows nothing: whether the push arrived cannot be told.
      let pushes = $0.happened(.errorHTML).count { $0.id == nil }
      return pushes > 0 && $0.lostReplies == pushes && $0.truth.jobs.count == jobs - pushes
    },
    Case("pushes hung up on before anything happened", "drop_push: 0.2") {
      let pushes = $0.happened(.dropPush).count
      return pushes > 0 && $0.lostReplies == pushes && $0.truth.jobs.count == jobs - pushes
    },
    Case("pushes accepted and hung up on", "drop_accepted: 0.2") {
      let pushes = $0.happened(.dropAccepted).count
      return pushes > 0 && $0.lostReplies == pushes && $0.comparison.orphans == pushes
        && $0.truth.jobs.count == jobs
    },
    Case("polls hung up on", "drop_poll: 0.2") {
      $0.document.jobs.outcomes.finished == jobs && !$0.happened(.dropPoll).isEmpty
    },
    Case("slow replies", "slow: 200ms@0.2") {
      $0.document.jobs.outcomes.finished == jobs && $0.happened(.slow).count > 10
    },
  ]

  static let behaviour = [
    Case("jobs hidden at first", "hidden: 200ms@0.5") {
      $0.document.jobs.outcomes.finished == jobs
        && $0.document.requests.byKind.poll.failures["not_found", default: 0] > 0
    },
    Case("jobs that end at once", "instant: 0.5") {
      $0.document.jobs.outcomes.finished == jobs && $0.ids(.instant).count > 20
    },
    Case("jobs that never end", "stuck: 0.1", follow: "poll: 20ms, timeout: 1500ms, recheck: 0") {
      let stuck = $0.ids(.stuck)
      let timedOut = Set($0.rows.filter { $0.job.outcome == .timedOut }.map(\.id))
      return !stuck.isEmpty && timedOut == stuck
        && $0.document.metrics.endToEnd.censored == stuck.count
    },
    Case("jobs that are forgotten", "lost: 0.1", follow: "poll: 20ms, grace: 100ms, recheck: 0") {
      let lost = Set($0.rows.filter { $0.job.outcome == .lost }.map(\.id))
      return !lost.isEmpty && lost == $0.ids(.lost) && $0.names(.lost, as: .forgotten)
    },
    Case("a status that goes back", "status_back: 0.3", service: "constant(200ms)") {
      $0.names(.statusBack, as: .stateWentBack)
    },
    Case("a terminal status that is left", "terminal_back: 0.3", follow: "poll: 20ms, recheck: 1") {
      $0.names(.terminalBack, as: .terminalLeft)
    },
    Case("an unknown word", "unknown_word: 0.3", service: "constant(200ms)") {
      $0.names(.unknownWord, as: .unknownState)
    },
    Case("jobs that complete twice", "completed_twice: 0.3", follow: "poll: 200ms, recheck: 1") {
      // A job that was first seen after its second completion has one stamp only.
      isFoundCompletedAgain($0)
    },
    Case(
      "jobs that complete twice, told by webhooks", "completed_twice: 0.3",
      follow: "mode: webhook, poll: 2s, recheck: 0.000001"
    ) {
      // The second webhook of the last jobs may come when the run has ended.
      isFoundCompletedAgain($0)
    },
  ]

  private static func isFoundCompletedAgain(_ run: FaultyRun) -> Bool {
    let finding = run.finding(.completedAgain)
    return (finding?.count ?? 0) > 0 && run.ids(.completedTwice).contains(finding?.example ?? "")
  }

  static let clocks = [
    Case("a clock that is behind", "clock_offset: -3h") { $0.happened(.clockOffset).count == 1 },
    Case("a clock that drifts", "clock_drift: 5000ppm") { $0.happened(.clockDrift).count == 1 },
    Case("a clock that is set", "clock_step: 3s@400ms") { $0.happened(.clockStep).count == 1 },
    Case("two clocks", "clock_workers: -3s") {
      $0.happened(.clockWorkers).count == 1 && $0.finding(.stampDisorder)?.count == jobs
    },
    Case("stamps of whole seconds", "stamp_resolution: 1s") { run in
      run.rows.allSatisfy { $0.job.completedStamp % 1_000_000_000 == 0 }
    },
    Case("stamps of microseconds", "stamp_resolution: 1us") { run in
      run.rows.contains { $0.job.completedStamp % 1_000_000 != 0 }
    },
    Case("webhooks that are lost", "webhook_lost: 0.3", follow: hooks) {
      let received = $0.document.following.hooks.received
      return Int(received) == jobs - $0.happened(.webhookLost).count
    },
    Case("webhooks that come twice", "webhook_twice: 0.5", follow: hooks) {
      $0.document.following.hooks.repeated > 0 && $0.finding(.completedAgain) == nil
    },
    Case("webhooks that are overtaken", "webhook_late: 100ms@0.5", follow: hooks) {
      $0.happened(.webhookLate).count > 20
    },
    Case("everything stands still", "freeze: 500ms@300ms") { $0.happened(.freeze).count == 1 },
    Case(
      "all at once",
      "throttle: 0.05, error_json: 0.05, drop_push: 0.05, drop_accepted: 0.05, drop_poll: 0.05, "
        + "slow: 50ms@0.1, hidden: 50ms@0.2, instant: 0.1, lost: 0.05, unknown_word: 0.2, "
        + "terminal_back: 0.2, completed_twice: 0.1, clock_drift: -200ppm, freeze: 200ms@500ms",
      follow: "poll: 20ms, recheck: 0.5, grace: 300ms"
    ) { $0.ids(.lost).isSuperset(of: $0.rows.filter { $0.job.outcome == .lost }.map(\.id)) },
  ]

  private static let hooks = "mode: webhook, poll: 300ms, recheck: 0.01"

  @Test("what is known stays true", arguments: requests + behaviour + clocks)
  func truth(_ test: Case) throws {
    try Workspace.with { space in
      try space.write(
        """
        target: { url: embedded, connections: 128 }
        embedded: { workers: 100, service: "\(test.service)", faults: { \(test.faults) } }
        load: { constant: { rate: 150, for: 800ms } }
        follow: { \(test.follow) }
        """)
      let ended = try space.run(["run", "scenario.yaml", "--truth", "truth.jsonl"])
      let folder = try space.onlyRun()
      let table = try space.table(folder)
      let truth = try GroundTruth(contentsOf: space.path + "/truth.jsonl")
      let run = FaultyRun(
        document: try space.document(folder), truth: truth,
        comparison: TruthComparison(table, truth), rows: Row.all(of: table))
      #expect(run.document.run.ending == .complete, "\(ended.errors)")
      run.comparison.expectNoDifference()
      let counts = run.document.jobs
      #expect(counts.scheduled == Self.jobs && counts.unsent == 0 && counts.pushed == Self.jobs)
      #expect(counts.outcomes.total == Self.jobs)
      #expect(run.comparison.matched == counts.acknowledged)
      let orphans = truth.jobs.count - run.comparison.matched
      #expect(orphans == run.comparison.orphans && orphans == run.happened(.dropAccepted).count)
      #expect(run.document.validity.laws.allSatisfy { $0.holds })
      #expect(run.finding(.instantDisorder) == nil)
      #expect(
        test.expects(run), "\(counts.outcomes), \(run.document.findings), \(truth.faults.count)")
    }
  }
}
