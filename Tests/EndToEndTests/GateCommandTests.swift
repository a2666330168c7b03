import Foundation
import Glibc
import Platform
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Harness

/// `sojourn gate` and `sojourn bisect-step` with servers that commands start.
///
/// What is judged are the server's own processing times, which a busy machine hardly moves, and the
/// slower server takes several times as long. Few pairs decide because much error is allowed.
@Suite struct GateCommandTests {
  /// The command of a server, slower by `percent`.
  private func server(_ percent: Int = 0) -> String {
    "'\(Workspace.tool)' serve --port {port} --workers 50 --service 'constant(50ms)' "
      + "--slowdown \(percent)%"
  }

  private let scenario = ScenarioText(load: "burst: { jobs: 8 }", poll: "100ms").text

  /// Options for few and quick pairs.
  private let few = [
    "--metric", "processing", "--looks", "4,8", "--alpha", "50%", "--attempts", "100",
    "--tolerance", "50%", "--least-effect", "50%", "--seed", "1",
  ]

  private func result(_ space: Workspace) throws -> (folder: String, result: GateResult) {
    let folders = space.files(in: "results/scenario").filter {
      $0.hasSuffix(".gate")
    }
    let folder = "results/scenario/" + (try #require(folders.last))
    return (folder, try GateFolder(path: space.path + "/" + folder).result())
  }

  /// Whether a process whose command line has the space's path in it runs.
  private func isAnyLeft(of space: Workspace) -> Bool {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { Int($0) != nil }.contains { process in
      guard let text = TextFile.read("/proc/\(process)/environ") else { return false }
      return text.contains("GATE_TEST=\(space.path)\0")
    }
  }

  @Test func aSlowerServerFails() throws {
    try Workspace.with { space in
      try space.write(scenario)
      let mark = ["GATE_TEST": space.path]
      let ended = try space.run(
        ["gate", "scenario.yaml", "--base", server(), "--candidate", server(400)] + few
          + ["--drop-tables"], environment: mark)
      #expect(ended.exitCode == 1, "\(ended.errors)")
      #expect(ended.output.hasPrefix("FAIL: the candidate is slower: processing p50 +"))
      #expect(ended.errors.contains("pair 4 of at most 8: p50 +"))
      #expect(!isAnyLeft(of: space))
      let (folder, result) = try result(space)
      #expect(result.pairs.count >= 4 && result.seed == 1)
      #expect(result.base.kind == .command && result.verdict.limits == [.unjudged])
      for pair in result.pairs {
        #expect(pair.base.scheduleHash == pair.candidate.scheduleHash)
        for run in [pair.base, pair.candidate] {
          #expect(
            space.files(in: "\(folder)/\(run.folder)") == ["report.json", "report.md", "run.json"])
          let document = try space.document("\(folder)/\(run.folder)")
          #expect(document.scenario.seed.run == pair.seed)
          #expect(document.run.url.hasPrefix("http://127.0.0.1:"))
        }
      }
      let orders = result.pairs.map(\.isCandidateFirst)
      #expect(orders.contains(true) && orders.contains(false))
      #expect(try space.read("\(folder)/gate.md").hasPrefix("## scenario: gate\n\n**FAIL**"))
      #expect(try space.read("\(folder)/base.log").hasPrefix("http://127.0.0.1:"))
    }
  }

  /// Gives `body` a scenario for a server that runs as long.
  private func withServer(_ body: (Workspace, String) throws -> Void) throws {
    try Workspace.with { space in
      let child = try space.start(
        ["serve", "--workers", "50", "--service", "constant(50ms)"])
      #expect(child.listen { $0.output.hasSuffix("\n") })
      let url = String(child.output.dropLast())
      try space.write(ScenarioText(url: url, load: "burst: { jobs: 8 }", poll: "100ms").text)
      try body(space, url)
      child.send(SIGTERM)
      _ = child.end()
    }
  }

  @Test func oneServerAgainstItselfPassesConditionally() throws {
    try withServer { space, url in
      let ended = try space.run(
        ["gate", "scenario.yaml", "--base", url, "--candidate", url, "--format", "json"] + few)
      #expect(ended.exitCode == 0, "\(ended.errors)")
      let printed = try JSONDecoder().decode(GateResult.self, from: Data(ended.output.utf8))
      #expect(printed.verdict.limits == [.conditional, .unjudged])
      #expect(try result(space).result == printed)
      // A command that exits with 0 has deployed; here it is there all the time.
      let deployed = try space.run(
        ["gate", "scenario.yaml", "--base", "true", "--candidate", "exit 0", "--quiet"] + few)
      #expect(deployed.exitCode == 0, "\(deployed.errors)")
      #expect(deployed.output.hasPrefix("PASS: processing is within the tolerances: p50 50 %\n"))
      #expect(deployed.errors.isEmpty)
    }
  }

  @Test func aCommandThatFailsIsNamedWithItsLastWords() throws {
    try Workspace.with { space in
      try space.write(scenario)
      for (command, code, text) in [
        ("echo so sorry; exit 3 # {port}", 125, "command exited with 3 before the job API"),
        ("echo so sorry; sleep 1000 # {port}", 125, "nothing listens at http://127.0.0.1:"),
        ("echo hello", 64, "does not say where the job API is"),
        ("http://127.0.0.1:1", 125, "cannot connect to http://127.0.0.1:1"),
      ] as [(String, Int32, String)] {
        let ended = try space.run(
          ["gate", "scenario.yaml", "--base", command, "--candidate", command]
            + ["--start-limit", "300ms", "--seed", "1"], environment: ["GATE_TEST": space.path])
        #expect(ended.exitCode == code)
        #expect(ended.errors.contains(text), "\(ended.errors)")
        #expect(!command.contains("sorry") || ended.errors.contains("\n  | so sorry\n"))
        #expect(!isAnyLeft(of: space))
      }
    }
  }

  /// Whatever takes connections and says nothing is looked at shortly, so that the limit is kept.
  @Test(.timeLimit(.minutes(1)))
  func aServerThatDoesNotShakeHandsHoldsNobodyUp() throws {
    let silent = try ScriptedAPI { _ in (200, "") }
    defer { silent.stop() }
    try Workspace.with { space in
      let url = silent.url.replacing("http://", with: "https://")
      try space.write(ScenarioText(url: url, timeout: "1h").text)
      // Two looks, each as long as a request may take, would outlast the limit.
      let ended = try space.run([
        "gate", "scenario.yaml", "--base", "exec sleep 1000", "--candidate", "exec sleep 1000",
        "--start-limit", "1ms", "--set", "target.request_timeout=50s",
      ])
      #expect(ended.exitCode == 125)
      #expect(ended.errors.contains("nothing listens at \(url) after 1.00 ms"), "\(ended.errors)")
    }
  }

  @Test func aCommandThatFailsLaterMakesTheGateInvalid() throws {
    try withServer { space, url in
      let ended = try space.run(
        [
          "gate", "scenario.yaml", "--base", url, "--candidate",
          "set -- results/scenario/*.gate/pair-02-candidate.run; echo oh no; test ! -e \"$1\"",
        ] + few + ["--attempts", "2"])
      #expect(ended.exitCode == 125, "\(ended.errors)")
      let result = try result(space).result
      #expect(result.verdict.result == .invalid && !result.pairs.isEmpty)
      #expect(result.verdict.troubleOf == .candidate)
      #expect(result.repeats.last?.reason.contains("exited with 1") == true)
      #expect(result.repeats.last?.reason.contains("oh no") == true)
      #expect(ended.output.hasPrefix("INVALID: pair "))
    }
  }

  @Test func aWrongCommandLineIsRefused() throws {
    try Workspace.with { space in
      try space.write(scenario)
      let sides = ["--base", "http://127.0.0.1:1", "--candidate", "http://127.0.0.1:1"]
      for arguments in [
        [], ["scenario.yaml"], ["scenario.yaml", "--base", "x"],
        ["scenario.yaml", "--base", "", "--candidate", "x {port}"],
        ["scenario.yaml", "--base", "x {port}", "--candidate", " \n"],
        ["scenario.yaml", "--looks", "4,6"] + sides, ["missing.yaml"] + sides,
        ["scenario.yaml", "--base", "http://a b", "--candidate", "x"],
        ["scenario.yaml", "--quick", "--looks", "14"] + sides,
        ["scenario.yaml", "--pairs", "13"] + sides, ["scenario.yaml", "--looks", "5,4"] + sides,
        ["scenario.yaml", "--alpha", "60%"] + sides, ["scenario.yaml", "--jobs", "0"] + sides,
        ["--selftest", "--base", "x"], ["--selftest", "--format", "junit"],
        ["--selftest", "--start-limit", "1s", "scenario.yaml"], ["--selftest", "--set", "seed=1"],
        ["--selftest", "--header", "a: b"], ["--selftest", "--cacert", "x"],
        ["--selftest", "--insecure"], ["--selftest", "--metric", "queue"],
        ["--selftest", "--looks", "4,6"],
      ] {
        let ended = try space.run(["gate"] + arguments)
        #expect(ended.exitCode == 64, "\(arguments): \(ended.errors)")
        #expect(ended.output.isEmpty)
        // git would take 64 for a bad commit.
        guard !arguments.contains("--selftest"), !arguments.contains("--quick") else { continue }
        let good = arguments.map { $0 == "--base" ? "--good" : $0 }
        guard good.contains("--candidate") || good.count < 2 else { continue }
        #expect(try space.run(["bisect-step"] + good).exitCode == 128, "\(good)")
      }
      #expect(space.files() == ["scenario.yaml"])
    }
  }

  @Test func aSelfTestOfItsOwnHonoursOptionsOrRefusesThem() throws {
    try Workspace.with { space in
      let refused = try space.run(["gate", "--selftest", "--set", "seed=1"])
      #expect(refused.errors.contains("'--set' is for a scenario, and '--selftest' has its own"))
      #expect(refused.errors.contains("name one, or leave '--set' out"))
      let gate = try space.start(
        [
          "gate", "--selftest", "--quick", "--metric", "processing", "--tolerance", "p95=7%",
          "--alpha", "5%", "--least-effect", "3%", "--jobs", "20", "--engines", "2",
          "--drop-tables", "--attempts", "100", "--seed", "9",
        ])
      #expect(gate.listen { $0.errors.contains("pair 1 of at most 14") }, "\(gate.errors)")
      gate.send(SIGINT)
      #expect(gate.end().exitCode == 130)
      let folder = try #require(space.files(in: "results").first { $0.hasSuffix(".gate") })
      let found = try GateFolder(path: "\(space.path)/results/\(folder)").result()
      #expect(found.metric == "processing" && found.seed == 9)
      #expect(found.rule.quantiles.map(\.tolerance) == [0.05, 0.07, 0.15])
      #expect(abs(found.rule.alpha - 0.05) < 1e-9 && found.rule.leastEffect == 0.03)
      let run = try #require(found.pairs.first).base
      #expect(run.scheduled == 20)
      #expect(try space.document("results/\(folder)/\(run.folder)").run.engines == 2)
      #expect(!space.files(in: "results/\(folder)/\(run.folder)").contains("jobs.table"))
    }
  }

  @Test("children end with the gate", arguments: [[SIGINT], [SIGINT, SIGINT], [SIGKILL]])
  func interrupts(signals: [Int32]) throws {
    try Workspace.with { space in
      try space.write(scenario)
      let gate = try space.start(
        ["gate", "scenario.yaml", "--base", server(), "--candidate", server()] + few,
        environment: ["GATE_TEST": space.path])
      #expect(gate.listen { $0.errors.contains("pair 1 of") }, "\(gate.errors)")
      for signal in signals { gate.send(signal) }
      let ended = gate.end()
      if signals == [SIGKILL] {
        #expect(ended.signal == SIGKILL)
      } else {
        #expect(ended.exitCode == 130)
        #expect(ended.errors.contains("interrupted: the run goes on"))
      }
      if signals == [SIGINT] {
        let found = try result(space).result
        #expect(found.verdict.result == .invalid && found.verdict.limits == [.interrupted])
        #expect(ended.output.hasPrefix("INVALID: interrupted after "))
      }
      let deadline = MonotonicClock.now() + Child.patience
      while isAnyLeft(of: space), MonotonicClock.now() < deadline {
        MonotonicClock.sleep(for: 10_000_000)
      }
      #expect(!isAnyLeft(of: space))
    }
  }
}
