import ReferenceServer
import Results
import Testing
import Workloads

/// Runs against a server whose wall clock is this machine's: its offset is 0, whatever the run says of it
/// has to contain that.
@Suite struct OwnClockTests {
  @Test func theBoundsOfTheServersClockContainNothingAtAll() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(url: server.url, load: "constant: { rate: 50, for: 1s }").text)
      _ = try space.run(["run", "scenario.yaml"])
      let clocks = try space.document(try space.onlyRun()).clocks
      #expect(
        clocks.domains.map(\.name) == ["http_date", "created", "started", "completed", "server"])
      #expect(clocks.differing == [] && clocks.isQueueUsable && clocks.isProcessingUsable)
      for domain in clocks.domains {
        #expect(domain.steps == [] && domain.leftOut == 0)
        let bounds = try #require(domain.segments.first?.boundsNanoseconds)
        #expect(bounds.lower <= 0 && 0 <= bounds.upper ?? 0, "\(domain.name): \(bounds)")
        // Stamps of milliseconds, and 50 exchanges and more at different parts of a second.
        let expected: Nanoseconds = domain.name == "http_date" ? 1_000_000_000 : 0
        #expect(
          domain.resolutionNanoseconds == (domain.name == "server" ? nil : max(expected, 1_000_000))
        )
      }
    }
  }
}
