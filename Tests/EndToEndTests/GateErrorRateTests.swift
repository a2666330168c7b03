import Engines
import Foundation
import Results
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Harness

/// How often gates err, in the reduced form; `sojourn gate --selftest` is the whole.
///
/// A few short runs against the reference server are real, and gates are made from them by drawing pairs
/// and tossing coins anew.
@Suite struct GateErrorRateTests {
  /// The changes of each of eight pairs whose candidate is slower by `slowdown`.
  private func pairs(slowdown: Double, under root: String) throws -> [[String: Double]] {
    let run = Run(
      ownScenario: """
        embedded: { workers: 64, service: constant(50ms) }
        load:
          - constant: { rate: 300, for: 100ms }
        follow: { poll: 10ms, timeout: 1m, recheck: 0 }

        """, name: "rates")
    var gate = Gate(
      run.scenario, columns: run.columns, dialect: run.dialect, scenarioFile: "rates.yaml",
      headers: [], base: .embedded(slowdown: 0), candidate: .embedded(slowdown: slowdown), seed: 1)
    gate.root = root
    gate.rule.look(after: [8])
    // What a busy machine does to a run, it does to both sides alike.
    gate.believesAll = true
    let result = try gate.carryOut(stop: StopSignal())
    #expect(result.pairs.count == 8)
    return result.pairs.map(\.changes)
  }

  @Test func equalServersDoNotFailAndFivePercentAreFound() throws {
    try TemporaryFolder.with { root in
      let same = StoredPairs(try pairs(slowdown: 0, under: root))
        .gates(50, rule: GateRule(), flips: true, seed: 1)
      #expect(same.slower == 0)
      let slower = StoredPairs(try pairs(slowdown: 0.05, under: root))
        .gates(20, rule: GateRule(), flips: false, seed: 1)
      #expect(slower.slower >= 19, "\(slower)")
    }
  }
}
