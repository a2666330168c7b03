import Foundation
import Glibc
import ReferenceServer
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

/// `sojourn capacity` with a scenario: its form, not its figures, which a busy machine moves.
@Suite struct CapacityCommandTests {
  /// Jobs take 30 ms in each of two workers, so that about 66 a second are worked off.
  private static let scenario = ScenarioText(
    embedded: "{ workers: 2, service: constant(30ms) }", load: "constant: { rate: 1, for: 1s }"
  ).text

  private static let short = [
    "capacity", "scenario.yaml", "--quick", "--probe", "1s", "--certify", "1s", "--burst", "20",
  ]

  @Test func aSearchStoresEveryRunAndWhatItFound() throws {
    try Workspace.with { space in
      try space.write(Self.scenario)
      let ended = try space.run(Self.short + ["--slo", "end_to_end.p50 < 10s", "--format", "json"])
      let folder = try #require(
        space.files(in: "results").first { $0.hasSuffix(".capacity") }, "\(ended.errors)")
      let stored = try space.read("results/\(folder)/capacity.json")
      #expect(ended.output == stored)
      let capacity = try JSONDecoder().decode(Capacity.self, from: Data(stored.utf8))
      #expect(ended.exitCode.map(Int.init) == capacity.exitCode)
      #expect(capacity.ending != .interrupted)
      #expect(capacity.plan.isQuick)
      #expect(capacity.conditions == ["end_to_end.p50 < 10s"])
      #expect(capacity.drains.first?.jobs == 20)
      #expect(!capacity.trials.isEmpty)
      let names = capacity.drains.map(\.run) + capacity.trials.map(\.run)
      for name in names {
        let document = try space.document("results/\(folder)/\(name)")
        #expect(document.jobs.scheduled == document.jobs.outcomes.finished, "all are followed")
      }
      let probe = try space.document("results/\(folder)/\(try #require(names.last))")
      #expect(probe.jobs.warmUp > 0)
      #expect(probe.thresholds.map(\.text) == capacity.conditions)
      let shapes = probe.scenario.load.phases.map(\.shape.name)
      #expect(shapes == ["poisson", "poisson"])
      let all = space.files(in: "results/\(folder)").filter { $0.hasSuffix(".run") }
      #expect(all.sorted() == names.sorted())
      #expect(ended.errors.hasPrefix("expected: 5.00 s of probes and certifications at least"))
      #expect(ended.errors.contains("burst of 20 jobs: worked off at"))
    }
  }

  @Test func theFirstSignalEndsTheSearchWithWhatIsKnown() throws {
    try Workspace.with { space in
      try space.write(Self.scenario)
      let child = try space.start(
        ["capacity", "scenario.yaml", "--burst", "20", "--slo", "end_to_end.p99 < 10s"])
      #expect(child.listen { $0.errors.contains("burst of 20 jobs") }, "\(child.errors)")
      child.send(SIGINT)
      let ended = child.end()
      #expect(ended.exitCode == 130)
      #expect(ended.output.hasPrefix("capacity: not known; interrupted before it was found\n"))
      let folder = try #require(space.files(in: "results").first { $0.hasSuffix(".capacity") })
      let stored = try space.read("results/\(folder)/capacity.json")
      let capacity = try JSONDecoder().decode(Capacity.self, from: Data(stored.utf8))
      #expect(capacity.ending == .interrupted)
      #expect(capacity.drains.first?.ended == 20)
    }
  }

  /// A command line that cannot succeed, and what is said about it.
  @Test(
    "bad input is refused before anything is sent",
    arguments: [
      ([], "say what to measure: a scenario names a job API"),
      (["scenario.yaml"], "say what has to hold, for example --slo 'end_to_end.p99 < 2s'"),
      (["scenario.yaml", "--slo", "end_to_end.p98 < 2s"], "'end_to_end' has no 'p98'"),
      (["scenario.yaml", "--slo", "fast"], "--slo 'fast': threshold 'fast' has no comparison"),
      (["scenario.yaml", "--slo", "achieved_rate > 1/s"], "follows the rate that is tried"),
      (["scenario.yaml", "--slo", "cancel.p50 < 1s"], "the scenario cancels no job"),
      (
        ["closed.yaml", "--slo", "queue.p50 < 1s"],
        "the load of closed.yaml is of the kind 'closed'"
      ),
      (["none.yaml", "--slo", "queue.p50 < 1s"], "none.yaml: error: cannot be read"),
      (["scenario.yaml", "--slo", "queue.p50 < 1s", "--max-rate", "0"], "'--max-rate' must be"),
      (["scenario.yaml", "--slo", "queue.p50 < 1s", "--max-rate", "0.009"], "must be from 0.01"),
      (["scenario.yaml", "--slo", "queue.p50 < 1s", "--probe", "0"], "'--probe' must be from 1s"),
      (["scenario.yaml", "--slo", "queue.p50 < 1s", "--burst", "3"], "'--burst' must be from 20"),
      (
        ["scenario.yaml", "--slo", "queue.p50 < 1s", "--keep", "x"], "'--keep' belongs to '--self'"
      ),
      (["--self", "--slo", "queue.p50 < 1s"], "has no use for '--slo'"),
      (["--self", "scenario.yaml"], "has no use for a scenario"),
      (["--self", "--attempts", "2"], "has no use for '--attempts'"),
      (
        ["scenario.yaml", "--slo", "queue.p50 < 1s", "--attempts", "0"],
        "'--attempts' must be from 1 to 100, but is 0"
      ),
      (["--self", "--format", "markdown"], "'--format' must be terminal or json"),
    ] as [([String], String)])
  func badInput(arguments: [String], says: String) throws {
    try Workspace.with { space in
      try space.write(Self.scenario)
      try space.write(
        ScenarioText(load: "closed: { population: 2, for: 1s }").text, to: "closed.yaml")
      let ended = try space.run(["capacity"] + arguments)
      #expect(ended.exitCode == 64)
      #expect(ended.errors.contains(says), "\(ended.errors)")
      #expect(space.files(in: "results").isEmpty)
    }
  }

  @Test func aTargetThatRefusesLeavesNothing() throws {
    try Workspace.with { space in
      try space.write(Self.scenario)
      let ended = try space.run(
        Self.short + ["--slo", "queue.p50 < 1s", "--target", "http://127.0.0.1:1"])
      #expect(ended.exitCode == 125)
      #expect(ended.errors.contains("cannot connect to http://127.0.0.1:1"))
      #expect(space.files(in: "results").isEmpty)
    }
  }

  @Test func aKeyThatIsRefusedMakesTheSearchInvalid() throws {
    var configuration = JobServer.Configuration()
    configuration.apiKey = "right"
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(Self.scenario)
      let ended = try space.run(
        Self.short + [
          "--slo", "queue.p50 < 1s", "--target", server.url, "--header", "X-API-Key: wrong",
        ])
      #expect(ended.exitCode == 125, "\(ended.errors)")
      #expect(ended.output.hasPrefix("capacity: not known; a run could not vouch for itself\n"))
      #expect(ended.output.contains("every push was answered 401 or 403"))
      #expect(!(ended.output + ended.errors).contains("interrupted"))
      let folder = try #require(space.files(in: "results").first { $0.hasSuffix(".capacity") })
      let stored = try space.read("results/\(folder)/capacity.json")
      let capacity = try JSONDecoder().decode(Capacity.self, from: Data(stored.utf8))
      #expect(capacity.ending == .invalid && capacity.exitCode == 125)
      #expect(capacity.reason?.hasPrefix("every push was answered 401 or 403") == true)
    }
  }

  @Test func aHighestRateBelowTheFirstOneIsRefused() throws {
    try Workspace.with { space in
      try space.write(Self.scenario)
      let ended = try space.run(Self.short + ["--slo", "queue.p50 < 1s", "--max-rate", "1"])
      #expect(ended.exitCode == 125)
      #expect(ended.errors.contains("the highest rate to try is 1.00/s, and the first one is"))
    }
  }
}
