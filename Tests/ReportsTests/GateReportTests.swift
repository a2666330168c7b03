import Analysis
import Foundation
import Reports
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

/// What gates say, as golden files.
@Suite struct GateReportTests {
  /// A gate and the name of its golden files.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The true change of the logarithm.
    var change = 0.0
    var pairs = 14
    var unfinished = 0
    var reason: String?
    var isURL = false
  }

  static let cases = [
    Case(testDescription: "gate-pass"),
    Case(testDescription: "gate-fail", change: 0.1, isURL: true),
    Case(testDescription: "gate-unfinished", change: 0.03, unfinished: 9),
    Case(
      testDescription: "gate-invalid", pairs: 2, reason: "pair 3 was tried 3 times | <b>twice</b>"),
  ]

  private func pair(_ number: Int, _ item: Case, _ random: inout Xoshiro) -> GatePair {
    let noise = 0.02 * random.standardNormal()
    let change = item.change + noise
    func run(_ side: String, _ factor: Double, unfinished: Int) -> GateRun {
      GateRun(
        folder: "pair-0\(number)-\(side).run", startedAt: "2026-11-24T03:15:00.250Z",
        scheduleHash: "00", scheduled: 800, finished: 800 - unfinished,
        quantiles: ["p50": Nanoseconds(3e8 * factor), "p95": Nanoseconds(5e8 * factor)])
    }
    return GatePair(
      number: number, seed: UInt64(number), isCandidateFirst: number % 3 == 0,
      base: run("base", 1, unfinished: 0),
      candidate: run("candidate", Logarithm.exponential(change), unfinished: item.unfinished),
      changes: ["p50": change, "p95": change + 0.01 * random.standardNormal()],
      shift: ["p5": change / 2, "p50": change, "p95": change * 2])
  }

  private func result(_ item: Case) throws -> GateResult {
    var random = Xoshiro(seed: 3)
    let pairs = (1...item.pairs).map { pair($0, item, &random) }
    let rule = GateRule()
    let found = gateQuantiles(pairs, rule: rule, look: rule.looks.firstIndex(of: item.pairs))
    var verdict =
      gateVerdict(pairs, found, rule: rule, isLast: true) ?? GateVerdict(.inconclusive)
    if let reason = item.reason { verdict = GateVerdict(.invalid, reason: reason) }
    if item.isURL { verdict.limits.insert(.conditional, at: 0) }
    let sample = try SampleRun.random(5, seed: 1)
    return GateResult(
      version: "0.0.0-test", folder: "results/made-up/20261124T031500Z.gate",
      startedAt: "2026-11-24T03:15:00.250Z", durationNanoseconds: 300_000_000_000,
      verdict: verdict,
      base: GateSideFacts(
        kind: item.isURL ? .url : .command,
        text: item.isURL ? "http://127.0.0.1:1" : "old --port {port} | tee <log>"),
      candidate: GateSideFacts(
        kind: item.isURL ? .url : .command,
        text: item.isURL ? "http://127.0.0.1:2" : "new --port {port}"), metric: "end_to_end",
      rule: rule, seed: 7, quantiles: found, shift: gateShift(pairs), pairs: pairs,
      repeats: item.reason == nil
        ? []
        : [GateRepeat(pair: 3, folder: "pair-03-base.run", reason: "pushes left late | 2")],
      environment: sample.manifest.environment, scenario: sample.scenario)
  }

  @Test("gates for people", arguments: cases)
  func texts(item: Case) throws {
    let result = try result(item)
    let name = item.testDescription
    let terminal = GateFormat.terminal.render(result)
    Golden.check(terminal, named: "\(name).txt", in: "Golden")
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
    Golden.check(GateFormat.markdown.render(result), named: "\(name).md", in: "Golden")
    Golden.check(GateFormat.junit.render(result), named: "\(name).xml", in: "Golden")
    #expect(
      GateFormat.markdown.render(result).hasPrefix(
        GateFormat.github.render(result).dropLast()))
  }

  @Test func pagesRunNothingAndNameEverything() throws {
    for item in Self.cases {
      let result = try result(item)
      let page = GateFormat.html.render(result)
      #expect(page.contains("default-src 'none'"))
      #expect(!page.contains("<script") && !page.contains("<log>"))
      #expect(page.contains(result.verdict.result.rawValue.uppercased()))
      #expect(result.quantiles.allSatisfy { page.contains("end-to-end \($0.name)") })
      #expect(result.repeats.isEmpty || page.contains("pushes left late | 2"))
    }
  }

  @Test func theTestReportIsWellFormed() throws {
    for item in Self.cases {
      let text = GateFormat.junit.render(try result(item))
      #expect(XMLCheck().isWellFormed(text))
    }
  }

  @Test func progressIsOneLine() throws {
    let found = try result(Self.cases[0])
    let line = GateProgress.line(found.pairs, found.quantiles, most: 60)
    #expect(line.hasPrefix("pair 14 of at most 60: p50 "))
    #expect(!line.contains("\n"))
    let failed = GateRepeat(pair: 3, folder: "x.run", reason: "a\u{1B}[31mb\nc")
    #expect(GateProgress.line(failed) == "pair 3 is made again: x.run: a\u{FFFD}[31mb c")
  }
}
