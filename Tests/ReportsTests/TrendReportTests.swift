import Analysis
import Foundation
import Reports
import Results
import Statistics
import TestSupport
import Testing
import Workloads

@Suite struct TrendReportTests {
  private static let rule = TrendRule(
    window: 50, shortest: 4, fewest: 10, needsForSuspect: 16, needsForChangePoint: 19,
    changePoint: 3e-5, suspect: 3e-4, smallest: 0.025)

  private static func machine(_ kernel: String) -> RunEnvironment {
    RunEnvironment(
      cpu: "Test CPU", cores: 2, memoryBytes: 8_000_000_000, kernel: kernel,
      architecture: "x86_64", governor: nil, bootID: "made-up", libcurl: "libcurl/8.0.0")
  }

  private static func runs(_ count: Int, version: String = "1.0.0") -> [TrendRun] {
    (0..<count).map { number in
      TrendRun(
        path: "results/made-up/\(number).run",
        startedAt: InstantText.iso(1_790_000_000_000_000_000 + Int64(number) * 86_400_000_000_000),
        revision: number % 7 == 3 ? nil : "4f2a9c\(number)",
        version: number < 20 ? "1.0.0" : version,
        jobs: 1_200)
    }
  }

  /// Values around 300 ms that rise by a fifth at `step`.
  private static func metric(
    _ quantile: String, _ count: Int, step: Int? = nil, kind: TrendMark.Kind = .changePoint
  ) -> TrendMetric {
    let values = (0..<count).map { number in
      TrendValue(
        run: number,
        value: 300_000_000 + Int64(number * 37 % 11) * 800_000
          + (number >= step ?? count ? 60_000_000 : 0), isAtLeast: number == count - 1)
    }
    var result = TrendMetric(
      name: "end_to_end", quantile: quantile, source: "client brackets", values: values,
      segments: [TrendSegment(first: 0, last: count - 1, count: count, median: 304_000_000)],
      marks: [])
    guard let step else { return result }
    if kind == .changePoint {
      result.segments = [
        TrendSegment(first: 0, last: step - 1, count: step, median: 304_000_000),
        TrendSegment(first: step, last: count - 1, count: count - step, median: 364_000_000),
      ]
    }
    result.marks = [
      TrendMark(
        kind: kind, before: step - 1, after: step, foundAt: count - 1, countBefore: step,
        countAfter: count - step, probability: 2.34e-5, ratio: 1.1974,
        interval: RatioBounds(lower: 1.181, upper: 1.2123), change: .slower,
        isSlowdown: kind == .changePoint)
    ]
    return result
  }

  private static func series(
    _ count: Int, _ metrics: [TrendMetric], version: String = "1.0.0",
    differences: [RunDifference] = []
  ) -> TrendSeries {
    TrendSeries(
      scenarioName: "made-up", scenarioFile: "scenarios/made-up.yaml",
      scheduleHash: "0123456789abcdef",
      machine: machine("Linux 6.1.0"), engines: 1, differences: differences,
      isJudged: count >= 10, runs: runs(count, version: version), metrics: metrics)
  }

  private static func trend(_ series: [TrendSeries], leftOut: [LeftOutRun] = []) -> Trend {
    Trend(
      version: "0.0.0-test", folder: "results", rule: rule,
      runs: series.reduce(leftOut.count) { $0 + $1.runs.count }, leftOut: leftOut, series: series)
  }

  /// A trend and the name of its golden files.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var trend: Trend
  }

  static let cases = [
    Case(
      testDescription: "trend-marks",
      trend: trend(
        [
          series(
            34,
            [
              metric("p50", 34, step: 20), metric("p95", 34, step: 26, kind: .suspect),
              metric("p99", 34),
            ], version: "1.1.0"),
          series(
            5, [metric("p50", 5), metric("p95", 5)],
            differences: [
              RunDifference(.machine, "kernel", base: "Linux 6.1.0", candidate: "Linux 5.10.0")
            ]),
        ],
        leftOut: (0..<7).map {
          LeftOutRun(path: "results/\($0).run", $0 < 5 ? .invalid : .copy, "it is bad")
        })),
    Case(testDescription: "trend-few", trend: trend([series(12, [metric("p50", 12)])])),
    Case(
      testDescription: "trend-many", trend: trend([series(500, [metric("p50", 500, step: 321)])])),
  ]

  @Test("trends for people", arguments: cases)
  func texts(item: Case) {
    let name = item.testDescription
    let terminal = TrendFormat.terminal.render(item.trend)
    Golden.check(terminal, named: "\(name).txt", in: "Golden")
    #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!terminal.contains(" \n"))
    Golden.check(TrendFormat.markdown.render(item.trend), named: "\(name).md", in: "Golden")
    Golden.check(TrendFormat.github.render(item.trend), named: "\(name)-github.md", in: "Golden")
    #expect(TrendFormat.json.render(item.trend) == item.trend.json())
  }

  @Test func colourChangesNothingButTheLook() {
    let trend = Self.cases[0].trend
    let colored = TrendFormat.terminal.render(trend, isColored: true)
    #expect(colored.contains("▲ \u{1B}[1;31mchange point: slower\u{1B}[0m, x1.20"))
    #expect(colored.contains("? \u{1B}[1;33msuspect: slower\u{1B}[0m, x1.20"))
    let bare = ["\u{1B}[1;31m", "\u{1B}[1;33m", "\u{1B}[0m"].reduce(colored) {
      $0.replacing($1, with: "")
    }
    #expect(bare == TrendFormat.terminal.render(trend))
  }

  @Test func allEqualValuesAreOneLine() {
    var metric = Self.metric("p50", 12)
    for index in metric.values.indices { metric.values[index].value = 5_000_000 }
    metric.segments[0].median = 5_000_000
    let text = TrendFormat.terminal.render(Self.trend([Self.series(12, [metric])]))
    #expect(text.contains("  5.00 ms │•──•──•──"))
  }

  /// What names a build comes from anywhere, and the commands are there to be copied.
  @Test(
    "hostile texts stay texts",
    arguments: ["'; rm -rf ~; '", "$(reboot)", "`id`", "<script>", "a\nb\u{1B}[2J", "|@team#1*"])
  func hostile(text: String) throws {
    var trend = Self.cases[0].trend
    for index in trend.series[0].runs.indices { trend.series[0].runs[index].revision = text }
    trend.series[0].scenarioFile = text
    trend.series[0].scenarioName = text
    trend.folder = text
    for format in [TrendFormat.terminal, .markdown, .github] {
      let shown = format.render(trend)
      #expect(!shown.contains("\u{1B}"))
      let commands = shown.split(separator: "\n").filter { $0.contains("--base '") }
      #expect(!commands.isEmpty)
      for command in commands {
        let value = try #require(command.split(separator: "--base ").last)
        #expect(value.hasSuffix("' \\") && value.count { $0 == "'" } == 2)
        #expect(!value.contains("$") && !value.contains("`"))
      }
      if format != .terminal {
        // Code shows it as it is; everywhere else there is no markup.
        let prose = shown.split(separator: "\n").filter { !$0.hasPrefix("    ") }
        #expect(!prose.joined().contains("<script>"))
      }
    }
  }

  @Test func aRevisionIsInTheHeaderOfReports() throws {
    var run = try SampleRun.random(20, seed: 1)
    run.revision = "<b>|v1\u{1B}[2J"
    let document = try run.withTable { summarize($0, $1) }
    #expect(document.run.revision == run.revision)
    let terminal = TerminalReport.render(document).replacing("\n  ", with: " ")
    #expect(terminal.contains("seed 7, revision <b>|v1\u{FFFD}[2J"))
    #expect(MarkdownReport.render(document).contains("long, revision &lt;b&gt;\\|v1\u{FFFD}\\[2J."))
    let stored = StoredRun(path: "a", manifest: run.manifest, document: document)
    let compared = compare(
      base: stored, candidate: stored, history: [], in: "x", rule: ComparisonRule(), version: "1")
    #expect(ComparisonFormat.terminal.render(compared).contains("revision <b>|v1\u{FFFD}[2J"))
    #expect(
      ComparisonFormat.markdown.render(compared).contains("revision &lt;b&gt;\\|v1\u{FFFD}\\[2J"))
    #expect(
      ComparisonFormat.junit.render(compared).contains(
        "name=\"base revision\" value=\"&lt;b&gt;|v1\u{FFFD}[2J\""))
  }
}
