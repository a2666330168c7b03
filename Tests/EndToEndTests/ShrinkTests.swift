import Engines
import Foundation
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Harness

/// `sojourn shrink`, with real gates of very short runs.
@Suite struct ShrinkTests {
  /// A folder with a run of two classes, a picked column and a trace.
  private func makeRun(_ space: Workspace) throws -> String {
    var text = ScenarioText(embedded: "{ workers: 200, service: constant(20ms) }")
    text.jobs = """
      [{ name: a, weight: 3, inputs: { f: "${{ pick(f.csv, kind) }}" } }, { name: b }]
      """
    text.load =
      "{ burst: { jobs: 20, every: 50ms }, warm_up: true }\n"
      + "  - burst: { jobs: 40 }\n  - trace: { file: t.csv }"
    text.poll = "2ms"
    try space.write("kind\nx\n\"a, b\"\n1\n\"\"\n", to: "f.csv")
    try space.write("time,class,inputs\n5,b,\n5.02,a,\"{\"\"q\"\": [1]}\"\n5.03,,\n", to: "t.csv")
    try space.write(text.text)
    _ = try space.run(["run", "scenario.yaml"])
    return try space.onlyRun()
  }

  @Test("the scenario of a run comes back with its files, and sends the same payloads")
  func material() throws {
    try Workspace.with { space in
      let run = try makeRun(space)
      let replay = try Replay(space.path + "/" + run)
      let material = try replay.material(from: NoFiles())
      try FileManager.default.createDirectory(
        atPath: space.path + "/new", withIntermediateDirectories: false)
      try space.write(material.scenario.yaml(), to: "new/again.yaml")
      for file in material.files(beside: "new/again.yaml") {
        try space.write(file.text, to: file.path)
      }
      #expect(space.files(in: "new") == ["again.yaml", "f.csv", "scenario-arrivals.csv"])
      let (old, new) = (
        try space.run(["plan", "scenario.yaml"]), try space.run(["plan", "new/again.yaml"])
      )
      #expect(new.exitCode == 0, "\(new.errors)")
      let hash = try #require(replay.manifest.payloadHash)
      #expect(old.output.contains("payload hash \(hash)"))
      #expect(new.output.contains("payload hash \(hash)"))
    }
  }

  /// A search that asks two questions, with gates of so many pairs.
  private func shrink(
    _ space: Workspace, _ replay: Replay, _ material: ScenarioMaterial, base: Double,
    candidate: Double, pairs: Int = 5
  ) -> Shrink {
    var gate = Gate(
      material, dialect: replay.manifest.dialect, scenarioFile: "scenario.yaml", headers: [],
      base: .embedded(slowdown: base), candidate: .embedded(slowdown: candidate), seed: 3)
    gate.root = space.path + "/gates"
    gate.believesAll = true
    // Five pairs that all say the same have a probability of 1 in 32, and one has 1 in 2.
    gate.rule.quantiles = [
      .init(name: "p50", tolerance: 0.5, alpha: pairs == 1 ? 0.5 : 0.04)
    ]
    gate.rule.looks = [pairs]
    gate.rule.spending = [1]
    var shrink = Shrink(gate)
    shrink.search.mostQuestions = 2
    shrink.search.fewestJobs = 10
    return shrink
  }

  @Test func aDifferenceIsShrunkAndNoneIsNotFound() throws {
    try Workspace.with { space in
      let replay = try Replay(space.path + "/" + makeRun(space))
      let material = try replay.material(from: NoFiles())
      func shrink(base: Double, candidate: Double) -> Shrink {
        self.shrink(space, replay, material, base: base, candidate: candidate)
      }
      var seen: [ShrinkStep] = []
      let outcome = try shrink(base: 0, candidate: 20).carryOut(stop: StopSignal()) { event in
        if case .step(let step) = event { seen.append(step) }
      }
      guard case .found(let found) = outcome else {
        Issue.record("nothing was found: \(outcome)")
        return
      }
      #expect(found.steps == seen)
      #expect(seen.map(\.number) == [0, 1])
      #expect(seen[0].isTaken && seen[0].dimension == .start)
      #expect(seen[0].answer.quantile == "p50" && seen[0].answer.pairs == 5)
      #expect(found.answer.ruling == .shown && found.cut == nil)
      #expect(seen[1].dimension == .arrivals)
      let shapes = found.material.scenario.load.phases.map(\.shape.name)
      #expect(
        shapes == (seen[1].isTaken ? ["burst", "burst", "poisson"] : ["burst", "burst", "trace"]))
      // A faster candidate never shows one.
      let none = try shrink(base: 20, candidate: 0).carryOut(stop: StopSignal())
      guard case .notShown(let answer) = none else {
        Issue.record("something was found: \(none)")
        return
      }
      #expect(answer.ruling != .shown)
    }
  }

  @Test func aSearchThatIsEndedLateKeepsWhatItHasFound() throws {
    try Workspace.with { space in
      let replay = try Replay(space.path + "/" + makeRun(space))
      let material = try replay.material(from: NoFiles())
      let shrink = shrink(space, replay, material, base: 0, candidate: 20, pairs: 1)
      for reason in [StopSignal.Reason.interrupted, .unauthorized, .none] {
        let stop = StopSignal()
        let outcome = try shrink.carryOut(stop: stop) { event in
          guard case .step = event else { return }
          stop.raise(reason)
          guard reason == .none else { return }
          // No folder can be made in what is none, as on a full disk.
          try? FileManager.default.removeItem(atPath: space.path + "/gates")
          try? space.write("", to: "gates")
        }
        guard case .found(let found) = outcome else {
          Issue.record("nothing was found: \(outcome)")
          continue
        }
        #expect(found.steps.map(\.dimension) == [.start] && found.answer.ruling == .shown)
        #expect(found.material.scenario == shrink.gate.scenario)
        switch (found.cut, reason) {
        case (.interrupted, .interrupted), (.unauthorized, .unauthorized): break
        case (.trouble(let trouble), .none):
          #expect(trouble.description.contains("Not a directory"))
        default: Issue.record("\(reason) was taken for \(String(describing: found.cut))")
        }
      }
      // Before anything is found, an interrupt leaves nothing.
      let stop = StopSignal()
      stop.raise(.interrupted)
      let none = try shrink.carryOut(stop: stop)
      if case .interrupted = none { return }
      Issue.record("\(none)")
    }
  }

  @Test func badInputIsRefusedBeforeAnythingIsMeasured() throws {
    try Workspace.with { space in
      let run = try makeRun(space)
      let sides = ["--base", "http://127.0.0.1:9", "--candidate", "http://127.0.0.1:9"]
      func refusal(_ arguments: [String]) throws -> String {
        let ended = try space.run(["shrink"] + arguments)
        #expect(ended.output.isEmpty)
        return "\(ended.exitCode ?? -1) \(ended.errors)"
      }
      #expect(try refusal(["nowhere"] + sides).hasPrefix("64 error: 'nowhere' does not exist"))
      #expect(try refusal([run]).hasPrefix("64 "))
      let bad = try refusal([run, "--base", "http://h:x", "--candidate", "http://127.0.0.1:9"])
      #expect(bad.hasPrefix("64 --base http://h:x: error: "), "\(bad)")
      let nowhere = try refusal([run, "--base", "./serve", "--candidate", "./serve {port}"])
      #expect(nowhere.contains("'--base' does not say where the job API is"), "\(nowhere)")
      #expect(try refusal([run] + sides + ["--jobs", "3"]).hasPrefix("64 "))
      try space.write("", to: "scenario-small.yaml")
      #expect(
        try refusal([run] + sides).hasPrefix("64 error: 'scenario-small.yaml' exists already"))
      try space.write("kind\nother\n", to: "f.csv")
      #expect(
        try refusal([run] + sides + ["--out", "x.yaml"]).hasPrefix(
          "64 error: 'f.csv' exists already"))
      // Nobody is there.
      #expect(try refusal([run] + sides + ["--out", "x/y.yaml"]).hasPrefix("125 "))
      #expect(!space.files().contains("x.yaml"))
    }
  }
}

/// For runs that keep everything.
private struct NoFiles: MaterialFiles {
  func bytes(of path: String, limit: Int) throws(MaterialUnreadable) -> [UInt8] {
    throw MaterialUnreadable("cannot be read: no such file")
  }

  func run(at path: String) throws(MaterialUnreadable) -> RecordedRun {
    throw MaterialUnreadable("cannot be read: no such run")
  }
}
