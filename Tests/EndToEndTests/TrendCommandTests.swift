import Foundation
import Results
import TestSupport
import Testing
import Workloads

/// `sojourn trend` on runs that were made up, and what `sojourn run` notes for it.
@Suite struct TrendCommandTests {
  /// The two files of a run, as a baseline has them.
  private static func files(factor: Double) throws -> (manifest: String, report: String) {
    try Workspace.with { space in
      let run = try SampleRun.random(1_000, seed: 9, median: 300_000_000 * factor)
      let folder = try run.makeFolder(under: space.path)
      let report = try space.run(["report", folder.path, "--format", "json"]).output
      let manifest = try String(contentsOfFile: folder.manifestPath, encoding: .utf8)
      return (manifest, report)
    }
  }

  private static let quick = Result { try files(factor: 1) }
  private static let slow = Result { try files(factor: 1.2) }

  /// Makes `count` runs in `results`, an hour apart, those from `step` on slower.
  private func make(_ space: Workspace, _ count: Int, step: Int = .max) throws {
    for number in 0..<count {
      let files = try (number < step ? Self.quick : Self.slow).get()
      let instant = InstantText.iso(
        1_790_000_000_000_000_000 + Int64(number) * 3_600_000_000_000)
      let folder = "results/\(number % 3)/\(instant).run"
      try FileManager.default.createDirectory(
        atPath: "\(space.path)/\(folder)", withIntermediateDirectories: true)
      let manifest = files.manifest.replacing(
        "\"schema\" : ", with: "\"revision\" : \"r\(number)\",\n  \"schema\" : ")
      try space.write(manifest, to: folder + "/run.json")
      let start = InstantText.iso(JobRecord.sampleEpoch)
      let report = files.report.replacing(
        "\"started_at\" : \"\(start)\"", with: "\"started_at\" : \"\(instant)\""
      )
      .replacing("\"schedule_hash\"", with: "\"revision\" : \"r\(number)\",\n    \"schedule_hash\"")
      try space.write(report, to: folder + "/report.json")
    }
  }

  @Test func aStepIsShownWithItsRevisions() throws {
    try Workspace.with { space in
      try make(space, 30, step: 18)
      let shown = try space.run(["trend", "results"])
      #expect(shown.exitCode == 0)
      #expect(shown.errors.isEmpty)
      #expect(shown.output.hasPrefix("3 change points: 30 runs of 1 series in results\n"))
      #expect(shown.output.contains("▲ change point: slower, x1.1"))
      #expect(shown.output.contains("  before: revision r17, "))
      #expect(shown.output.contains("  after: revision r18, "))
      #expect(
        shown.output.contains(
          "    sojourn gate scenarios/made-up.yaml \\\n"
            + "      --base '<URL or command of r17>' \\\n"
            + "      --candidate '<URL or command of r18>'\n"))
      #expect(!shown.output.contains("\u{1B}"))
      #expect(try space.run(["trend", "results", "--fail"]).exitCode == 1)
      // Equal runs give equal bytes, also through a link and from elsewhere.
      #expect(try space.run(["trend", "results"]).output == shown.output)
      let json = try space.run(["trend", "results/", "--format", "json", "--metric", "queue"])
      let trend = try JSONDecoder().decode(Trend.self, from: Data(json.output.utf8))
      #expect(trend.series[0].metrics.map(\.name) == ["queue", "queue", "queue"])
    }
  }

  @Test func runsThatDoNotChangeAreNoFailure() throws {
    try Workspace.with { space in
      try make(space, 20)
      let shown = try space.run(["trend", "results", "--fail"])
      #expect(shown.exitCode == 0)
      #expect(shown.output.hasPrefix("no change point: 20 runs of 1 series in results\n"))
    }
  }

  /// One bad run takes nothing away from the good ones.
  @Test func whatCannotBeReadIsLeftOutAndCounted() throws {
    try Workspace.with { space in
      try make(space, 4)
      let damaged = "results/0/bad.run"
      for (folder, text) in [(damaged, "{}"), ("results/empty.run", "")] {
        try FileManager.default.createDirectory(
          atPath: "\(space.path)/\(folder)", withIntermediateDirectories: true)
        if !text.isEmpty { try space.write(text, to: folder + "/run.json") }
      }
      var partial = try SampleRun.random(20, seed: 3)
      partial.ending = .none
      _ = try partial.makeFolder(under: space.path + "/results")
      try FileManager.default.createSymbolicLink(
        atPath: space.path + "/results/0/loop", withDestinationPath: "../..")
      try FileManager.default.copyItem(
        atPath: space.path + "/results/1", toPath: space.path + "/results/copies")
      let shown = try space.run(["trend", "results"])
      #expect(shown.exitCode == 0)
      #expect(shown.output.contains("4 runs, and nothing is judged below 10."))
      #expect(shown.output.contains("\nleft out: 1 partial, 2 unreadable, 1 copy\n"))
      #expect(shown.output.contains("- \(damaged): unreadable: "))
      #expect(shown.output.contains("is not a run folder: it has"))
    }
  }

  @Test func badInputsAreOneClearError() throws {
    try Workspace.with { space in
      try make(space, 1)
      try space.write("", to: "file")
      for name in ["empty", "bad/1.run"] {
        try FileManager.default.createDirectory(
          atPath: "\(space.path)/\(name)", withIntermediateDirectories: true)
      }
      let hint = "\n  hint: name a folder that holds runs, for example results\n"
      for (arguments, code, text) in [
        (["none"], 64, "'none' does not exist" + hint),
        (["file"], 64, "'file' is not a folder" + hint),
        (["empty"], 125, "there are no runs in 'empty'"),
        (["bad"], 125, "no run in 'bad' can be used"),
        (["results", "--window", "19"], 64, "'--window' must be from 20 to 100, but is 19"),
        (["results", "--window", "x"], 64, "'x' is invalid"),
        (["results", "--metric", "speed"], 64, "speed"),
        (["results", "--format", "xml"], 64, "xml"),
        ([], 64, "folder"),
      ] as [([String], Int32, String)] {
        let ended = try space.run(["trend"] + arguments)
        #expect(ended.exitCode == code, "\(arguments)")
        #expect(ended.errors.contains(text), "\(ended.errors)")
      }
      let one = try space.run(["trend", "results"])
      #expect(one.exitCode == 0)
      #expect(one.output.hasPrefix("nothing is judged: 1 run of 1 series, and 10 runs of one are"))
    }
  }

  @Test func theSummaryOfAGitHubJobIsAppendedTo() throws {
    try Workspace.with { space in
      try make(space, 30, step: 18)
      let ended = try space.run(
        ["trend", "results", "--format", "github"],
        environment: ["GITHUB_STEP_SUMMARY": space.path + "/summary.md"])
      #expect(ended.output.hasPrefix("## Trend of results\n\n**3 change points: 30 runs"))
      #expect(try space.read("summary.md") == ended.output + "\n")
    }
  }

  @Test(
    "a run knows what it tests",
    arguments: [
      ([], [:], nil), (["--revision", " v1.2 "], ["GITHUB_SHA": "abc"], "v1.2"),
      ([], ["GITHUB_SHA": "abc", "CI_COMMIT_SHA": "def"], "abc"),
      ([], ["GITHUB_SHA": "", "CI_COMMIT_SHA": "def"], "def"),
      (["--revision", ""], ["GITHUB_SHA": "abc"], nil),
    ] as [([String], [String: String], String?)])
  func revisions(arguments: [String], environment: [String: String], revision: String?) throws {
    try Workspace.with { space in
      try space.write(ScenarioText(load: "burst: { jobs: 2 }").text)
      let ended = try space.run(
        ["run", "scenario.yaml", "--quiet"] + arguments, environment: environment)
      #expect(ended.exitCode == 0 || ended.exitCode == 125, "\(ended.errors)")
      let run = try space.onlyRun()
      #expect(try RunFolder.open("\(space.path)/\(run)").manifest().revision == revision)
      #expect(try space.document(run).run.revision == revision)
    }
  }

  @Test func aRevisionIsNoNovel() throws {
    try Workspace.with { space in
      try space.write(ScenarioText(load: "burst: { jobs: 2 }").text)
      let ended = try space.run(
        ["run", "scenario.yaml", "--revision", String(repeating: "x", count: 201)])
      #expect(ended.exitCode == 64)
      #expect(ended.errors.contains("'--revision' has 201 characters, and 200 are allowed"))
      #expect(space.runs.isEmpty)
    }
  }
}
