import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

/// `sojourn compare` and `sojourn baseline` on run folders that were made up.
@Suite struct CompareCommandTests {
  /// Makes run folder `number` in `results`, whose jobs take `factor` times as long.
  private func make(
    _ space: Workspace, _ number: Int64, factor: Double = 1, hasReport: Bool = false,
    _ change: (inout SampleRun) -> Void = { _ in }
  ) throws -> String {
    var run = try SampleRun.random(
      1_000, seed: UInt64(100 + number), median: 300_000_000 * factor)
    run.startedAt += number * 3_600_000_000_000
    change(&run)
    let folder = try run.makeFolder(under: space.path + "/results")
    let path = String(folder.path.dropFirst(space.path.count + 1))
    if hasReport { try writeReport(space, path) }
    return path
  }

  private func writeReport(_ space: Workspace, _ run: String) throws {
    let report = try space.run(["report", run, "--format", "json"])
    try space.write(report.output, to: run + "/report.json")
  }

  @Test func withAHistoryARegressionFails() throws {
    try Workspace.with { space in
      for number in 1...8 { _ = try make(space, Int64(number), hasReport: true) }
      let base = try make(space, 20)
      let slow = try space.run(["compare", base, try make(space, 21, factor: 1.2)])
      #expect(slow.exitCode == 1)
      #expect(slow.errors.isEmpty)
      #expect(slow.output.hasPrefix("FAIL: the candidate is slower: end-to-end p50 +"))
      let equal = try space.run(["compare", base, try make(space, 22)])
      #expect(equal.exitCode == 0)
      #expect(equal.output.hasPrefix("PASS: end-to-end is within the tolerances: p50 5.0 %"))
      // Another folder holds no history.
      let alone = try space.run(["compare", base, "results/made-up", "--history", "."])
      #expect(alone.exitCode == 64)
      let elsewhere = try space.run(
        ["compare", base, try make(space, 23, factor: 1.2), "--history", "elsewhere"])
      #expect(elsewhere.exitCode == 2)
      #expect(elsewhere.output.hasPrefix("ADVISORY FAIL: "))
    }
  }

  @Test func tolerancesAndMetricsAreChosen() throws {
    try Workspace.with { space in
      let (base, slow) = (try make(space, 1), try make(space, 2, factor: 1.2))
      let wide = try space.run(
        ["compare", base, slow, "--tolerance", "60%", "--tolerance", "p50=50%"])
      #expect(wide.exitCode == 0)
      #expect(wide.output.contains("p50 50 %, p95 60 %, p99 60 %"))
      let other = try space.run(
        ["compare", base, slow, "--metric", "push", "--metric", "queue", "--format", "json"])
      #expect(other.exitCode == 0)
      let judged = try JSONDecoder().decode(Comparison.self, from: Data(other.output.utf8))
      #expect(judged.metrics.filter(\.isJudged).map(\.name) == ["queue", "push"])
      #expect(judged.metrics[3].quantiles[0].judgement?.alpha == 0.002)
      for bad in [
        ["--tolerance", "5"], ["--tolerance", "p42=5%"], ["--tolerance", "-1%"],
        ["--tolerance", "nan%"], ["--metric", "speed"], ["--format", "pdf"],
      ] {
        #expect(try space.run(["compare", base, slow] + bad).exitCode == 64, "\(bad)")
      }
    }
  }

  @Test func unlikeRunsAreRefused() throws {
    try Workspace.with { space in
      let base = try make(space, 1)
      let other = try make(space, 2) {
        $0.scenario.follow.recheck = 0.5
        $0.jobs[7].intended += 1
      }
      let refused = try space.run(["compare", base, other])
      #expect(refused.exitCode == 125)
      #expect(refused.output.isEmpty)
      #expect(refused.errors.hasPrefix("error: the runs are unlike"))
      #expect(refused.errors.contains("\n  - schedule hash: "))
      #expect(
        refused.errors.contains(
          "\n  - scenario follow.recheck: 0.01 in the base, 0.5 in the candidate\n"))
      #expect(refused.errors.contains("`--unlike`"))
      let forced = try space.run(["compare", base, other, "--unlike"])
      #expect(forced.exitCode == 0)
      #expect(forced.output.hasPrefix("ADVISORY PASS: "))
      #expect(forced.output.contains("(--unlike)"))
    }
  }

  @Test func aRunThatIsNotWholeMakesTheComparisonInvalid() throws {
    try Workspace.with { space in
      let base = try make(space, 1)
      let partial = try make(space, 2) { $0.ending = .none }
      for pair in [[base, partial], [partial, base]] {
        let ended = try space.run(["compare"] + pair)
        #expect(ended.exitCode == 125)
        #expect(ended.output.hasPrefix("INVALID: the "))
      }
      #expect(try space.run(["baseline", "set", partial]).exitCode == 125)
      #expect(space.files().allSatisfy { !$0.contains("baselines/") })
    }
  }

  @Test func badInputsAreOneClearError() throws {
    try Workspace.with { space in
      let run = try make(space, 1)
      for (pair, code, text) in [
        ([run, "missing"], 64, "'missing' does not exist"),
        (["missing", run], 64, "'missing' does not exist"),
        ([run, "results"], 64, "is not a run folder"),
        ([run, run], 64, "are one and the same run"),
        ([run, run + "/jobs.table"], 64, "are one and the same run"),
      ] as [([String], Int32, String)] {
        let ended = try space.run(["compare"] + pair)
        #expect(ended.exitCode == code)
        #expect(ended.errors.contains(text), "\(ended.errors)")
        #expect(ended.output.isEmpty)
      }
      let copy = "results/copy.run"
      try FileManager.default.copyItem(
        atPath: "\(space.path)/\(run)", toPath: "\(space.path)/\(copy)")
      #expect(try space.run(["compare", run, copy]).errors.contains("one and the same run"))
      try space.write("{}", to: copy + "/run.json")
      let damaged = try space.run(["compare", run, copy])
      #expect(damaged.exitCode == 125)
      #expect(damaged.errors.contains("run.json' cannot be read: it has no 'schema'"))
    }
  }

  /// The stored report counts where it is that of the table; the table where it is not.
  @Test func aReportThatIsNotThatOfTheTableIsNotBelieved() throws {
    try Workspace.with { space in
      let (base, other) = (try make(space, 1, hasReport: true), try make(space, 2))
      let expected = try space.run(["compare", base, other]).output
      try FileManager.default.removeItem(atPath: "\(space.path)/\(base)/report.json")
      #expect(try space.run(["compare", base, other]).output == expected)
      try writeReport(space, other)
      let foreign = try space.read(other + "/report.json")
      for text in [foreign, "", "{", foreign.replacing("\"resumptions\" : 0", with: "\"x\" : 0")] {
        try space.write(text, to: base + "/report.json")
        #expect(try space.run(["compare", base, other]).output == expected)
      }
      try FileManager.default.removeItem(atPath: "\(space.path)/\(base)/jobs.table")
      let ended = try space.run(["compare", base, other])
      #expect(ended.exitCode == 125)
      #expect(ended.errors.contains("report.json' cannot be read: "))
    }
  }

  @Test func baselinesAreStoredAndFoundByName() throws {
    try Workspace.with { space in
      let (first, second, new) = (
        try make(space, 1), try make(space, 2), try make(space, 3, factor: 1.2)
      )
      let empty = try space.run(["baseline", "list"])
      #expect(empty.exitCode == 0)
      #expect(empty.output.isEmpty && empty.errors == "no baselines in results/baselines\n")
      for run in [second, first] {
        let stored = try space.run(["baseline", "set", run])
        #expect(stored.exitCode == 0)
        let name = run.replacing("results/", with: "results/baselines/")
        #expect(stored.errors == "baseline: \(name)\n")
        #expect(space.files(in: name) == ["report.json", "run.json"])
        #expect(try space.run(["baseline", "set", run]).errors == "baseline: \(name), as before\n")
        #expect(try space.run(["compare", name, run]).errors.contains("one and the same run"))
      }
      let list = try space.run(["baseline", "list"]).output.split(separator: "\n")
      #expect(list.count == 2)
      #expect(
        list[0].hasPrefix(first.replacing("results/", with: "results/baselines/") + "  1,000"))
      let byName = try space.run(["compare", "made-up", new])
      let byPath = try space.run(
        ["compare", second.replacing("results/", with: "results/baselines/"), new])
      #expect(byName.exitCode == 2)
      #expect(byName.output == byPath.output)
      // The two files hold everything that the table does.
      func metrics(_ base: String) throws -> [MetricComparison] {
        let json = try space.run(["compare", base, new, "--format", "json"]).output
        return try JSONDecoder().decode(Comparison.self, from: Data(json.utf8)).metrics
      }
      #expect(try metrics("made-up") == metrics(second))
    }
  }

  @Test func theSummaryOfAGitHubJobIsAppendedTo() throws {
    try Workspace.with { space in
      let (base, new) = (try make(space, 1), try make(space, 2))
      try space.write("before\n", to: "summary.md")
      let environment = ["GITHUB_STEP_SUMMARY": space.path + "/summary.md"]
      let command = ["compare", base, new, "--format"]
      let ended = try space.run(command + ["github"], environment: environment)
      #expect(ended.output.hasPrefix("## made-up: candidate against base\n"))
      #expect(try space.read("summary.md") == "before\n" + ended.output + "\n")
      _ = try space.run(command + ["markdown"], environment: environment)
      #expect(try space.read("summary.md") == "before\n" + ended.output + "\n")
      let refused = try space.run(
        command + ["github"], environment: ["GITHUB_STEP_SUMMARY": space.path])
      #expect(refused.exitCode == 0)
      #expect(refused.output == ended.output)
      #expect(refused.errors.hasPrefix("warning: cannot open "))
    }
  }

  @Test(
    "every form is printed",
    arguments: ["terminal", "markdown", "json", "html", "junit", "github"])
  func forms(format: String) throws {
    try Workspace.with { space in
      let (base, new) = (try make(space, 1), try make(space, 2, factor: 1.2))
      let once = try space.run(["compare", base, new, "--format", format])
      #expect(once.exitCode == 2)
      #expect(once.errors.isEmpty && !once.output.isEmpty)
      #expect(try space.run(["compare", base, new, "--format", format]).output == once.output)
    }
  }
}
