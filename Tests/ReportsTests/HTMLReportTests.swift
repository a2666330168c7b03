import Analysis
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Reports

/// Pages as text; how they look in a browser is tested end to end.
@Suite struct HTMLReportTests {
  /// A document of `jobs` with what its charts need.
  private func charted(
    _ jobs: [JobRecord], thresholds: [String] = []
  ) throws -> (RunDocument, ChartedJobs) {
    try SampleRun(jobs, thresholds: thresholds).withTable { manifest, table in
      let document = summarize(manifest, table)
      let jobs = ChartedJobs(
        ExportedRun(manifest, table), duration: document.run.durationNanoseconds)
      return (document, jobs)
    }
  }

  /// `count` jobs, of which every tenth ends as `tenth`.
  private func jobs(_ count: Int, tenth: Outcome = .finished) -> [JobRecord] {
    (0..<count).map { index in
      let queue: Nanoseconds = Nanoseconds(index * 37 % 400) * 2_000_000
      let processing: Nanoseconds = 1_000_000_000 / Nanoseconds(1 + index * 7 % 100)
      return JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: index % 10 == 9 ? tenth : .finished,
        queue: queue, processing: processing)
    }
  }

  @Test func thePageOfASmallRun() throws {
    let (document, charts) = try charted(
      jobs(40, tenth: .error), thresholds: ["end_to_end.p99 < 2s", "share.error < 5%"])
    let page = HTMLReport.render(document, charts)
    Golden.check(page, named: "page.html", in: "Golden")
    #expect(HTMLReport.render(document, charts) == page)
  }

  @Test func aRunWithoutJobsHasAPageWithoutCharts() throws {
    let (document, charts) = try charted([])
    let page = HTMLReport.render(document, charts)
    #expect(!page.contains("<figure>"))
    #expect(page.contains("<h2>Outcomes</h2>"))
  }

  @Test func foreignTextIsTextInAPage() throws {
    let evil = "</style></title><script>harm=1</script>\"'&<img src=x onerror=harm=1>\u{202E}\u{0}"
    var (document, charts) = try charted(jobs(40))
    document.scenarioName = evil
    document.run.url = evil
    document.version = evil
    document.classes.append(document.classes[0])
    document.classes[1].name = evil
    document.scenario.jobs[0].inputs = "{\"x\": \"\(evil)\"}"
    document.findings = [
      Finding(kind: .foreignID, count: 1, example: evil),
      Finding(kind: .missingField, detail: evil, count: 2, example: nil),
    ]
    document.validity = Validity(
      reasons: [
        Validity.Reason(check: evil, level: .invalid, message: evil, recommendation: evil)
      ], laws: [])
    document.thresholds = [
      ThresholdResult(text: evil, measured: nil, unit: .jobs, verdict: .inconclusive)
    ]
    let page = HTMLReport.render(document, charts)
    for harm in ["<script", "<img", "\u{202E}", "\u{0}", "\"'&"] {
      #expect(!page.contains(harm), "\(harm)")
    }
    #expect(page.split(separator: "<style>").count == 2)
    #expect(page.split(separator: "</style>").count == 2)
    #expect(page.contains("&lt;script&gt;harm=1&lt;/script&gt;&quot;&apos;&amp;"))
  }

  @Test func interpolatedTextIsEscapedAndMarkupIsNot() {
    let foreign = "a<b & \"c\""
    let inner: Markup = "<b>\(foreign)</b>"
    let outer: Markup = "<p>\(inner)\(7) \(1.0) \(0.5) \(12.345) \(-0.05)</p>"
    #expect(
      outer.text == "<p><b>a&lt;b &amp; &quot;c&quot;</b>7 1 0.5 12.35 -0.05</p>")
    #expect(Markup.lines("<a>\n\n<b>").text == "&lt;a&gt;\n\n&lt;b&gt;")
  }

  @Test(
    "hashes are those of the standard",
    arguments: [
      ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
      ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
      ),
    ])
  func hashes(text: String, expected: String) {
    #expect(Base64.text(SHA256.hash(Array(text.utf8))) == expected)
  }

  @Test func thePolicyAllowsNothingButTheStyleSheet() {
    #expect(Page.policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
    #expect(!Page.policy.contains("unsafe"))
    // What ends a style element would end it here, too.
    #expect(!PageStyle.text.contains("<"))
  }

  @Test func manyJobsAreCountedInCellsAndNoneIsLost() throws {
    var many = jobs(6_000)
    for row in stride(from: 7, to: 6_000, by: 120) {
      many[row].outcome = .timedOut
      many[row].detected = 0
    }
    many[1_234].detected += 900_000_000_000
    let (document, charts) = try charted(many)
    let cells = try #require(charts.cells)
    let failures = charts.points.filter { $0.mark == .open }
    #expect(failures.count == 50 && charts.failureCount == 50)
    #expect(cells.counts.reduce(0, +) == 6_000)
    #expect(charts.slowest.first?.point.row == 1_234)
    #expect(charts.slowest.map(\.point.time) == charts.slowest.map(\.point.time).sorted(by: >))
    // The shades have every cell once.
    let area = cells.paths.flatMap { $0.text.matches(of: /h(\d+)v1/).map { Int($0.1) ?? 0 } }
    #expect(area.reduce(0, +) == cells.counts.count { $0 > 0 })
    #expect(charts.steps.pushed.reduce(0, +) == 6_000)
    #expect(charts.steps.failed.reduce(0, +) == 50)
    #expect(charts.steps.inFlight.last == 0)
    #expect(HTMLReport.render(document, charts).utf8.count < 1_000_000)
  }

  @Test func ofManyFailuresSomeAreMarkedEvenly() throws {
    let many = (0..<2_500).map {
      JobRecord.sample(intended: Nanoseconds($0) * 10_000_000, outcome: .error)
    }
    let (document, charts) = try charted(many)
    #expect(charts.failureCount == 2_500 && charts.failureStride == 4)
    #expect(charts.points.map(\.row) == Array(stride(from: 0, to: 2_500, by: 4)))
    #expect(charts.failures.map(\.point.row) == Array(0..<10))
    #expect(HTMLReport.render(document, charts).contains("one in 4 has a mark besides"))
  }

  @Test("pages of any run stay below a megabyte", arguments: [2_000, 2_001])
  func size(count: Int) throws {
    let (document, charts) = try charted(jobs(count, tenth: .error))
    #expect((charts.cells == nil) == (count == 2_000))
    #expect(HTMLReport.render(document, charts).utf8.count < 600_000)
  }

  @Test(
    "axes have round values and hold both ends",
    arguments: [
      (1, 1), (0, 0), (20_000_000, 20_100_000), (85_000_000, 1_250_000_000),
      (1_000, 3_600_000_000_000), (999_999_999, 1_000_000_001), (1, 1 << 46),
    ] as [(Nanoseconds, Nanoseconds)])
  func axes(lower: Nanoseconds, upper: Nanoseconds) {
    let axis = LogAxis(from: lower, to: upper)
    #expect(axis.position(lower) == 0 && axis.position(max(upper, 1)) <= 1)
    #expect(axis.position(axis.upper) > 0.999)
    for most in [5, 6] {
      let ticks = axis.ticks(most: most)
      #expect(ticks.count <= most && ticks == ticks.sorted())
      #expect(ticks.allSatisfy { $0 >= axis.lower && $0 <= axis.upper })
    }
    let line = LinearAxis(to: upper)
    #expect(line.upper >= upper && line.ticks.first == 0 && line.ticks.last == line.upper)
    #expect(line.ticks.count <= 5)
    let instants = InstantAxis(min(lower, upper)...upper)
    #expect(instants.position(lower) > 0 && instants.position(upper) < 1)
    #expect(instants.ticks.count <= 6)
  }

  @Test func barsHoldEveryValue() throws {
    for values in [[5, 5, 5], [0], [0, 1 << 45], Array(100...200), [3_000, 70_000, 65_000_000]]
      as [[Nanoseconds]]
    {
      var summary = TimeSummary(source: "client clock")
      summary.count = values.count
      summary.histogram = try HistogramLog.encode(ofNanoseconds: values)
      let bars = try #require(HistogramFigure.Bars(summary))
      #expect(bars.counts.reduce(0, +) + bars.below == UInt64(values.count), "\(values)")
      #expect(bars.edges == bars.edges.sorted())
    }
    #expect(HistogramFigure.Bars(TimeSummary(source: "client clock")) == nil)
  }
}
