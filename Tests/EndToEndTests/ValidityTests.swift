import ReferenceServer
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

/// A run that cannot vouch for itself exits with 125 and says why and what to do.
@Suite struct ValidityTests {
  /// One connection cannot send 2,000 pushes within 20 ms, one after another.
  @Test func aGeneratorThatCannotKeepTheScheduleMakesTheRunInvalid() throws {
    var configuration = JobServer.Configuration()
    // No queue: what is late is compared with how long jobs take.
    configuration.workers = 2_000
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(
          url: server.url, connections: 1, load: "constant: { rate: 100000, for: 20ms }",
          poll: "1s"
        ).text)
      let ended = try space.run(["run", "scenario.yaml"])
      #expect(ended.exitCode == 125)
      #expect(ended.output.hasPrefix("INVALID: "))
      let text = ended.output.replacing(/\s+/, with: " ")
      #expect(text.contains("invalid: pushes left late: the p99 dispatch delay is "))
      #expect(text.contains("hint: raise the target's connections (every one was busy "))
      let validity = try space.document(try space.onlyRun()).validity
      #expect(validity.verdict == .invalid)
      let check = try #require(validity.checks.first { $0.check == "dispatch_delay" })
      #expect(check.level == .invalid)
      #expect(try #require(check.measured) > #require(check.invalid))
      #expect(validity.laws.allSatisfy { $0.holds })
    }
  }

  @Test func aRunIsWatchedAndAJobThatIsTakenFromItsTableIsMissed() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "constant: { rate: 50, for: 1s }").text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      let monitor = try #require(document.environment.monitor)
      #expect(monitor.watchedNanoseconds >= 900_000_000)
      #expect(monitor.inFlight.samples > 0 && monitor.hiccups.count >= monitor.inFlight.samples)
      #expect(monitor.monitorCPUNanoseconds < monitor.processCPUNanoseconds)
      #expect(document.validity.checks.first { $0.check == "little" }?.level == .ok)
      #expect(try space.read(run + "/report.md").contains("| little | "))

      // As if its life were another job's as well: no count changes.
      let table = try RunFolder.open(space.path + "/" + run).table(isWritable: true)
      let record = unsafe table.rows.record(17)
      unsafe record.pointee.retired += 2_000_000_000
      let ended = try space.run(["report", run])
      #expect(ended.exitCode == 0, "a report of an invalid run is a good report")
      #expect(ended.output.hasPrefix("INVALID: Little's law is broken"))
      #expect(
        ended.output.replacing(/\s+/, with: " ").contains(
          "hint: a job is missing or counted twice: report this as a defect"))
    }
  }

  @Test func tooFewDescriptorsAreAnErrorBeforeAnythingIsSent() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, connections: 100).text)
      let ended = try space.run(
        ["run", "scenario.yaml", "--engines", "2"], preparation: "ulimit -n 200")
      #expect(ended.exitCode == 125)
      #expect(
        ended.errors
          == "error: the scenario needs 264 open descriptors, and this process may open 200\n"
          + "  hint: raise the limit with `ulimit -n 264`, or lower target.connections\n")
      #expect(space.runs.isEmpty)
      #expect(server.truth.isEmpty)
    }
  }
}
