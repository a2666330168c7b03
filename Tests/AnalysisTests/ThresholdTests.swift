import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

@Suite struct ThresholdTests {
  private func jobs() -> [JobRecord] {
    (0..<200).map { index in
      .sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: index < 2 ? .error : .finished,
        queue: 100_000_000, processing: Nanoseconds(index + 1) * 1_000_000)
    }
  }

  @Test(
    "conditions",
    arguments: [
      ("end_to_end.p50 < 1s", Ruling.pass), ("end_to_end.p50 < 100ms", .fail),
      ("processing.p50 == 100ms", .inconclusive),
      ("processing.p50 < 101ms", .inconclusive), ("processing.p50 < 300ms", .pass),
      ("processing.p50 != 300ms", .pass), ("push.p50 == 3ms", .pass), ("push.p50 != 3ms", .fail),
      ("seen.p50 > 100ms", .pass), ("end_to_end_from_dispatch.p50 < 1s", .pass),
      ("processing.max <= 200ms", .pass),
      ("processing.min > 1ms", .fail), ("processing.p99 < 10s", .inconclusive),
      ("outcomes.error == 2", .pass), ("outcomes.error == 0", .fail), ("jobs.unsent != 0", .fail),
      ("jobs.scheduled >= 200", .pass), ("share.error <= 1%", .pass), ("share.error < 1%", .fail),
      ("achieved_rate > 10/s", .pass), ("offered_rate >= 100/s", .pass),
    ])
  func conditions(text: String, ruling: Ruling) throws {
    let document = try SampleRun(jobs(), thresholds: [text]).withTable(summarize)
    let result = try #require(document.thresholds.first)
    #expect(result.verdict == ruling)
    #expect(result.text == text)
    #expect((result.measured == nil) == (text == "processing.p99 < 10s"))
    #expect(document.verdict == Verdict(ruling))
  }

  @Test(
    "censored jobs decide what they can",
    arguments: [
      ("end_to_end.p90 < 1s", Ruling.fail), ("end_to_end.p90 > 1s", .pass),
      ("end_to_end.p90 < 1h", .inconclusive), ("end_to_end.max < 1h", .inconclusive),
    ])
  func censored(text: String, ruling: Ruling) throws {
    var jobs = jobs()
    for index in 0..<100 {
      jobs[index] = .sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: .timedOut, processing: 2_000_000_000)
    }
    let document = try SampleRun(jobs, thresholds: [text]).withTable(summarize)
    #expect(document.thresholds.map(\.verdict) == [ruling])
  }

  @Test(
    "the worst result is the verdict",
    arguments: [
      (["end_to_end.p50 < 1s", "outcomes.error == 0"], Ruling.fail),
      (["processing.p99 < 10s", "outcomes.error == 0"], .fail),
      (["processing.p99 < 10s", "outcomes.error == 2"], .inconclusive), ([], .pass),
    ])
  func worst(texts: [String], ruling: Ruling) throws {
    let document = try SampleRun(jobs(), thresholds: texts).withTable(summarize)
    #expect(document.verdict.result == ruling)
  }

  @Test func whatDoesNotExistHasNoValue() {
    let empty = TimeSummary(source: "client clock")
    let metrics = Metrics(
      queue: empty, processing: empty, endToEnd: empty, endToEndFromDispatch: empty, seen: empty,
      push: empty, poll: empty, dispatchDelay: empty, detection: empty, cancel: empty)
    let throughput = Throughput(offeredPerSecond: nil, achievedPerSecond: nil)
    for subject in [
      Threshold.Subject.time(metric: "nothing", statistic: "p50"), .rate("nothing"),
      .time(metric: "queue", statistic: "p42"), .count(group: "jobs", name: "nothing"),
      .count(group: "outcomes", name: "nothing"), .count(group: "cancellation", name: "nothing"),
      .share("error"),
    ] {
      let threshold = Threshold(subject: subject, comparison: .less, limit: 1, text: "x")
      let result = evaluate(
        threshold, jobs: JobCounts(), cancellation: Cancellation(), metrics: metrics,
        throughput: throughput)
      #expect(result.verdict == .inconclusive)
    }
  }
}
