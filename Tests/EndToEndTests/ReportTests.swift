import Foundation
import Glibc
import Results
import Testing

/// `sojourn report` renders a stored run again, byte for byte; reports go to standard output and
/// everything else does not.
@Suite struct ReportTests {
  @Test func aStoredRunIsRenderedByteForByte() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      let ran = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      let json = try space.read(run + "/report.json")
      let markdown = try space.read(run + "/report.md")
      let page = try space.read(run + "/report.html")
      for path in [run, run + "/", run + "/jobs.table", run + "/report.md"] {
        let again = try space.run(["report", path])
        #expect(again.exitCode == 0)
        #expect(again.output == ran.output, "\(path)")
        #expect(again.errors.isEmpty)
      }
      for _ in 1...2 {
        #expect(try space.run(["report", run, "--format", "json"]).output == json)
        #expect(try space.run(["report", run, "--format", "markdown"]).output == markdown)
        #expect(try space.run(["report", run, "--format", "html"]).output == page)
      }
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<h2>Course of the run</h2>"))
      #expect(
        space.files(in: run)
          == ["jobs.table", "report.html", "report.json", "report.md", "run.json"])
    }
  }

  @Test func onlyTheReportGoesToStandardOutput() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      let loud = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      #expect(loud.output == (try space.run(["report", run]).output))
      #expect(loud.errors.contains("run: \(run)\n"))
      #expect(loud.errors.contains("\(run)/report.md"))
      #expect(!loud.output.contains("\u{1B}"))
      #expect(!loud.errors.contains("\u{1B}"), "there is no terminal")
      let quiet = try space.run(["run", "scenario.yaml", "--quiet"])
      #expect(quiet.output.isEmpty)
      #expect(quiet.errors.isEmpty || quiet.exitCode != 0, "a late push on a busy machine is said")
    }
  }

  @Test func aRunAppendsToTheSummaryOfAGitHubJob() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      try space.write("before\n", to: "summary.md")
      _ = try space.run(
        ["run", "scenario.yaml", "--quiet"],
        environment: ["GITHUB_STEP_SUMMARY": space.path + "/summary.md"])
      let run = try space.onlyRun()
      let short = try space.run(["report", run, "--format", "github"])
      #expect(try space.read("summary.md") == "before\n" + short.output + "\n")
      #expect(
        short.output.contains("report.html and report.md in \(run.replacing("_", with: "\\_"))"))
      // A summary that cannot be written changes nothing.
      let refused = try space.run(
        ["run", "scenario.yaml", "--quiet"], environment: ["GITHUB_STEP_SUMMARY": space.path])
      #expect(refused.errors.hasPrefix("warning: cannot open "))
      let document = try space.document(try #require(space.runs.last))
      #expect(refused.exitCode == Int32(document.verdict.exitCode))
    }
  }

  @Test func aTerminalGetsColourUnlessNoColourIsAskedFor() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      func shown(_ environment: [String: String]) throws -> String {
        let child = try space.start(["report", run], environment: environment, output: .terminal)
        return child.end().output
      }
      #expect(try shown(["TERM": "xterm"]).contains("\u{1B}["))
      #expect(try shown(["TERM": "xterm", "NO_COLOR": ""]).contains("\u{1B}["))
      #expect(try !shown(["TERM": "xterm", "NO_COLOR": "1"]).contains("\u{1B}"))
      #expect(try !shown(["TERM": "dumb"]).contains("\u{1B}"))
    }
  }

  @Test func progressIsShownOnATerminalAndTakenAwayAgain() throws {
    try Workspace.with { space in
      try space.write(
        ScenarioText(embedded: "{ service: constant(700ms) }", load: "burst: { jobs: 5 }").text)
      let child = try space.start(
        ["run", "scenario.yaml"], environment: ["TERM": "xterm"], errors: .terminal)
      let ended = child.end()
      #expect(ended.errors.contains("draining 5/5"))
      #expect(ended.errors.contains("p of 5"))
      #expect(
        ended.errors.contains("\r\u{1B}[2K\r\n") || ended.errors.contains("\r\u{1B}[2K\nreports"))
      #expect(!ended.output.contains("\u{1B}"), "standard output is no terminal")
      #expect(!ended.output.contains("draining"))
    }
  }

  @Test func aReportThatCannotBeWrittenIsAnError() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let child = try space.start(["report", try space.onlyRun()], output: .file("/dev/full"))
      let ended = child.end()
      #expect(ended.exitCode == 125)
      #expect(ended.errors == "error: cannot write to standard output: No space left on device\n")
    }
  }

  @Test("what is no run is refused", arguments: ["missing", ".", "scenario.yaml", "/dev/null", ""])
  func noRun(path: String) throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      let isThere = !["missing", ""].contains(path)
      let reason = isThere ? "is not a run folder: it has no run.json" : "does not exist"
      for command in [["report"], ["resume"], ["export", "--format", "csv"]] {
        let ended = try space.run(command + [path])
        #expect(ended.exitCode == 64, "\(command)")
        #expect(
          ended.errors == """
            error: '\(path)' \(reason)
              hint: name a folder such as results/<scenario>/<instant>.run

            """)
        #expect(ended.output.isEmpty)
      }
    }
  }

  @Test("a damaged run is one clear error", arguments: ["run.json", "jobs.table"])
  func damaged(file: String) throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      let whole = try Data(contentsOf: URL(fileURLWithPath: "\(space.path)/\(run)/\(file)"))
      for size in [0, 1, 100, whole.count / 2, whole.count - 1] {
        try whole.prefix(size).write(to: URL(fileURLWithPath: "\(space.path)/\(run)/\(file)"))
        // A manifest that lacks only its last line break is whole.
        if file == "run.json", size == whole.count - 1 { continue }
        for command in [["report"], ["resume"], ["export", "--format", "hlog"]] {
          let ended = try space.run(command + [run])
          #expect(ended.exitCode == 125, "\(command) of \(size) bytes")
          #expect(ended.errors.contains("error: '"))
          #expect(ended.errors.contains("\(file)' cannot be read: "))
        }
      }
    }
  }
}
