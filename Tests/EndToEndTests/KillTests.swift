import Glibc
import Harness
import ReferenceServer
import Results
import Statistics
import Testing
import Workloads

/// `kill -9` at any instant loses no acknowledged id and no closed bracket, and `sojourn resume`
/// completes what can be completed.
@Suite struct KillTests {
  static let connections = 8

  /// A server whose jobs take 0.2 or 0.6 s, and pushes to it for 1.5 s.
  private func withRun(_ body: (Workspace, JobServer) throws -> Void) throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 100
    configuration.service = .bimodal(short: 200_000_000, long: 600_000_000, share: 0.3)
    configuration.failureShare = 0.1
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(
          url: server.url, connections: Self.connections,
          load: "constant: { rate: 100, for: 1500ms }", poll: "50ms"
        ).text)
      try body(space, server)
    }
  }

  @Test("a killed run has everything it knew, and is resumed", arguments: [1, 2, 3, 4] as [UInt64])
  func kill(seed: UInt64) throws {
    // One instant in each quarter of the run's first two seconds.
    let quarter = (Double(seed) - 1 + SplitMix.unit(seed: seed, index: 0)) / 4
    let delay = Nanoseconds(quarter * 2e9)
    try withRun { space, server in
      let child = try space.start(["run", "scenario.yaml"])
      // Not inside `#expect`: the compiler takes the closure there and the next one for the same.
      let hasBegun = child.listen { $0.errors.contains("run: ") }
      #expect(hasBegun, "\(child.errors)")
      child.listen(for: delay) { _ in false }
      child.send(SIGKILL)
      #expect(child.end().signal == SIGKILL)

      let run = try space.onlyRun()
      let before = try snapshot(space, run, server)
      try checkPartialReport(space, run, before)

      let resumed = try space.run(["resume", run])
      #expect(resumed.signal == nil)
      let after = try snapshot(space, run, server)
      checkKept(before, after)
      try checkEnd(space, run, after, server, resumed)

      let again = try space.run(["resume", run])
      #expect(again.exitCode == 125)
      #expect(again.errors.contains("error: the run cannot be resumed: every job"))
    }
  }

  /// The rows, whose ids and brackets agree with the server's own log.
  private func snapshot(_ space: Workspace, _ run: String, _ server: JobServer) throws -> [Row] {
    let table = try space.table(run)
    let comparison = TruthComparison(table, server.groundTruth)
    comparison.expectNoDifference()
    #expect(comparison.orphans <= Self.connections, "only pushes under way may be unknown")
    return Row.all(of: table)
  }

  private func checkPartialReport(_ space: Workspace, _ run: String, _ rows: [Row]) throws {
    #expect(!space.files(in: run).contains("report.json"), "the run had no time to report")
    let report = try space.run(["report", run])
    #expect(report.exitCode == 0)
    #expect(report.output.contains("partial"))
    let json = try space.run(["report", run, "--format", "json"])
    let document = try RunDocument.parse(json.output, path: run)
    #expect(document.run.ending == .partial)
    let monitor = document.environment.monitor
    #expect(monitor?.inFlight.samples ?? 0 > 0, "what the monitor wrote survives its process")
    #expect(document.verdict.result == .invalid)
    #expect(document.jobs.acknowledged == rows.count { $0.job.acknowledged != 0 })
    let brokenLaws = document.validity.laws.filter { !$0.holds }
    #expect(brokenLaws.isEmpty)
  }

  /// What was known is known as before: complete rows are untouched, open ones only went on.
  private func checkKept(_ before: [Row], _ after: [Row]) {
    for (old, new) in zip(before, after) {
      if old.job.outcome != .none || old.job.dispatched == 0 {
        #expect(old.bytes == new.bytes, "row \(old.number)")
      }
      #expect(old.job.acknowledged == new.job.acknowledged)
      #expect(old.id == new.id)
      #expect(old.job.seenStarted == 0 || old.job.seenStarted == new.job.seenStarted)
      #expect(old.job.stillOpen <= new.job.stillOpen)
    }
  }

  private func checkEnd(
    _ space: Workspace, _ run: String, _ rows: [Row], _ server: JobServer, _ resumed: Child.Ended
  ) throws {
    for row in rows where row.job.dispatched != 0 {
      let isKnown = row.job.acknowledged != 0
      #expect(isKnown ? row.job.outcome.isObserved : row.job.outcome == .failedToPush)
      if !isKnown { #expect(row.job.failure == .replyLost) }
    }
    let document = try space.document(run)
    let unsent = rows.count { $0.job.dispatched == 0 }
    #expect(document.jobs.unsent == unsent)
    #expect(document.run.ending == (unsent == 0 ? .complete : .interrupted))
    #expect(document.run.resumptions <= 1)
    #expect(document.jobs.unsent + document.jobs.outcomes.total == document.jobs.scheduled)
    let truth = server.truth
    let ids = Set(rows.map(\.id))
    #expect(
      document.jobs.outcomes.error == truth.count { $0.state == .error && ids.contains($0.id) })
    let brokenLaws = document.validity.laws.filter { !$0.holds }
    #expect(brokenLaws.isEmpty)
    #expect(resumed.exitCode == Int32(document.verdict.exitCode))
    if unsent > 0 { #expect(resumed.exitCode == 125) }
  }

  /// Random instants hardly ever hit the moment between a row and its counter, so it is made.
  @Test func aRunKilledBetweenItsLastRowAndItsEndIsCompleted() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      try change(space, run) { table in
        table.end(.none, at: 0)
        table.tally(0).add(-1, to: .retired)
      }
      let report = try space.run(["report", run])
      #expect(report.output.contains("partial"))
      let resumed = try space.run(["resume", run, "--quiet"])
      let document = try space.document(run)
      #expect(document.run.ending == .complete)
      #expect(resumed.exitCode == Int32(document.verdict.exitCode))
      let brokenLaws = document.validity.laws.filter { !$0.holds }
      #expect(brokenLaws.isEmpty)
      #expect(document.validity.laws.contains { $0.law.hasPrefix("retired by the engines") })
    }
  }

  @Test func aRunKilledBeforeItsFirstPushIsNotResumed() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      try change(space, run) { table in
        table.end(.none, at: 0)
        table.start(monotonic: 0, wall: 0)
      }
      let resumed = try space.run(["resume", run])
      #expect(resumed.exitCode == 125)
      #expect(resumed.errors.contains("its process ended before the first push"))
    }
  }

  private func change(
    _ space: Workspace, _ run: String, _ body: (JobTable) -> Void
  ) throws {
    body(try RunFolder.open(space.path + "/" + run).table(isWritable: true))
  }

  /// The resumption is a run like any other: it may be killed, too, or left.
  @Test func aKilledResumptionIsResumed() throws {
    var configuration = JobServer.Configuration()
    configuration.service = .bimodal(short: 300_000_000, long: 1_200_000_000, share: 0.5)
    configuration.workers = 200
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "burst: { jobs: 100 }").text)
      let child = try space.start(["run", "scenario.yaml", "--engines", "2"])
      let hasAll = child.listen { _ in acknowledged(in: space) == 100 }
      #expect(hasAll, "\(child.errors)")
      child.send(SIGKILL)
      _ = child.end()
      let run = try space.onlyRun()
      let second = try space.start(["resume", run])
      let goesOn = second.listen { _ in resumptions(of: run, in: space) == 1 }
      #expect(goesOn, "\(second.errors)")
      second.send(SIGKILL)
      _ = second.end()
      let before = try snapshot(space, run, server)

      let third = try space.run(["resume", run])
      let after = try snapshot(space, run, server)
      checkKept(before, after)
      let document = try space.document(run)
      #expect(document.run.ending == .complete)
      #expect(document.run.resumptions == 2)
      let little = document.validity.checks.first { $0.check == "little" }
      #expect(little?.level == .notAvailable, "nobody counted between the processes")
      #expect(document.jobs.outcomes.finished == 100)
      #expect(third.exitCode == Int32(document.verdict.exitCode))
      let brokenLaws = document.validity.laws.filter { !$0.holds }
      #expect(brokenLaws.isEmpty)
    }
  }

  private func resumptions(of run: String, in space: Workspace) -> Int {
    guard let table = try? space.table(run) else { return 0 }
    return table.resumptions
  }

  @Test func aRunThatGoesOnIsNotResumed() throws {
    try withRun { space, server in
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in !server.truth.isEmpty }, "\(child.errors)")
      let resumed = try space.run(["resume", try space.onlyRun()])
      #expect(resumed.exitCode == 125)
      #expect(resumed.errors.contains("is being written by a run that still goes on"))
      #expect(resumed.errors.contains("hint: wait until it has ended, or end it"))
      let report = try space.run(["report", try space.onlyRun()])
      #expect(report.exitCode == 0)
      child.send(SIGKILL)
      #expect(child.end().signal == SIGKILL)
    }
  }

  @Test func aRunAgainstTheEmbeddedServerCannotBeResumed() throws {
    try Workspace.with { space in
      try space.write(
        ScenarioText(embedded: "{ workers: 1, service: constant(1m) }", load: "burst: { jobs: 3 }")
          .text)
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in acknowledged(in: space) == 3 }, "\(child.errors)")
      child.send(SIGKILL)
      #expect(child.end().signal == SIGKILL)
      let resumed = try space.run(["resume", try space.onlyRun()])
      #expect(resumed.exitCode == 125)
      #expect(resumed.errors.contains("its job API was the embedded server, which ended"))
    }
  }

  private func acknowledged(in space: Workspace) -> Int {
    guard let run = space.runs.first, let table = try? space.table(run) else { return 0 }
    return Row.all(of: table).count { $0.job.acknowledged != 0 }
  }
}
