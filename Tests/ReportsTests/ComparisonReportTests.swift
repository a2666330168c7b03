import Analysis
import Foundation
import Reports
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct ComparisonReportTests {
  /// A comparison and the name of its golden files.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// How much slower the candidate is.
    var factor = 1.0
    var count = 1_000
    /// Number of earlier runs.
    var history = 8
    var isUnlike = false
    var ending = JobTable.Ending.complete
  }

  static let cases = [
    Case(testDescription: "compare-pass"),
    Case(testDescription: "compare-fail", factor: 1.2),
    Case(testDescription: "compare-advisory", factor: 1.2, history: 3, isUnlike: true),
    Case(testDescription: "compare-small", count: 40, history: 0),
    Case(testDescription: "compare-invalid", count: 300, history: 0, ending: .interrupted),
  ]

  /// Few jobs, for what does not hang on numbers.
  static let unlike = Case(
    testDescription: "unlike", factor: 1.2, count: 300, history: 0, isUnlike: true)

  private static func stored(
    _ item: Case, _ number: Int64, factor: Double = 1, isUnlike: Bool = false,
    ending: JobTable.Ending = .complete
  ) throws -> StoredRun {
    var run = try SampleRun.random(
      item.count, seed: UInt64(100 + number), median: 300_000_000 * factor)
    run.startedAt += number * 3_600_000_000_000
    run.ending = ending
    run.scenario.thresholds = [try Threshold.parse("end_to_end.p50 < 300ms")]
    run.scenario.jobs = ["quick", "slow|er"].map { name in
      var job = Scenario.JobClass()
      job.name = name
      return job
    }
    for index in run.jobs.indices where index % 3 == 0 { run.jobs[index].jobClass = 1 }
    if isUnlike { run.scenario.follow.recheck = 0.5 }
    return try run.withTable { manifest, table in
      var manifest = manifest
      if isUnlike { manifest.environment.kernel = "Linux 5.10.0" }
      return StoredRun(
        path: "results/made-up/\(number).run", manifest: manifest,
        document: summarize(manifest, table))
    }
  }

  /// Eight runs that differ by chance.
  private static let past = Result { try (1...8).map { try stored(cases[0], $0) } }

  private func comparison(_ item: Case) throws -> Comparison {
    compare(
      base: try Self.stored(item, 20),
      candidate: try Self.stored(
        item, 21, factor: item.factor, isUnlike: item.isUnlike, ending: item.ending),
      history: try Array(Self.past.get().prefix(item.history)), in: "results/made-up",
      rule: ComparisonRule(), version: "0.0.0-test")
  }

  @Test("comparisons for people", arguments: cases)
  func texts(item: Case) throws {
    let comparison = try comparison(item)
    let name = item.testDescription
    let terminal = ComparisonFormat.terminal.render(comparison)
    Golden.check(terminal, named: "\(name).txt", in: "Golden")
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
    Golden.check(ComparisonFormat.markdown.render(comparison), named: "\(name).md", in: "Golden")
    Golden.check(
      ComparisonFormat.github.render(comparison), named: "\(name)-github.md", in: "Golden")
    Golden.check(ComparisonFormat.junit.render(comparison), named: "\(name).xml", in: "Golden")
    guard item.history > 0, item.history < 8 else { return }
    Golden.check(ComparisonFormat.html.render(comparison), named: "\(name).html", in: "Golden")
  }

  @Test func theDocumentItself() throws {
    Golden.check(
      ComparisonFormat.json.render(try comparison(Self.cases[3])), named: "compare-small.json",
      in: "Golden")
  }

  @Test("equal runs give equal bytes", arguments: ComparisonFormat.allCases)
  func equalBytes(format: ComparisonFormat) throws {
    let texts = try (0..<2).map { _ in format.render(try comparison(Self.unlike)) }
    #expect(texts[0] == texts[1])
  }

  @Test func colourChangesNothingButTheLook() throws {
    let comparison = try comparison(Self.cases[1])
    let colored = ComparisonFormat.terminal.render(comparison, isColored: true)
    #expect(colored.hasPrefix("\u{1B}[1;31mFAIL\u{1B}[0m: "))
    #expect(
      colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        == ComparisonFormat.terminal.render(comparison))
  }

  @Test("unlike runs that were compared say so in every form", arguments: ComparisonFormat.allCases)
  func unlikeIsSaid(format: ComparisonFormat) throws {
    let text = format.render(try comparison(Self.unlike))
    let words = format == .json ? "\"compared_anyway\" : true" : "(--unlike)"
    #expect(text.contains(words))
    #expect(text.contains("follow.recheck"))
  }

  @Test func foreignTextCannotBreakTheReports() throws {
    let evil = "a|b`c`<img src=x>\"'&]]>\n## x\u{1B}[2J @all #1 **bold** [l](http://x)\u{0}\u{FFFE}"
    var comparison = try comparison(Self.unlike)
    comparison.candidate.scenarioName = evil
    comparison.candidate.path = evil
    comparison.base.run.url = evil
    comparison.base.run.startedAt = evil
    comparison.base.reasons = [
      Validity.Reason(check: evil, level: .warn, message: evil, recommendation: evil)
    ]
    comparison.candidate.thresholds[0].text = evil
    comparison.classes[0].name = evil
    comparison.differences.append(
      RunDifference(.scenario, "jobs." + evil, base: evil, candidate: nil))
    comparison.history.folder = evil
    comparison.version = evil
    for format in [ComparisonFormat.markdown, .github] {
      let text = format.render(comparison)
      for harm in ["<img", "\n## x", "\u{1B}", "@all", " #1", "**bold**", "[l]", "a|b", "\u{0}"] {
        #expect(!text.contains(harm), "\(harm)")
      }
    }
    let terminal = ComparisonFormat.terminal.render(comparison)
    #expect(!terminal.contains("\u{1B}") && !terminal.contains("\u{0}"))
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let xml = ComparisonFormat.junit.render(comparison)
    #expect(!xml.contains("<img") && !xml.contains("\u{1B}") && !xml.contains("\u{FFFE}"))
    let reader = XMLCheck()
    #expect(reader.isWellFormed(xml))
    #expect(!reader.isWellFormed(xml.replacing("&lt;img", with: "<img")))
    let page = ComparisonFormat.html.render(comparison)
    for harm in ["<img", "\u{1B}", "\u{0}", "\"'&"] { #expect(!page.contains(harm), "\(harm)") }
    let refusal = ComparisonRefusal.text(comparison.differences)
    #expect(!refusal.contains("\u{1B}") && refusal.contains("  - scenario follow.recheck: "))
  }

  @Test func aRefusalNamesEveryDifferenceAndTheCure() throws {
    let comparison = try comparison(Self.unlike)
    #expect(
      ComparisonRefusal.text(comparison.differences) == """
        the runs are unlike, so a difference of their times would say nothing
          - scenario follow.recheck: 0.01 in the base, 0.5 in the candidate
        """)
    #expect(
      ComparisonRefusal.hint(comparison.differences).contains("with the scenario of the other"))
    #expect(ComparisonRefusal.hint(comparison.differences).contains("`--unlike`"))
    let many = (0..<20).map { RunDifference(.dialect, "a[\($0)]", base: "x", candidate: nil) }
    #expect(ComparisonRefusal.text(many).hasSuffix("\n  - and 8 more"))
  }

  @Test func theShortFormStaysShort() throws {
    var comparison = try comparison(Self.unlike)
    comparison.classes = (0..<5_000).map { number in
      var item = comparison.classes[0]
      item.name = String(repeating: "x", count: 100) + "\(number)"
      return item
    }
    comparison.differences = (0..<5_000).map {
      RunDifference(.scenario, "a\($0)", base: String(repeating: "y", count: 999), candidate: nil)
    }
    #expect(ComparisonFormat.github.render(comparison).utf8.count < 10_000)
  }
}

/// Whether a text is XML; it has no entities of its own and no namespaces.
struct XMLCheck {
  /// Every tag is closed in order, and `<`, `&` and quotes stand where they may.
  func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard isText(rest[..<start]), let end = rest[start...].firstIndex(of: ">") else {
        return false
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("?") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
        continue
      }
      guard tag.wholeMatch(of: /[a-z-]+( [a-z]+="[^"<]*")*\/?/) != nil, isText(tag) else {
        return false
      }
      if !tag.hasSuffix("/") { open.append(tag.prefix { $0 != " " }) }
    }
    return open.isEmpty && isText(rest)
  }

  private func isText(_ text: Substring) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" }
      && text.replacing(/&(amp|lt|gt|quot|apos);/, with: "").contains("&") == false
  }
}
