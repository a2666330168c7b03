import Foundation
import Glibc
import Results
import Scenarios
import Synchronization
import TestSupport
import Testing
import Workloads

/// `sojourn replay`: what a run sent is sent again, from its folder alone.
@Suite struct ReplayTests {
  /// A job API that takes everything and remembers the bodies of pushes.
  private final class Recorder: Sendable {
    let bodies = Mutex<[String]>([])

    func api() throws -> ScriptedAPI {
      try ScriptedAPI { [self] request in
        guard request.line.hasPrefix("POST") else {
          let id = request.line.split(separator: "/").last ?? ""
          return (200, #"{"id": "\#(id)", "status": "finished"}"#)
        }
        let number = bodies.withLock { bodies in
          bodies.append(request.body)
          return bodies.count
        }
        return (200, #"{"id": "job-\#(number)"}"#)
      }
    }

    /// The bodies so far, sorted, and none of them any more.
    func take() -> [String] {
      bodies.withLock { bodies in
        defer { bodies = [] }
        return bodies.sorted()
      }
    }
  }

  private func instants(_ space: Workspace, _ run: String) throws -> [String] {
    let table = try space.table(run)
    return (0..<table.rows.count).map { "\(table.rows[$0].intended) \(table.rows[$0].jobClass)" }
  }

  private func manifest(_ space: Workspace, _ run: String) throws -> RunManifest {
    try RunFolder.open(space.path + "/" + run).manifest()
  }

  /// The run that is not among `known`.
  private func newRun(_ space: Workspace, _ known: [String]) throws -> String {
    try #require(space.runs.first { !known.contains($0) }, "no new run in \(space.runs)")
  }

  @Test("a run is issued again from its folder, without scenario, columns and trace")
  func everything() throws {
    let recorder = Recorder()
    let api = try recorder.api()
    defer { api.stop() }
    try Workspace.with { space in
      var text = ScenarioText(url: api.url)
      text.jobs = """
        [{ name: a, weight: 2, inputs: { i: "${{ uuid }}", f: "${{ pick(f.csv, kind) }}" } },
          { name: b, inputs: { n: "${{ n }}" } }]
        """
      text.load =
        "{ trace: { file: t.csv, speed: 2 }, warm_up: true }\n"
        + "  - poisson: { rate: 100, for: 200ms }"
      try space.write(text.text)
      try space.write("kind,x\njpeg,1\n2.50,2\n\"say \"\"hi\"\"\",3\n", to: "f.csv")
      try space.write(
        "time,class,inputs\n0,b,\n0.02,,\"{\"\"own\"\": 1}\"\n0.1,a,[7]\n", to: "t.csv")
      let plan = try space.run(["plan", "scenario.yaml"])
      // A machine that holds threads up makes a run invalid, which does not matter here.
      #expect([0, 125].contains(try space.run(["run", "scenario.yaml"]).exitCode))
      let first = recorder.take()
      #expect(first.count > 10)
      #expect(first.contains { $0.contains("\"own\"") })
      let run = try space.onlyRun()
      let hash = try #require(try manifest(space, run).payloadHash)
      #expect(plan.output.contains(hash))
      for file in ["scenario.yaml", "f.csv", "t.csv"] {
        try FileManager.default.removeItem(atPath: space.path + "/" + file)
      }

      let replay = try space.run(["replay", run])
      #expect([0, 125].contains(replay.exitCode))
      #expect(recorder.take() == first)
      let again = try newRun(space, [run])
      #expect(try instants(space, again) == (try instants(space, run)))
      let stored = try manifest(space, again)
      #expect(stored.payloadHash == hash)
      #expect(stored.replayed?.run == run)
      #expect(stored.replayed?.startedAt == (try space.document(run).run.startedAt))
      #expect(stored.replayed?.speed == 1)
      #expect(replay.errors.hasSuffix("compare: sojourn compare \(run) \(again)\n"))
      let compare = try space.run(["compare", run, again])
      #expect(compare.exitCode != 64 && !compare.output.isEmpty)
      #expect(!compare.errors.contains("unlike"))

      // A replay can be replayed, also faster and elsewhere.
      let fast = try space.run(["replay", again, "--speed", "4", "--out", "fast", "--quiet"])
      #expect([0, 125].contains(fast.exitCode))
      #expect(fast.errors.isEmpty == (fast.exitCode == 0))
      #expect(recorder.take() == first)
      let name = try #require(space.files(in: "fast").first { $0.hasSuffix(".run") })
      let document = try space.document("fast/" + name)
      let original = try space.document(run)
      #expect(document.run.ending == .complete)
      #expect(document.jobs.warmUp == 3)
      #expect(original.jobs.warmUp == 3)
      #expect(document.validity.reasons.allSatisfy { $0.check != "conservation" })
      let (slow, quick) = (try space.table(run), try space.table("fast/" + name))
      for row in 0..<slow.rows.count {
        let ratio = Double(slow.rows[row].intended) / 4
        #expect(abs(Double(quick.rows[row].intended) - ratio) <= 4)
      }
    }
  }

  @Test("arrivals are those of the table, also where they would be drawn otherwise")
  func notDrawnAnew() throws {
    try Workspace.with { space in
      var text = ScenarioText(embedded: "{ workers: 50, service: constant(1ms) }")
      text.load = "poisson: { rate: 200, for: 200ms }\n  - burst: { jobs: 3 }"
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      // Another seed of arrivals stands for another way of drawing them.
      let json = try space.read(run + "/run.json")
      try #require(json.contains("\"seed\" : 7"))
      try space.write(
        json.replacingOccurrences(
          of: "\"seed\" : 7", with: #""seed" : {"arrivals": 99, "run": 7}"#),
        to: run + "/run.json")
      let replay = try space.run(["replay", run])
      let again = try newRun(space, [run])
      #expect(try instants(space, again) == (try instants(space, run)), "\(replay.errors)")
      let document = try space.document(again)
      #expect(document.jobs.outcomes.finished == (try instants(space, run)).count)
      #expect(document.validity.reasons.allSatisfy { $0.check != "conservation" })
      #expect(document.scenario.load.phases.map(\.shape.name) == ["trace", "trace"])
    }
  }

  @Test("an embedded run is served alike: the same service times again")
  func embedded() throws {
    try Workspace.with { space in
      var text = ScenarioText(embedded: "{ workers: 4, service: exponential(5ms) }")
      text.load = "burst: { jobs: 30, every: 50ms, times: 2 }"
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      _ = try space.run(["replay", run])
      let again = try newRun(space, [run])
      #expect(try manifest(space, again).scenario == (try manifest(space, run).scenario))
      #expect(try space.document(again).jobs.outcomes.finished == 60)
    }
  }

  @Test("a closed phase has its population again, and no speed")
  func closed() throws {
    try Workspace.with { space in
      var text = ScenarioText(embedded: "{ workers: 4, service: constant(5ms) }")
      text.load =
        "burst: { jobs: 2, every: 10ms }\n  - closed: { population: 3, think: 20ms, for: 200ms }"
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      _ = try space.run(["replay", run])
      let again = try newRun(space, [run])
      let document = try space.document(again)
      #expect(document.run.workload == .mixed)
      #expect(document.jobs.scheduled > 5)
      #expect(document.run.scheduleHash == (try space.document(run).run.scheduleHash))
      let fast = try space.run(["replay", run, "--speed", "2"])
      #expect(fast.exitCode == 125)
      #expect(
        fast.errors.hasPrefix(
          "error: the run cannot be issued again: a closed phase has no speed"))
    }
  }

  @Test("of an interrupted run everything is issued that was planned")
  func interrupted() throws {
    try Workspace.with { space in
      var text = ScenarioText(embedded: "{ workers: 50, service: constant(1ms) }")
      text.load = "constant: { rate: 20, for: 2s }"
      try space.write(text.text)
      let child = try space.start(["run", "scenario.yaml"])
      child.listen { $0.errors.contains("run: ") }
      child.send(SIGINT)
      _ = child.end()
      let run = try space.onlyRun()
      #expect(try space.document(run).jobs.unsent > 0)
      _ = try space.run(["replay", run, "--speed", "10"])
      let document = try space.document(try newRun(space, [run]))
      #expect(document.jobs.scheduled == 40)
      #expect(document.jobs.unsent == 0)
    }
  }

  @Test func whatCannotBeIssuedAgainIsRefused() throws {
    try Workspace.with { space in
      var text = ScenarioText(embedded: "{ workers: 50, service: constant(1ms) }")
      text.jobs = "{ inputs: { f: \"${{ pick(f.csv, kind) }}\" } }"
      try space.write("kind\na\nb\n", to: "f.csv")
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      func refusal(_ arguments: [String] = []) throws -> String {
        let ended = try space.run(["replay", run] + arguments)
        #expect(space.runs == [run])
        #expect(ended.output.isEmpty)
        return "\(ended.exitCode ?? -1) \(ended.errors)"
      }
      for speed in ["0", "-1", "nan", "inf", "1e9", "fast"] {
        #expect(try refusal(["--speed=\(speed)"]).hasPrefix("64 "), "\(speed)")
      }
      #expect(
        try refusal(["--target", "ftp://x"]).hasPrefix("64 error: 'ftp://x' is not a usable"))
      let nowhere = try space.run(["replay", "nowhere"])
      #expect(nowhere.exitCode == 64)
      #expect(nowhere.errors.hasPrefix("error: 'nowhere' does not exist"))

      let inputs = try space.read(run + "/inputs.json")
      try space.write(
        inputs.replacingOccurrences(of: "\\\"b\\\"", with: "\\\"c\\\""), to: run + "/inputs.json")
      #expect(try refusal().contains("the column 'kind' of 'f.csv' was changed"))
      try FileManager.default.removeItem(atPath: space.path + "/" + run + "/inputs.json")
      #expect(try refusal().contains("it lacks the column 'kind' of 'f.csv'"))
      try space.write(inputs, to: run + "/inputs.json")

      let json = try space.read(run + "/run.json")
      func withManifest(_ old: String, _ new: String, _ words: String) throws {
        try #require(json.contains(old))
        try space.write(json.replacingOccurrences(of: old, with: new), to: run + "/run.json")
        let text = try refusal()
        #expect(text.hasPrefix("125 ") && text.contains(words), "\(text)")
        try space.write(json, to: run + "/run.json")
      }
      let hash = try #require(try manifest(space, run).payloadHash)
      try withManifest(hash, "0123456789abcdef", "its payloads had the hash 0123456789abcdef")
      try withManifest("\"jobs\" : 20", "\"jobs\" : 19", "its rows do not fit the scenario")
      try withManifest("sojourn.manifest/1", "sojourn.manifest/9", "'sojourn.manifest/9'")

      let table = try Data(contentsOf: URL(fileURLWithPath: "\(space.path)/\(run)/jobs.table"))
      func withTable(_ bytes: Data, _ words: String) throws {
        try bytes.write(to: URL(fileURLWithPath: "\(space.path)/\(run)/jobs.table"))
        let text = try refusal()
        #expect(text.hasPrefix("125 ") && text.contains(words), "\(text)")
      }
      try withTable(table.prefix(5_000), "jobs.table' cannot be read")
      var other = table
      other[8] = 9
      try withTable(other, "it has version 9")
      try FileManager.default.removeItem(atPath: "\(space.path)/\(run)/jobs.table")
      #expect(try refusal().contains("it has no job table"))
    }
  }

  @Test("inputs too large to keep come from their file, if it has not changed")
  func large() throws {
    try Workspace.with { space in
      let cells = (0..<70_000).map { "c\($0)" }.joined(separator: "\n")
      var text = ScenarioText(embedded: "{ workers: 50, service: constant(1ms) }")
      text.load = "burst: { jobs: 2 }"
      text.jobs = "{ inputs: { f: \"${{ pick(f.csv, kind) }}\" } }"
      try space.write("kind\n\(cells)\n", to: "f.csv")
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      #expect(try space.read(run + "/inputs.json").utf8.count < 1_000)
      let replay = try space.run(["replay", run])
      #expect(space.runs.count == 2, "\(replay.errors)")

      try FileManager.default.createDirectory(
        atPath: space.path + "/kept", withIntermediateDirectories: false)
      try FileManager.default.moveItem(
        atPath: space.path + "/f.csv", toPath: space.path + "/kept/f.csv")
      let missing = try space.run(["replay", run])
      #expect(missing.exitCode == 125)
      #expect(
        missing.errors.contains("its inputs were too large to keep, and 'f.csv' cannot be read"))
      #expect(missing.errors.contains("name the folder that has it with `--inputs`"))
      _ = try space.run(["replay", run, "--inputs", "kept"])
      #expect(space.runs.count == 3)
      try space.write("kind\nother\n\(cells)\n", to: "f.csv")
      let changed = try space.run(["replay", run])
      #expect(changed.exitCode == 125)
      #expect(changed.errors.contains("was too large to keep and has changed since"))
    }
  }
}
