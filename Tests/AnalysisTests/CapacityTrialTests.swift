import Foundation
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

/// What a run says about the rate that it tried, and what a burst says about its drain.
@Suite struct CapacityTrialTests {
  private func excess(
    _ text: String, _ measured: Double?, range: Bounds? = nil
  ) throws -> Double? {
    try Threshold.parse(text).excess(
      ThresholdResult(text: text, measured: measured, range: range, unit: .share, verdict: .pass))
  }

  @Test func theExcessIsTheLogarithmOfMeasuredToLimit() throws {
    #expect(try #require(try excess("end_to_end.p99 < 1s", 2e9)) == log(2))
    #expect(try #require(try excess("end_to_end.p99 < 1s", 5e8)) == log(0.5))
    #expect(try #require(try excess("share.finished >= 98%", 0.49)) == log(2))
    #expect(try excess("share.error < 1%", 0) == -3)
    #expect(try excess("outcomes.error == 0", 0) == -3)
    #expect(try excess("outcomes.error <= 0", 0) == -3)
    #expect(try excess("outcomes.error == 0", 1) == 3)
  }

  @Test func atTheLimitTheComparisonDecides() throws {
    #expect(try #require(try excess("end_to_end.p99 < 1s", 1e9)) > 0)
    #expect(try #require(try excess("end_to_end.p99 <= 1s", 1e9)) <= 0)
  }

  @Test func withoutAnEstimateTheRangeDecides() throws {
    // Among jobs that were not seen to end: at least that.
    let open = Bounds(lower: 500_000_000, upper: nil)
    #expect(try #require(try excess("end_to_end.p99 < 1s", nil, range: open)) > 0)
    let closed = Bounds(lower: 0, upper: 500_000_000)
    #expect(try #require(try excess("end_to_end.p99 < 1s", nil, range: closed)) == log(0.5))
    #expect(try excess("end_to_end.p99 < 1s", nil) == nil)
  }

  @Test("the growth of the jobs in flight is a slope", arguments: [0.0, 1, 4])
  func growth(perSecond: Double) throws {
    // Ten a second; the n-th takes longer, so that so many more are there each second.
    let jobs = (0..<1_000).map { row -> JobRecord in
      let intended = Nanoseconds(row) * 100_000_000
      let seconds = 2 + Double(row) * 0.1 * perSecond / (10 - perSecond)
      return .sample(intended: intended, queue: 0, processing: Nanoseconds(seconds * 1e9))
    }
    try SampleRun(jobs).withTable { _, table in
      let found = inFlightGrowth(table, from: 10_000_000_000, to: 100_000_000_000)
      #expect(abs(found - perSecond) < 0.1, "\(found)")
    }
  }

  @Test func aTrialIsJudgedByItsConditionsAndItsGrowth() throws {
    let conditions = try ["end_to_end.p99 < 1s", "share.error < 1%"].map(Threshold.parse)
    var sample = try SampleRun.random(1_000, seed: 3)
    sample.scenario.thresholds = conditions
    let request = RateSearch.Request(
      purpose: .certification, rate: 100, seconds: 10, secondsLeft: 0)
    try sample.withTable { manifest, table in
      let judged = try CapacityTrial(
        request, conditions, summarize(manifest, table), table, run: "01-probe.run")
      #expect(judged.stored.verdict == .met)
      #expect(judged.trial.excess < 0)
      #expect(judged.stored.purpose == .certification)
      #expect(judged.stored.conditions.map(\.text) == conditions.map(\.text))
      #expect(judged.stored.pushNanoseconds == 10_000_000_000)
      #expect(try #require(judged.trial.median) < 0.5)
    }
    sample.scenario.thresholds = [try Threshold.parse("cancel.p99 < 1s")]
    try sample.withTable { manifest, table in
      let document = summarize(manifest, table)
      let error = #expect(throws: CapacityTrial.Unmeasured.self) {
        try CapacityTrial(
          request, manifest.scenario.thresholds, document, table, run: "01-probe.run")
      }
      #expect(error?.condition == "cancel.p99 < 1s")
    }
  }

  /// A burst of 100 jobs of which one ends each 10 ms.
  private func burst(_ change: (inout JobRecord) -> Void = { _ in }) throws -> SampleRun {
    let jobs = (0..<100).map { row -> JobRecord in
      var job = JobRecord.sample(
        intended: 0, queue: Nanoseconds(row) * 10_000_000, processing: 10_000_000)
      change(&job)
      return job
    }
    var run = try SampleRun(jobs)
    run.scenario.load = ArrivalSchedule([.burst(jobs: 100, every: 0, times: 1)])
    return run
  }

  @Test func theDrainComesFromStampsWhereThereAreAny() throws {
    try burst().withTable { manifest, table in
      let found = drain(manifest, table, summarize(manifest, table), run: "01-burst.run")
      #expect(found.source == .stamps)
      #expect(found.jobs == 100)
      #expect(found.ended == 100)
      let rate = try #require(found.jobsPerSecond)
      #expect(abs(rate - 100) < 1)
      #expect(found.processingNanoseconds == 10_000_000)
    }
  }

  @Test func withoutStampsTheMiddlesOfTheBracketsCount() throws {
    try burst { $0.completedStamp = 0 }.withTable { manifest, table in
      let found = drain(manifest, table, summarize(manifest, table), run: "01-burst.run")
      #expect(found.source == .brackets)
      let rate = try #require(found.jobsPerSecond)
      #expect(abs(rate - 100) < 15)
    }
  }
}
