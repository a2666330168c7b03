import Foundation
import TestSupport
import Testing
import Yams

/// The workflows in the documentation: they are YAML of the right shape, and their commands do as written.
@Suite struct CIDocumentationTests {
  private static let article = Golden.folder(
    "../../Sources/Harness/Documentation.docc/InCI.md"
  ).standardizedFileURL

  /// The YAML blocks of the article.
  private func blocks() throws -> [[String: Any]] {
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let parts = text.components(separatedBy: "```yaml\n").dropFirst()
    return try parts.map { part in
      let yaml = part.components(separatedBy: "\n```")[0]
      return try #require(try Yams.load(yaml: yaml, .basic) as? [String: Any])
    }
  }

  /// Runs `script` as CI does, in `space`, where the scenario is a small one.
  private func run(_ script: String, in space: Workspace) throws -> Child.Ended {
    let tools = URL(fileURLWithPath: Workspace.tool).deletingLastPathComponent().path
    let path = (Workspace.environment["PATH"] ?? "").isEmpty ? "/usr/bin:/bin" : ":/usr/bin:/bin"
    let search = "\(tools):" + (Workspace.environment["PATH"] ?? "") + path
    return try Child(
      ["/bin/bash", "-eo", "pipefail", "-c", script],
      environment: Workspace.environment.merging(
        ["PATH": search, "GITHUB_STEP_SUMMARY": space.path + "/summary.md"]) { $1 },
      folder: space.path
    ).end()
  }

  private func prepare(_ space: Workspace) throws {
    try FileManager.default.createDirectory(
      atPath: space.path + "/load", withIntermediateDirectories: true)
    try space.write(
      ScenarioText().text + "thresholds: [ outcomes.error == 0 ]\n", to: "load/jobs.yaml")
  }

  /// A run of a few jobs is valid or not, as the machine allows; everything else must work.
  private func check(_ ended: Child.Ended, _ script: String) {
    let allowed: [Int32] = script.hasPrefix("sojourn run") ? [0, 2, 125] : [0]
    #expect(allowed.contains(ended.exitCode ?? -1), "\(script)\n\(ended.errors)")
  }

  @Test func theStepsOfGitHubDoAsWritten() throws {
    let workflow = try #require(try blocks().first)
    let jobs = try #require(workflow["jobs"] as? [String: [String: Any]])
    let job = try #require(jobs["load"])
    #expect(workflow["on"] != nil && job["runs-on"] is String)
    let steps = try #require(job["steps"] as? [[String: Any]])
    #expect(steps.allSatisfy { ($0["uses"] is String) != ($0["run"] is String) })
    #expect(steps.allSatisfy { $0["run"] == nil || $0["shell"] as? String == "bash" })
    try Workspace.with { space in
      try prepare(space)
      for step in steps where step["name"] as? String != "build" {
        guard let script = step["run"] as? String else { continue }
        check(try run(script, in: space), script)
      }
      #expect(try space.read("summary.md").contains("### Thresholds"))
      #expect(try space.read("load-reports/junit.xml").contains("outcomes.error == 0"))
      #expect(try space.read("load-reports/report.html").hasPrefix("<!DOCTYPE html>"))
      let upload = try #require(steps.last?["with"] as? [String: Any])
      for path in try #require(upload["path"] as? String).split(separator: "\n") {
        #expect(FileManager.default.fileExists(atPath: "\(space.path)/\(path)"), "\(path)")
      }
    }
  }

  @Test func theJobOfGitLabDoesAsWritten() throws {
    let job = try #require(try blocks().last?["load"] as? [String: Any])
    let lists = try ["before_script", "script", "after_script"].map { name in
      try #require(job[name] as? [String], "\(name)")
    }
    #expect(lists[0].contains { $0.hasPrefix("swift build ") })
    try Workspace.with { space in
      try prepare(space)
      for script in lists[1] + lists[2] { check(try run(script, in: space), script) }
      let artifacts = try #require(job["artifacts"] as? [String: Any])
      for path in try #require(artifacts["paths"] as? [String]) {
        #expect(FileManager.default.fileExists(atPath: "\(space.path)/\(path)"), "\(path)")
      }
      let reports = try #require(artifacts["reports"] as? [String: String])
      #expect(try space.read(try #require(reports["junit"])).contains("<testsuites "))
    }
  }

  /// The two commands that build nothing and need no second run.
  @Test func aBaselineIsComparedWithAsWritten() throws {
    try Workspace.with { space in
      try prepare(space)
      for seed in ["7", "7"] {
        _ = try space.run(["run", "load/jobs.yaml", "--quiet", "--seed", seed])
      }
      let text = try String(contentsOf: Self.article, encoding: .utf8)
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("sojourn compare ") }
      let command = try #require(lines.first).split(separator: "#")[0]
      let runs = space.runs
      let stored = try space.run(["baseline", "set", runs[0]])
      // A run that a busy machine made invalid is no baseline, and then there is nothing to compare with.
      guard stored.exitCode == 0 else { return }
      try FileManager.default.removeItem(atPath: "\(space.path)/\(runs[0])")
      let compared = try run(String(command), in: space)
      #expect([0, 1, 2, 125].contains(compared.exitCode), "\(compared.errors)")
      #expect(compared.output.hasPrefix("## jobs: candidate against base"))
    }
  }
}
