import Harness
import ReferenceServer
import Results
import Scenarios
import Testing
import Workloads

/// Every way to follow jobs, against a job API whose true timings are known.
@Suite struct FollowModeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var follow: String
    var engines = 1
    var connections = 16
    /// What must be true of the requests.
    var isSound: @Sendable (RequestCounts.Kinds, _ jobs: UInt64) -> Bool
  }

  static let cases = [
    Case(
      testDescription: "a list, read by pages", follow: "mode: list, poll: 30ms",
      isSound: { $0.list.sent > 2 && $0.poll.sent <= 4 * $1 && $0.list.failures.isEmpty }),
    Case(
      testDescription: "a list, by two engines", follow: "mode: list, poll: 30ms", engines: 2,
      isSound: { $0.list.sent > 2 && $0.poll.sent <= 4 * $1 }),
    Case(
      testDescription: "long polls and polls for the rest", follow: "mode: await, poll: 30ms",
      isSound: { kinds, _ in kinds.longPoll.sent > 0 && kinds.poll.sent > 0 }),
    Case(
      testDescription: "long polls for all", follow: "mode: await, poll: 30ms", connections: 400,
      isSound: { kinds, jobs in kinds.longPoll.sent >= jobs / 2 && kinds.longPoll.failures.isEmpty }
    ),
    Case(
      testDescription: "webhooks", follow: "mode: webhook, poll: 10m, recheck: 0",
      isSound: { kinds, jobs in kinds.poll.sent >= jobs && kinds.poll.sent < 2 * jobs }),
    Case(
      testDescription: "webhooks to two engines", follow: "mode: webhook, poll: 10m, recheck: 0",
      engines: 2,
      isSound: { kinds, jobs in kinds.poll.sent >= jobs && kinds.poll.sent < 2 * jobs }),
    Case(
      testDescription: "polls within a budget",
      follow: "mode: poll, poll: 10ms, polls_per_second: 400",
      isSound: { kinds, jobs in kinds.poll.sent >= jobs }),
  ]

  @Test("what is reported is what happened", arguments: cases)
  func truth(_ test: Case) throws {
    let jobs = 300
    var configuration = JobServer.Configuration()
    configuration.workers = 60
    configuration.service = .logNormal(median: 40_000_000, sigma: 0.5)
    configuration.failureShare = 0.1
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        """
        target: { url: "\(server.url)", connections: \(test.connections) }
        load: { burst: { jobs: 100, every: 150ms, times: 3 } }
        follow: { \(test.follow), timeout: 1m }
        """)
      let ended = try space.run(["run", "scenario.yaml", "--engines", "\(test.engines)"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      #expect(document.run.ending == .complete, "\(ended.errors)")
      #expect(document.validity.checks.first { $0.check == "little" }?.level == .ok)
      let table = try space.table(run)
      let rows = Row.all(of: table)
      #expect(rows.map(\.id).sorted() == server.truth.map(\.id).sorted())
      TruthComparison(table, server.groundTruth).expectNoDifference()
      #expect(document.jobs.outcomes.finished == server.truth.count { $0.state == .finished })
      #expect(document.jobs.outcomes.error == server.truth.count { $0.state == .error })
      #expect(document.jobs.outcomes.total == jobs)
      #expect(document.validity.laws.allSatisfy { $0.holds })
      let kinds = document.requests.byKind
      #expect(test.isSound(kinds, UInt64(jobs)), "\(kinds)")
    }
  }

  /// The embedded server lists the oldest jobs first.
  @Test func jobsThatHaveLongEndedAreNotReadInEverySweep() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 2_000
    configuration.service = .constant(1_000_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      for (jobs, load, follow) in [
        (1_000, "burst: { jobs: 1000 }", "poll: 1s"),
        (60, "constant: { rate: 300, for: 200ms }", "mode: list, poll: 20ms"),
      ] {
        try space.write(
          """
          target: { url: "\(server.url)" }
          load: { \(load) }
          follow: { \(follow), recheck: 0, timeout: 1m }
          """)
        _ = try space.run(["run", "scenario.yaml", "--quiet", "--out", "results/of-\(jobs)"])
      }
      let folder = try #require(space.runs.first { $0.contains("of-60/") })
      let document = try space.document(folder)
      #expect(document.jobs.outcomes.finished == 60)
      // Read whole, the list has eleven pages; twice is enough to know its order.
      let (sweeps, sent) = (document.following.sweeps, document.requests.byKind.list.sent)
      #expect(sweeps > 2 && sent <= 22 + 3 * sweeps, "\(sent) requests of \(sweeps) sweeps")
    }
  }

  @Test func aWebhookIsNoticedLongBeforeTheAudit() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 20
    configuration.service = .constant(100_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        """
        target: { url: "\(server.url)" }
        load: { burst: { jobs: 20 } }
        follow: { mode: webhook, poll: 10m, timeout: 1m }
        """)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let table = try space.table(try space.onlyRun())
      let truth = server.truth.byID
      for row in Row.all(of: table) {
        let instant = try #require(truth[row.id]?.completed)
        let completed = instant.monotonic - table.startMonotonic
        #expect(row.job.outcome == .finished)
        // The audit would come within ten minutes, at a random phase.
        #expect(row.job.detected - completed < 20_000_000_000)
      }
    }
  }

  @Test func cancellationAsLoadEndsTheChosenJobsAndMeasuresHowLongThatTakes() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 200
    configuration.service = .constant(800_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        """
        target: { url: "\(server.url)" }
        load: { burst: { jobs: 100 } }
        follow: { poll: 20ms, timeout: 1m }
        cancel: { share: 0.3, when: processing, after: 50ms }
        """)
      let ended = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      let cancelled = server.truth.filter { $0.state == .cancelled }
      #expect(cancelled.count > 0 && cancelled.count < 60, "\(ended.errors)")
      #expect(document.jobs.outcomes.cancelled == cancelled.count)
      #expect(document.jobs.outcomes.finished == 100 - cancelled.count)
      let rows = Row.all(of: try space.table(run))
      // On a busy machine a cancellation may come too late; none comes unasked.
      #expect(rows.allSatisfy { $0.job.outcome != .cancelled || $0.job.cancelSent != 0 })
      #expect(rows.allSatisfy { $0.job.cancelSent == 0 || $0.job.traits.contains(.toCancel) })
      let sent = rows.count { $0.job.cancelSent != 0 }
      #expect(document.requests.byKind.cancel.sent == UInt64(sent))
    }
  }

  @Test func aClosedPhaseKeepsItsPopulation() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 50
    configuration.service = .exponential(mean: 30_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        """
        target: { url: "\(server.url)" }
        load:
          - closed: { population: 8, think: exponential(10ms), for: 1s }
          - burst: { jobs: 5 }
        follow: { poll: 5ms, timeout: 1m }
        """)
      let ended = try space.run(["run", "scenario.yaml", "--engines", "2"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      #expect(document.run.ending == .complete, "\(ended.errors)")
      let rows = Row.all(of: try space.table(run)).filter(\.job.isArrival)
      #expect(rows.count == server.truth.count)
      #expect(document.jobs.scheduled == rows.count)
      #expect(document.jobs.unsent == 0)
      let closed = rows.filter { $0.job.intended < 1_000_000_000 }
      #expect(closed.count > 8)
      // At no instant were more than 8 of them between their push and their outcome.
      let events = closed.flatMap { [($0.job.dispatched, 1), ($0.job.retired, -1)] }
      var (now, most) = (0, 0)
      for (_, step) in events.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
        now += step
        most = max(most, now)
      }
      #expect(most <= 8)
    }
  }
}
