import Foundation
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

/// Pairs and their verdicts, from documents of made-up runs.
@Suite struct GateTests {
  private let rule = GateRule()

  private func document(
    _ count: Int, seed: UInt64, factor: Double = 1, lost: Int = 0
  ) throws -> RunDocument {
    var run = try SampleRun.random(count, seed: seed, median: 300_000_000 * factor)
    for row in 0..<lost {
      run.jobs[row].outcome = .timedOut
      run.jobs[row].detected = 0
      run.jobs[row].state = .processing
    }
    return try run.withTable { summarize($0, $1) }
  }

  private func pair(
    _ number: Int, _ base: RunDocument, _ candidate: RunDocument
  ) -> GatePair {
    let changes = gateChanges(base: base, candidate: candidate, metric: "end_to_end", rule: rule)
    func run(_ document: RunDocument) -> GateRun {
      gateRun(document, folder: "x.run", metric: "end_to_end", rule: rule)
    }
    return GatePair(
      number: number, seed: UInt64(number), isCandidateFirst: number % 2 == 0, base: run(base),
      candidate: run(candidate), changes: changes.quantiles, shift: changes.shift)
  }

  /// Pairs whose candidates take `factor` times as long, with some noise.
  private func pairs(_ count: Int, factor: Double, jobs: Int = 400) throws -> [GatePair] {
    try (1...count).map { number in
      pair(
        number, try document(jobs, seed: UInt64(2 * number)),
        try document(jobs, seed: UInt64(2 * number + 1), factor: factor))
    }
  }

  @Test func aSlowerCandidateFails() throws {
    let pairs = try pairs(14, factor: 1.1)
    let found = gateQuantiles(pairs, rule: rule, look: 0)
    #expect(found.map(\.name) == ["p50", "p95", "p99"])
    #expect(found[0].verdict == .fail && found[0].change == .slower)
    #expect(abs(found[0].ratio - 1.1) < 0.02)
    let interval = try #require(found[0].interval)
    #expect(interval.lower <= found[0].ratio && found[0].ratio <= interval.upper)
    #expect(found[0].pSlower <= found[0].alpha)
    #expect(gateVerdict(pairs, found, rule: rule, isLast: false)?.result == .fail)
    let shift = gateShift(pairs)
    #expect(shift.map(\.name) == ["p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"])
    #expect(shift.allSatisfy { $0.lower <= $0.logRatio && $0.logRatio <= $0.upper })
  }

  @Test func anEqualCandidatePassesAndAFasterOne() throws {
    for factor in [1, 0.9] {
      let pairs = try pairs(14, factor: factor)
      let found = gateQuantiles(pairs, rule: rule, look: 0)
      #expect(gateVerdict(pairs, found, rule: rule, isLast: false)?.result == .pass)
      #expect(found[0].change == (factor < 1 ? .faster : .unclear))
    }
  }

  @Test func betweenLooksNothingIsJudged() throws {
    let pairs = try pairs(5, factor: 1.2)
    let found = gateQuantiles(pairs, rule: rule, look: nil)
    #expect(found.allSatisfy { $0.verdict == .inconclusive && $0.change == .unclear })
    #expect(gateVerdict(pairs, found, rule: rule, isLast: false) == nil)
    #expect(gateVerdict(pairs, found, rule: rule, isLast: true)?.result == .inconclusive)
  }

  @Test func aQuantileForWhichThereAreTooFewJobsIsNotJudged() throws {
    let pairs = try pairs(14, factor: 1, jobs: 100)
    #expect(gateQuantiles(pairs, rule: rule, look: 0).map(\.name) == ["p50", "p95"])
    let none = try self.pairs(2, factor: 1, jobs: 3)
    #expect(gateQuantiles(none, rule: rule, look: nil).isEmpty)
    let verdict = try #require(
      gateVerdict(pairs, gateQuantiles(pairs, rule: rule, look: 0), rule: rule, isLast: false))
    #expect(verdict.result == .pass && verdict.limits.contains(.unjudged))
    let wanted = gateVerdict(
      pairs, gateQuantiles(pairs, rule: rule, look: 0), rule: rule, required: ["p99"],
      isLast: false)
    #expect(wanted?.result == .inconclusive && wanted?.reason?.contains("p99") == true)
    #expect(gateVerdict(none, [], rule: rule, isLast: true)?.result == .invalid)
  }

  @Test func moreUnfinishedJobsKeepACandidateFromPassing() throws {
    let pairs = try (1...14).map { number in
      pair(
        number, try document(400, seed: UInt64(number)),
        try document(400, seed: UInt64(number), factor: 0.9, lost: 8 + number % 3))
    }
    // p99 now falls among the lost ones.
    #expect(pairs[0].candidate.quantiles["p99"] == nil)
    #expect(hasMoreUnfinished(pairs))
    let kept = pairs.map { pair in
      var pair = pair
      pair.changes["p99"] = nil
      return pair
    }
    let verdict = gateVerdict(
      kept, gateQuantiles(kept, rule: rule, look: 0), rule: rule, isLast: false)
    #expect(verdict?.result == .inconclusive)
    #expect(verdict?.limits == [.moreUnfinished, .unjudged])
  }

  @Test func aQuantileAmongLostJobsCountsAsFarOff() throws {
    let whole = try document(400, seed: 1)
    let lossy = try document(400, seed: 1, lost: 20)
    #expect((pair(1, whole, lossy).changes["p99"] ?? 0) > 1)
    #expect((pair(1, lossy, whole).changes["p99"] ?? 0) < -1)
    #expect(pair(1, lossy, lossy).changes["p99"] == 0)
  }

  @Test func aQuantileThatNoRunSawDoesNotPass() throws {
    let pairs = try (1...14).map { number in
      let lossy = try document(400, seed: UInt64(number), lost: 20)
      return pair(number, lossy, lossy)
    }
    let found = gateQuantiles(pairs, rule: rule, look: 0)
    #expect(found.map(\.verdict) == [.pass, .pass, .inconclusive])
    #expect(gateVerdict(pairs, found, rule: rule, isLast: false) == nil)
    let last = gateVerdict(pairs, found, rule: rule, isLast: true)
    #expect(last?.result == .inconclusive)
    #expect(last?.reason?.hasPrefix("p99 of both sides falls among jobs") == true)
  }

  @Test func thatNothingIsToldHasItsReason() throws {
    var pair = try pairs(1, factor: 1)[0]
    pair.changes = [:]
    func verdict() -> GateVerdict? { gateVerdict([pair], [], rule: rule, isLast: true) }
    func reason() -> String { verdict()?.reason ?? "" }
    #expect(reason().contains("different sources"))
    #expect(verdict()?.troubleOf == nil)
    pair.base.quantiles = [:]
    #expect(reason().contains("not every run tells the judged time"))
    #expect(verdict()?.troubleOf == .base)
    pair.base.finished = 3
    #expect(reason().contains("too few jobs"))
  }

  @Test func oneBadRunOfTheBaseIsNoExcuseForTheCandidate() throws {
    let whole = try pairs(1, factor: 1)[0]
    var (ofBase, ofCandidate) = (whole, whole)
    ofBase.changes = [:]
    ofBase.base.quantiles = [:]
    ofCandidate.changes = [:]
    ofCandidate.candidate.quantiles = [:]
    func troubleOf(_ pairs: [GatePair]) -> GateVerdict.TroubleSide? {
      gateVerdict(pairs, [], rule: rule, isLast: true)?.troubleOf
    }
    #expect(troubleOf([ofBase]) == .base && troubleOf([whole, ofBase]) == .base)
    #expect(troubleOf([ofCandidate]) == nil && troubleOf([whole, ofCandidate]) == nil)
    #expect(troubleOf([ofBase, ofCandidate]) == nil && troubleOf([ofCandidate, ofBase]) == nil)
  }

  /// A result with every kind of part.
  private func result(_ pairs: [GatePair], look: Int?) throws -> GateResult {
    let found = gateQuantiles(pairs, rule: rule, look: look)
    return GateResult(
      version: "1", folder: "x.gate", startedAt: "2026-11-24T03:15:00.250Z",
      durationNanoseconds: 1,
      verdict: gateVerdict(pairs, found, rule: rule, isLast: true)
        ?? GateVerdict(.invalid, reason: "x", troubleOf: .elsewhere, limits: [.interrupted]),
      base: GateSideFacts(kind: .command, text: "a"),
      candidate: GateSideFacts(kind: .url, text: "http://b"), metric: "end_to_end", rule: rule,
      seed: 9_007_199_254_740_991, quantiles: found, shift: gateShift(pairs), pairs: pairs,
      repeats: [GateRepeat(pair: 1, folder: "y.run", reason: "z")],
      environment: try SampleRun.random(5, seed: 1).manifest.environment,
      scenario: try SampleRun.random(5, seed: 1).scenario)
  }

  @Test func resultsFollowThePublishedSchema() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Results/Schema/sojourn.gate.1.schema.json")
    let schema = try JSONSchema(try Data(contentsOf: file))
    let whole = try pairs(14, factor: 1.1)
    for result in [
      try result(whole, look: 0), try result(Array(whole.prefix(1)), look: nil),
      try result([], look: nil),
    ] {
      #expect(try schema.violations(in: Data(result.json().utf8)) == [])
      let read = try JSONDecoder().decode(GateResult.self, from: Data(result.json().utf8))
      #expect(read == result && read.json() == result.json())
    }
    let text = try result(whole, look: 0).json()
    for (found, changed) in [
      ("\"exit_code\" : 1", "\"exit_code\" : 3"), ("\"limits\"", "\"limit\""),
      ("\"candidate_first\" : false", "\"candidate_first\" : 0"),
      ("\"kind\" : \"url\"", "\"kind\" : 1"),
      ("sojourn.gate/1", "sojourn.run/1"), ("\"p_slower\"", "\"p\""),
    ] {
      #expect(text.contains(found), "\(found)")
      let damaged = text.replacing(found, with: changed, maxReplacements: 1)
      #expect(try schema.violations(in: Data(damaged.utf8)) != [], "\(found)")
    }
  }
}
