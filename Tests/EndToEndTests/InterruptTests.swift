import Glibc
import ReferenceServer
import Results
import Testing
import Workloads

/// Ctrl-C once stops pushing and still reports; twice leaves at once; and so it is with SIGTERM.
@Suite struct InterruptTests {
  /// Starts a run that would push for a minute, and waits until it has pushed something.
  private func withRun(
    service: ServiceLaw, _ body: (Workspace, JobServer, Child) throws -> Void
  ) throws {
    var configuration = JobServer.Configuration()
    configuration.service = service
    configuration.workers = 50
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "constant: { rate: 50, for: 1m }").text)
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in server.truth.count >= 3 }, "\(child.errors)")
      try body(space, server, child)
    }
  }

  @Test("the first signal stops pushing, and a report is written", arguments: [SIGINT, SIGTERM])
  func once(signal: Int32) throws {
    try withRun(service: .constant(100_000_000)) { space, server, child in
      child.send(signal)
      let ended = child.end()
      #expect(ended.exitCode == 125)
      #expect(ended.errors.contains("interrupted: no more pushes"))
      #expect(ended.output.contains("interrupted"))
      let run = try space.onlyRun()
      let document = try space.document(run)
      #expect(document.run.ending == .interrupted)
      #expect(document.jobs.scheduled == 3_000)
      #expect(document.jobs.unsent > 0)
      #expect(document.jobs.acknowledged == server.truth.count)
      #expect(document.jobs.outcomes.observed == server.truth.count, "jobs in flight are followed")
      #expect(try space.read(run + "/report.md").contains("interrupted"))
      let resumed = try space.run(["resume", run])
      #expect(resumed.exitCode == 125)
      #expect(resumed.errors.contains("every job that was pushed has an outcome"))
    }
  }

  @Test(
    "the second signal leaves at once, and the run can be resumed", arguments: [SIGINT, SIGTERM])
  func twice(signal: Int32) throws {
    // Jobs are under way when the run is left, and end soon after.
    try withRun(service: .constant(1_500_000_000)) { space, server, child in
      child.send(signal)
      #expect(child.listen { $0.errors.contains("interrupted: no more pushes") })
      child.send(signal)
      let ended = child.end()
      #expect(ended.exitCode == 130)
      #expect(ended.output.isEmpty)
      let run = try space.onlyRun()
      #expect(ended.errors.contains("`sojourn resume \(run)` goes on following its jobs"))
      #expect(!space.files(in: run).contains("report.json"))
      let resumed = try space.run(["resume", run, "--quiet"])
      #expect(resumed.exitCode == 125, "arrivals remain unsent")
      let document = try space.document(run)
      #expect(document.run.ending == .interrupted)
      #expect(document.run.resumptions == 1)
      #expect(document.jobs.outcomes.finished == document.jobs.acknowledged)
      #expect(document.jobs.acknowledged > 0)
      let brokenLaws = document.validity.laws.filter { !$0.holds }
      #expect(brokenLaws.isEmpty)
    }
  }
}
