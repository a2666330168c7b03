import Dialects
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

@Suite struct TrendTests {
  private func trend(
    _ runs: [StoredRun], _ metrics: [String] = ["end_to_end"], window: Int = 50
  ) -> Trend {
    var rule = ChangeRule()
    rule.window = window
    return findTrend(
      runs.map(TrendInput.init), unreadable: [], in: "runs", metrics: metrics, rule: rule,
      version: "1.2.3")
  }

  @Test func aStepIsAChangePointBetweenItsRevisions() throws {
    let found = trend(try TrendRuns.series(40, step: 25).reversed())
    try #require(found.series.count == 1)
    let series = found.series[0]
    #expect(series.isJudged && series.runs.count == 40 && series.differences.isEmpty)
    #expect(series.metrics.map(\.quantile) == ["p50", "p95", "p99"])
    for metric in series.metrics {
      try #require(metric.marks.count == 1)
      let mark = metric.marks[0]
      #expect(mark.kind == .changePoint && mark.change == .slower && mark.isSlowdown)
      #expect(mark.before == 24 && mark.after == 25)
      #expect(series.runs[mark.before].revision == "r24")
      #expect(series.runs[mark.after].revision == "r25")
      #expect(abs(mark.ratio - 1.2) < 0.01)
      let interval = try #require(mark.interval)
      #expect(interval.lower < 1.2 && interval.upper > 1.2)
      #expect(mark.countBefore == 25 && mark.countAfter == 15)
      #expect(metric.segments.map(\.count) == [25, 15])
      #expect(metric.segments.map(\.first) == [0, 25])
    }
    #expect(found.isSlower)
  }

  @Test func runsThatDifferByChanceHaveNoMarks() throws {
    let found = trend(try TrendRuns.series(40))
    #expect(found.marks.isEmpty && !found.isSlower)
    #expect(found.series[0].metrics.allSatisfy { $0.segments.count == 1 })
  }

  @Test func belowTenRunsNothingIsJudged() throws {
    let found = trend(try TrendRuns.series(9, step: 5))
    #expect(!found.series[0].isJudged && found.marks.isEmpty)
    #expect(found.series[0].metrics[0].values.count == 9)
    #expect(trend(try TrendRuns.series(10)).series[0].isJudged)
    #expect(trend([]).series.isEmpty)
    #expect(trend(try TrendRuns.series(1)).series[0].runs.count == 1)
  }

  /// Times of another load, or of the same on another machine, are not held against each other.
  @Test(
    "another load or machine is a series of its own",
    arguments: [
      { $0.document.run.scheduleHash = "0000000000000001" },
      { $0.manifest.scenario.follow.recheck = 0.5 },
      { $0.manifest.dialect.name = "other" },
      { $0.manifest.environment.kernel = "Linux 6.9.0" },
      { $0.manifest.engines = 2 },
    ] as [@Sendable (inout StoredRun) -> Void])
  func series(change: @Sendable (inout StoredRun) -> Void) throws {
    var runs = try TrendRuns.series(40, step: 20)
    for index in 20..<40 { change(&runs[index]) }
    let found = trend(runs)
    try #require(found.series.count == 2)
    #expect(found.series.map { $0.runs.count } == [20, 20])
    #expect(found.marks.isEmpty)
    // The newest comes first, and the other says what makes it another one.
    #expect(found.series[0].runs[0].revision == "r20")
    #expect(found.series[0].differences.isEmpty)
    #expect(found.series[1].differences.count == 1)
    // Runs that take turns are parted all the same.
    runs = try TrendRuns.series(40)
    for index in stride(from: 0, to: 40, by: 2) { change(&runs[index]) }
    #expect(trend(runs).series.map { $0.runs.count } == [20, 20])
  }

  @Test(
    "what does not change the load changes no series",
    arguments: [
      { $0.manifest.scenario.name = "renamed" },
      { $0.manifest.scenario.target.address = .embedded },
      { $0.manifest.version = "9.9.9" },
      { $0.manifest.environment.bootID = "other" },
    ] as [@Sendable (inout StoredRun) -> Void])
  func oneSeries(change: @Sendable (inout StoredRun) -> Void) throws {
    var runs = try TrendRuns.series(40, step: 20)
    for index in 20..<40 { change(&runs[index]) }
    let found = trend(runs)
    #expect(found.series.count == 1)
    #expect(found.marks.count == 3)
  }

  @Test func runsThatSayNothingAreLeftOutWithTheReason() throws {
    var runs = try TrendRuns.series(14)
    runs[3].document.run.ending = .partial
    runs[4].document.validity = Validity(
      reasons: [
        .init(check: "x", level: .invalid, message: "it is bad", recommendation: "do better")
      ], laws: [])
    var copy = runs[5]
    copy.path = "baselines/5.run"
    let found = findTrend(
      (runs + [copy]).map(TrendInput.init),
      unreadable: [LeftOutRun(path: "runs/x.run", .unreadable, "no")], in: "runs",
      metrics: ["end_to_end"], rule: ChangeRule(), version: "1")
    #expect(found.runs == 16)
    #expect(found.series.map { $0.runs.count } == [12])
    #expect(
      found.leftOut == [
        LeftOutRun(path: "runs/3.run", .partial, "its process died or still goes on"),
        LeftOutRun(path: "runs/4.run", .invalid, "it is bad"),
        LeftOutRun(path: "runs/5.run", .copy, "it is the run in baselines/5.run"),
        LeftOutRun(path: "runs/x.run", .unreadable, "no"),
      ])
  }

  /// A slowdown that makes jobs time out must not vanish with them.
  @Test func aQuantileAmongOpenJobsIsTheLeastThatItCanBe() throws {
    var runs = try TrendRuns.series(30)
    for index in 15..<30 {
      runs[index].document.metrics.endToEnd.quantiles.p95.estimate = nil
      runs[index].document.metrics.endToEnd.quantiles.p95.above = 5_000_000_000
    }
    let p95 = trend(runs).series[0].metrics[1]
    #expect(p95.values.suffix(15).allSatisfy { $0.isAtLeast && $0.value == 5_000_000_000 })
    #expect(p95.marks.map(\.before) == [14])
  }

  @Test func valuesFromAnotherSourceAreNoValues() throws {
    var runs = try TrendRuns.series(30)
    for index in 0..<12 { runs[index].document.metrics.queue.source = "client brackets" }
    for index in 25..<30 { runs[index].document.metrics.queue.quantiles = Quantiles() }
    let metrics = trend(runs, ["queue"]).series[0].metrics
    #expect(metrics[0].name == "queue")
    #expect(metrics[0].values.map(\.run) == Array(12..<25))
    #expect(metrics[0].segments[0].first == 12 && metrics[0].segments[0].last == 24)
  }

  /// A report that says another revision than its manifest is that of another run.
  @Test func aReportOfAnotherRevisionIsNotBelieved() throws {
    let run = try TrendRuns.run(1, revision: "a")
    #expect(belongs(run.document, to: run.manifest, nil))
    for revision in ["b", nil] {
      let other = try TrendRuns.run(1, revision: revision)
      #expect(!belongs(run.document, to: other.manifest, nil))
    }
  }

  @Test func p99NeedsAThousandJobs() throws {
    var runs = try TrendRuns.series(12)
    for index in runs.indices { runs[index].document.metrics.endToEnd.count = 999 }
    #expect(trend(runs).series[0].metrics.map(\.quantile) == ["p50", "p95"])
  }

  /// A slowdown is one until the times are short again, or until it is old.
  @Test func whatIsASlowdown() throws {
    func isSlower(_ runs: [StoredRun], window: Int = 20) -> Bool {
      trend(runs, window: window).isSlower
    }
    #expect(isSlower(try TrendRuns.series(40, step: 20)))
    #expect(!isSlower(try TrendRuns.series(41, step: 20)))
    #expect(isSlower(try TrendRuns.series(60, step: 20), window: 50))
    var mended = try TrendRuns.series(40, step: 20)
    mended += try (40..<60).map { try TrendRuns.run($0, factor: 1 + 0.001 * Double($0 % 3)) }
    #expect(!isSlower(mended, window: 50))
    #expect(
      trend(mended).marks.map(\.change)
        == Array(repeating: [.slower, .faster], count: 3).flatMap(\.self))
    // Runs of another series of the same scenario make it old, too.
    var other = try TrendRuns.series(71, step: 20)
    for index in 40..<71 { other[index].document.run.scheduleHash = "0000000000000001" }
    #expect(!isSlower(other, window: 50))
    #expect(!isSlower(try TrendRuns.series(16, step: 8)), "a suspect is no slowdown")
    #expect(
      trend(try TrendRuns.series(16, step: 8)).marks.map(\.kind) == [.suspect, .suspect, .suspect])
  }
}
