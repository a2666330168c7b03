import Glibc
import ReferenceServer
import Results
import Testing
import Workloads

/// Every bad input gives one clear message and the right exit code, never a crash, and leaves nothing
/// half-done.
@Suite struct BadInputTests {
  /// A command line that cannot succeed, and what is said about it.
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var exitCode: Int32
    var says: String
    var hint: String?
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String..., exitCode: Int32 = 64, says: String, hint: String? = nil) {
      self.arguments = arguments
      self.exitCode = exitCode
      self.says = says
      self.hint = hint
    }
  }

  static let cases = [
    Case("run", "missing.yaml", says: "missing.yaml: error: cannot be read: no such file"),
    Case("run", "folder", says: "folder: error: cannot be read: it is a directory"),
    Case("run", "plain/x", says: "plain/x: error: cannot be read: "),
    Case("run", says: "Error: Missing expected argument '<scenario>'"),
    Case("run", "bad.yaml", says: "bad.yaml:2:3: error: unknown key 'urll'", hint: "'url'"),
    Case("run", "bad.yaml", says: "bad.yaml:4:23: error: 'rate' must be"),
    Case("run", "twice.yaml", says: "twice.yaml:3:1: error: duplicate key 'seed'"),
    Case("run", "scenario.yaml", "--engines", "0", says: "'--engines' must be from 1 to 64"),
    Case("run", "scenario.yaml", "--engines", "x", says: "invalid for '--engines <count>'"),
    Case("run", "scenario.yaml", "--seed=-1", says: "invalid for '--seed <number>'"),
    Case("run", "scenario.yaml", "--frobnicate", says: "Unknown option '--frobnicate'"),
    Case(
      "run", "scenario.yaml", "--set", "load.x=2", says: "--set load.x=2: error: unknown key 'x'",
      hint: "'load' may contain burst, constant, poisson, ramp, steps, closed, trace and warm_up"),
    Case("run", "scenario.yaml", "--set", "seed", says: "error: there is no '='"),
    Case("run", "scenario.yaml", "--target", "ftp://x", says: "--target ftp://x: error: 'url'"),
    Case("run", "scenario.yaml", "--header", "nonsense", says: "'--header' takes 'name: value'"),
    Case(
      "run", "scenario.yaml", "--header", "Content-Length: 7",
      says: "--header: header 'Content-Length' is set by the transport"),
    Case(
      "run", "scenario.yaml", "--header", "X Y: 7",
      says: "'--header' takes 'name: value' on one line"),
    Case(
      "resume", "folder", "--header", "X(Y): 7",
      says: "--header: a header's name must be letters, digits and '-'"),
    Case(
      "probe", "--header", "X-Key: a\u{1}b",
      says: "--header: the value of header 'X-Key' has a line break or another control character"),
    Case(
      "run", "scenario.yaml", "--target", "https://127.0.0.1:1", "--cacert", "none.pem",
      says:
        "error: the certificate authorities 'none.pem' cannot be read: No such file or directory",
      hint: "`--cacert` or target.ca_file names a file of certificates"),
    Case(
      "probe", "--target", "https://127.0.0.1:1", "--cacert", "folder",
      says: "error: the certificate authorities 'folder' cannot be read: it is a directory"),
    Case(
      "run", "key.yaml",
      says: "key.yaml: error: header 'X-API-Key' needs the environment variable 'NO_SUCH_KEY'"),
    Case(
      "run", "scenario.yaml", "--target", "http://127.0.0.1:1", exitCode: 125,
      says: "error: cannot connect to http://127.0.0.1:1: ", hint: "is the job API running"),
    Case(
      "run", "scenario.yaml", "--target", "http://no-such-host.invalid", exitCode: 125,
      says: "error: cannot connect to http://no-such-host.invalid: "),
    Case(
      "run", "scenario.yaml", "--set", "target.unix_socket=/none", "--target", "http://x",
      exitCode: 125, says: "error: cannot connect to http://x: "),
    Case(
      "run", "scenario.yaml", "--out", "/dev/null/runs", exitCode: 125,
      says: "error: cannot create folder /dev/null/runs/scenario: Not a directory"),
    Case(
      "run", "scenario.yaml", "--truth", "none/truth", exitCode: 125,
      says: "error: cannot write the truth log 'none/truth': No such file or directory"),
    Case("validate", "missing.yaml", says: "missing.yaml: error: cannot be read: no such file"),
    Case("validate", "folder", says: "folder: error: cannot be read: it is a directory"),
    Case("validate", "/dev/null", says: "/dev/null: error: "),
    Case("serve", "--port", "70000", says: "'--port' must be from 0 to 65535, but is 70000"),
    Case("serve", "--workers", "0", says: "'--workers' must be from 1 to 1000000, but is 0"),
    Case("serve", "--failure-share", "2", says: "'--failure-share' must be from 0 to 1"),
    Case(
      "serve", "--service", "gamma(2)", says: "The value 'gamma(2)' is invalid for '--service",
      hint: "lognormal(1s, 0.5)"),
    Case(
      "serve", "--truth", "none/truth", exitCode: 125,
      says: "error: cannot write the truth log 'none/truth': No such file or directory"),
    Case("frobnicate", says: "Unexpected argument 'frobnicate'"),
    Case("report", "folder", "--format", "pdf", says: "invalid for '--format <format>'"),
    Case("export", "folder", says: "Missing expected argument '--format <format>'"),
    Case(
      "export", "folder", "--format", "cvs",
      says: "The value 'cvs' is invalid for '--format <format>'",
      hint: "'csv', 'jsonl', 'hlog', 'hgrm' or 'chrome-trace'"),
    Case(
      "export", "folder", "--format", "csv", says: "'folder' is not a run folder",
      hint: "name a folder such as"),
    Case(
      "export", "folder", "--format", "csv", "--metric", "push",
      says: "'--metric' is for hlog and hgrm"),
    Case(
      "export", "folder", "--format", "hlog", "--metric", "pull", says: "'--metric <name>'",
      hint: "end_to_end"),
    Case("export", "folder", "--format", "hlog", "--rows", "0-1", says: "'--rows' is for csv"),
    Case(
      "export", "folder", "--format", "csv", "--rows", "2-1", says: "invalid for '--rows <range>'"),
    Case(
      "export", "folder", "--format", "hgrm", "--metric", "push", "--metric", "queue",
      says: "'hgrm' holds one metric"),
    Case("export", "folder", "--format", "csv", "--force", says: "'--force' needs '--output'"),
  ]

  @Test("one clear message, the right exit code, and nothing left", arguments: cases)
  func refused(_ test: Case) throws {
    try Workspace.with { space in
      try fill(space)
      let files = space.files()
      let ended = try space.run(test.arguments)
      #expect(ended.exitCode == test.exitCode)
      #expect(ended.signal == nil)
      #expect(ended.output.isEmpty)
      #expect(ended.errors.contains(test.says), "\(ended.errors)")
      if let hint = test.hint { #expect(ended.errors.contains(hint), "\(ended.errors)") }
      #expect(!ended.errors.contains("Fatal error"))
      #expect(space.files() == files, "nothing is left behind")
    }
  }

  private func fill(_ space: Workspace) throws {
    try space.write(ScenarioText().text)
    try space.write("x", to: "plain")
    try space.write(
      "target:\n  urll: embedded\nload:\n  - constant: { rate: -5, for: 1s }\n", to: "bad.yaml")
    try space.write("seed: 1\nload: [burst: { jobs: 1 }]\nseed: 2\n", to: "twice.yaml")
    try space.write(
      ScenarioText(headers: ["X-API-Key: ${NO_SUCH_KEY}"]).text, to: "key.yaml")
    try #require(unsafe mkdir(space.path + "/folder", 0o755) == 0)
  }

  @Test func aTLSFailureSaysSoAndNamesTheTwoWaysOut() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      let url = server.url.replacing("http://", with: "https://")
      let ended = try space.run(["run", "scenario.yaml", "--target", url])
      #expect(ended.exitCode == 125)
      #expect(ended.errors.hasPrefix("error: cannot connect to \(url): "))
      #expect(ended.errors.contains("`--cacert FILE`"))
      #expect(ended.errors.contains("`--insecure`"))
      #expect(space.runs.isEmpty)
      #expect(server.truth.isEmpty)
    }
  }

  @Test func aWrongKeyEndsTheRunEarly() throws {
    var configuration = JobServer.Configuration()
    configuration.apiKey = "right"
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(
          url: server.url, connections: 4, headers: ["X-API-Key: wrong"],
          load: "constant: { rate: 100, for: 1m }"
        ).text)
      let ended = try space.run(["run", "scenario.yaml"])
      #expect(ended.exitCode == 125)
      #expect(
        ended.errors.contains("error: every push was answered 401 or 403, so the run ended early"))
      #expect(ended.errors.contains("hint: check the key in target.headers"))
      let document = try space.document(try space.onlyRun())
      #expect(document.run.ending == .aborted)
      #expect(document.jobs.scheduled == 6_000)
      #expect(document.jobs.outcomes.rejected >= 10)
      #expect(document.jobs.outcomes.rejected < 600)
      #expect(document.jobs.pushed == document.jobs.outcomes.rejected)
      #expect(document.jobs.unsent == 6_000 - document.jobs.pushed)
      let brokenLaws = document.validity.laws.filter { !$0.holds }
      #expect(brokenLaws.isEmpty)
      #expect(server.truth.isEmpty)
    }
  }

  /// A limit on file sizes stands for a full disk: reserving the job table fails in the same place.
  @Test("a full disk is an error before the first push", arguments: [1, 32])
  func diskFull(blocks: Int) throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "burst: { jobs: 5000 }").text)
      let ended = try space.run(["run", "scenario.yaml"], preparation: "ulimit -f \(blocks)")
      #expect(ended.signal == nil)
      #expect(ended.exitCode == 125)
      #expect(ended.errors.hasPrefix("error: cannot "))
      #expect(ended.errors.contains("File too large"))
      #expect(ended.errors.split(separator: "\n").count == 1)
      #expect(space.runs.isEmpty)
      #expect(server.truth.isEmpty)
    }
  }

  @Test func aRefusedRunLeavesTheRunsOfOthersAlone() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let files = space.files()
      let ended = try space.run(["run", "scenario.yaml"], preparation: "ulimit -f 1")
      #expect(ended.exitCode == 125)
      #expect(space.files() == files)
    }
  }

  @Test func apiThatDiesMeanwhileIsCountedAndNeverACrash() throws {
    let server = try JobServer.start(JobServer.Configuration())
    try Workspace.with { space in
      try space.write(
        ScenarioText(url: server.url, load: "constant: { rate: 100, for: 1s }", timeout: "2s").text)
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in server.truth.count >= 10 }, "\(child.errors)")
      server.stop()
      let ended = child.end()
      #expect(ended.signal == nil)
      let document = try space.document(try space.onlyRun())
      #expect(ended.exitCode == Int32(document.verdict.exitCode))
      #expect(document.run.ending == .complete)
      #expect(document.jobs.unsent == 0)
      #expect(document.jobs.outcomes.failedToPush > 0)
      #expect(document.jobs.outcomes.total == 100)
      let brokenLaws = document.validity.laws.filter { !$0.holds }
      #expect(brokenLaws.isEmpty)
    }
  }
}
