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
          - constant: { rate: 200, for: 250ms }
        follow: { poll: 10ms, timeout: 1m, recheck: 0 }

        """, name: "rates")
    var gate = Gate(
      run.scenario, columns: run.columns, dialect: run.dialect, scenarioFile: "rates.yaml",
      headers: [], base: .embedded(slowdown: 0), candidate: .embedded(slowdown: slowdown), seed: 1)
    gate.root = root
    // The servers differ in their service times alone.
    gate.metric = "processing"
    gate.rule.look(after: [8])
    // What a busy machine does to a run, it does to both sides alike.
    gate.believesAll = true
    let result = try gate.carryOut(stop: StopSignal())
    #expect(result.pairs.count == 8)
    return result.pairs.map(\.changes)
  }

  @Test func equalServersDoNotFailAndFivePercentAreFound() throws {
    var found: [(same: StoredPairs.Count, slower: StoredPairs.Count)] = []
    // A machine that was held up for most of a run has nothing to say about gates.
    for attempt in 1...3 {
      try TemporaryFolder.with { root in
        let same = StoredPairs(try pairs(slowdown: 0, under: root))
        let slower = StoredPairs(try pairs(slowdown: 0.05, under: root))
        found.append(
          (
            same.gates(50, rule: GateRule(), flips: true, seed: UInt64(attempt)),
            slower.gates(20, rule: GateRule(), flips: false, seed: UInt64(attempt))
          ))
      }
      if let last = found.last, last.same.slower == 0, last.slower.slower >= 19 { return }
    }
    Issue.record("\(found)")
  }
}
