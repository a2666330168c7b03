import Foundation
import Glibc
import Results
import TestSupport
import Testing
import Workloads

/// Exports are whole or not there, and say what is wrong.
@Suite struct ExportCommandTests {
  static let formats = ["csv", "jsonl", "hlog", "hgrm", "chrome-trace"]

  private func withRun(
    _ jobs: Int = 50, ending: JobTable.Ending = .complete,
    _ body: (Workspace, _ run: String) throws -> Void
  ) throws {
    try Workspace.with { space in
      var sample = try SampleRun(
        (0..<jobs).map {
          .sample(
            intended: Nanoseconds($0) * 10_000_000, outcome: $0 % 10 == 9 ? .timedOut : .finished)
        })
      sample.ending = ending
      let folder = try sample.makeFolder(under: space.path + "/results")
      try body(space, String(folder.path.dropFirst(space.path.count + 1)))
    }
  }

  @Test("a file has what standard output has", arguments: formats)
  func file(format: String) throws {
    try withRun { space, run in
      let shown = try space.run(["export", run, "--format", format])
      #expect(shown.exitCode == 0)
      #expect(!shown.output.isEmpty)
      #expect(shown.errors.contains("warning: up to 5 jobs") == format.hasPrefix("h"))
      let written = try space.run([
        "export", run + "/jobs.table", "--format", format, "--output", "x",
      ])
      #expect(written.exitCode == 0)
      #expect(written.output.isEmpty)
      #expect(try space.read("x") == shown.output)
      #expect(!space.files().contains { $0.hasSuffix(".part") })
    }
  }

  @Test func aFileThatExistsIsReplacedOnlyOnRequest() throws {
    try withRun { space, run in
      try space.write("mine", to: "x")
      let refused = try space.run(["export", run, "--format", "csv", "--output", "x"])
      #expect(refused.exitCode == 64)
      #expect(refused.errors == "error: 'x' exists already\n  hint: '--force' replaces it\n")
      #expect(try space.read("x") == "mine")
      let forced = try space.run(["export", run, "--format", "csv", "--output", "x", "--force"])
      #expect(forced.exitCode == 0)
      #expect(try space.read("x").hasPrefix("row,class,id,"))
    }
  }

  @Test func theRunItselfIsNotReplaced() throws {
    try withRun { space, run in
      let table = try Data(contentsOf: URL(fileURLWithPath: "\(space.path)/\(run)/jobs.table"))
      let ended = try space.run(
        ["export", run, "--format", "csv", "--output", run + "/jobs.table", "--force"])
      #expect(ended.exitCode == 64)
      #expect(ended.errors.contains("is the run itself"))
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(space.path)/\(run)/jobs.table")) == table)
    }
  }

  @Test("what cannot be written is one clear error and leaves nothing", arguments: formats)
  func unwritable(format: String) throws {
    try withRun(2_000) { space, run in
      let files = space.files()
      func check(_ ended: Child.Ended, _ reason: String) {
        #expect(ended.exitCode == 125)
        #expect(ended.errors.contains("error: cannot "), "\(ended.errors)")
        #expect(ended.errors.contains(": \(reason)\n"), "\(ended.errors)")
        #expect(ended.output.isEmpty)
        #expect(space.files() == files, "nothing is left behind")
      }
      let export = ["export", run, "--format", format]
      check(try space.start(export, output: .file("/dev/full")).end(), "No space left on device")
      check(try space.run(export + ["--output", "/dev/full"]), "No space left on device")
      check(try space.run(export + ["--output", "none/x"]), "No such file or directory")
      check(try space.run(export + ["--output", "/dev/null/x"]), "Not a directory")
      check(try space.run(export + ["--output", "results"]), "Is a directory")
      // A limit on file sizes stands for a full disk.
      check(
        try space.run(export + ["--output", "x"], preparation: "ulimit -f 1"), "File too large")
    }
  }

  @Test("a reader that has gone is no failure", arguments: ["csv", "jsonl", "chrome-trace"])
  func brokenPipe(format: String) throws {
    try withRun(3_000) { space, run in
      let script = "\"$0\" export \"$1\" --format \(format) | head -n 1; exit ${PIPESTATUS[0]}"
      let child = try Child(
        ["/bin/bash", "-c", script, Workspace.tool, run], environment: Workspace.environment,
        folder: space.path)
      let ended = child.end()
      #expect(ended.exitCode == 0)
      #expect(ended.errors.isEmpty)
      #expect(ended.output.split(separator: "\n").count == 1)
    }
  }

  @Test func severalPercentileFilesNeedAFolder() throws {
    try withRun { space, run in
      let export = [
        "export", run, "--format", "hgrm", "--metric", "push", "--metric", "queue", "--output", "x",
      ]
      let refused = try space.run(export)
      #expect(refused.exitCode == 64)
      #expect(refused.errors.contains("'x' is not a folder"))
      try #require(unsafe mkdir(space.path + "/x", 0o755) == 0)
      let written = try space.run(export)
      #expect(written.exitCode == 0)
      #expect(space.files(in: "x") == ["push.hgrm", "queue.hgrm"])
      let again = try space.run(export)
      #expect(again.exitCode == 64)
      #expect(again.errors.contains("'x/push.hgrm' exists already"))
      let forced = try space.run(export + ["--force"])
      #expect(forced.exitCode == 0)
    }
  }

  @Test func rowsAreChosen() throws {
    try withRun { space, run in
      func rows(_ range: String) throws -> [Substring] {
        try space.run(["export", run, "--format", "csv", "--rows", range]).output
          .split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
      }
      #expect(try rows("0-1") == ["0", "1"])
      #expect(try rows("48-\(Int.max)") == ["48", "49"])
      let none = try space.run(["export", run, "--format", "csv", "--rows", "50-60"])
      #expect(none.exitCode == 64)
      #expect(none.errors.contains("the run has 50 rows, and none is chosen"))
      let few = try space.run(["export", run, "--format", "chrome-trace", "--rows", "3-3"])
      #expect(few.output.split(separator: "\n").count { $0.contains(#""name":"job""#) } == 2)
    }
  }

  @Test("a killed run is exported", arguments: formats)
  func killed(format: String) throws {
    try withRun(ending: .none) { space, run in
      let ended = try space.run(["export", run, "--format", format])
      #expect(ended.exitCode == 0)
      #expect(ended.errors.hasPrefix("the run has no end: its process was killed"))
      #expect(!ended.output.isEmpty)
    }
  }

  @Test("the jobs of a large table take little memory", arguments: ["csv", "chrome-trace"])
  func memory(format: String) throws {
    try withRun(40_000) { space, run in
      // The table itself is mapped; what is written is many times as large as what may be allocated.
      let ended = try space.run(
        ["export", run, "--format", format, "--output", "x"], preparation: "ulimit -d 30000")
      #expect(ended.exitCode == 0, "\(ended.errors)")
    }
  }
}
