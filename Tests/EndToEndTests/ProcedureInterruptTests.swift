import Foundation
import Glibc
import ReferenceServer
import TestSupport
import Testing

/// Procedures that make their runs in a folder of their own: an interrupt ends them with 130 and leaves
/// nothing.
@Suite struct ProcedureInterruptTests {
  /// Starts the tool, interrupts it once its first run has a folder, and expects what has to come of it.
  private func interrupt(_ space: Workspace, _ arguments: [String], before words: String) throws {
    try FileManager.default.createDirectory(
      atPath: space.path + "/scratch", withIntermediateDirectories: false)
    let child = try space.start(arguments, environment: ["TMPDIR": space.path + "/scratch"])
    let hasBegun = child.listen { _ in
      space.files(in: "scratch").contains { $0.hasSuffix(".run") }
    }
    #expect(hasBegun, "\(child.errors)")
    child.send(SIGINT)
    let ended = child.end()
    #expect(ended.exitCode == 130, "\(ended.errors)")
    #expect(ended.output.isEmpty)
    #expect(ended.errors.contains("interrupted: what is under way ends first"))
    #expect(ended.errors.hasSuffix("error: interrupted before \(words)\n"), "\(ended.errors)")
    #expect(space.files(in: "scratch").isEmpty)
  }

  @Test func aSelfTestIsInterrupted() throws {
    try Workspace.with { space in
      try interrupt(
        space, ["selftest", "--quick", "--only", "quantiles"], before: "every subject was tested")
    }
  }

  @Test func aMeasurementOfTheGeneratorIsInterrupted() throws {
    try Workspace.with { space in
      try interrupt(
        space, ["capacity", "--self", "--seconds", "1"], before: "the capacity was found")
      #expect(space.files(in: "results").isEmpty)
    }
  }

  @Test func aSearchForASmallScenarioIsInterrupted() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "burst: { jobs: 30 }").text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      try interrupt(
        space, ["shrink", run, "--base", server.url, "--candidate", server.url], before: "the end")
      #expect(!space.files().contains("scenario-small.yaml"))
    }
  }
}
