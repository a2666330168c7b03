import Engines
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Harness

/// What a gate leaves of its runs.
@Suite struct GateTablesTests {
  @Test(
    "job tables are there until a run has its reports, and then as asked", arguments: [true, false])
  func tables(isKept: Bool) throws {
    try TemporaryFolder.with { root in
      let run = Run(
        ownScenario: """
          embedded: { workers: 50, service: constant(10ms) }
          load: { burst: { jobs: 20 } }
          follow: { poll: 5ms, timeout: 1m, recheck: 0 }

          """, name: "tables")
      var gate = Gate(
        run.scenario, columns: run.columns, dialect: run.dialect, scenarioFile: "tables.yaml",
        headers: [], base: .embedded(slowdown: 0), candidate: .embedded(slowdown: 0), seed: 1)
      gate.root = root
      gate.rule.look(after: [1])
      gate.believesAll = true
      gate.keepsTables = isKept
      var seen = 0
      let result = try gate.carryOut(stop: StopSignal()) { event in
        guard case .ran(let folder, _) = event else { return }
        seen += 1
        #expect(folder.hasTable)
      }
      #expect(seen == 2)
      let pair = try #require(result.pairs.first)
      for run in [pair.base, pair.candidate] {
        let folder = try RunFolder.open("\(result.folder)/\(run.folder)")
        #expect(folder.hasTable == isKept)
        #expect(try folder.manifest().scenario.seed.run == pair.seed)
      }
    }
  }
}
