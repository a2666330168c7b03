import Scenarios
import Testing

@Suite struct ThresholdTests {
  @Test(
    arguments: [
      ("end_to_end.p99 < 2s", .time(metric: "end_to_end", statistic: "p99"), .less, 2e9),
      ("queue.mean<=1.5ms", .time(metric: "queue", statistic: "mean"), .lessOrEqual, 1.5e6),
      ("  push.p999   !=   0  ", .time(metric: "push", statistic: "p999"), .notEqual, 0),
      (
        "outcomes.failed_to_push == 0", .count(group: "outcomes", name: "failed_to_push"), .equal, 0
      ),
      (
        "jobs.acknowledged >= 100", .count(group: "jobs", name: "acknowledged"), .greaterOrEqual,
        100
      ),
      (
        "cancellation.missed < 10", .count(group: "cancellation", name: "missed"), .less, 10
      ),
      ("achieved_rate > 100/s", .rate("achieved_rate"), .greater, 100),
      ("offered_rate > 0.5 /s", .rate("offered_rate"), .greater, 0.5),
      ("share.error < 1%", .share("error"), .less, 0.01),
      ("share.finished >= 0.99", .share("finished"), .greaterOrEqual, 0.99),
    ] as [(String, Threshold.Subject, Threshold.Comparison, Double)])
  func parsed(
    text: String, subject: Threshold.Subject, comparison: Threshold.Comparison, limit: Double
  ) throws {
    let threshold = try Threshold.parse(text)
    #expect(threshold.subject == subject)
    #expect(threshold.comparison == comparison)
    #expect(threshold.limit == limit)
    #expect(try Threshold.parse(threshold.text) == threshold)
  }

  @Test func everyCombinationOfMetricAndStatisticIsASubject() throws {
    for metric in Threshold.metrics {
      for statistic in Threshold.statistics {
        let threshold = try Threshold.parse("\(metric).\(statistic) < 1s")
        #expect(threshold.subject == .time(metric: metric, statistic: statistic))
      }
    }
    for outcome in Threshold.outcomes {
      let threshold = try Threshold.parse("share.\(outcome) < 50 %")
      #expect(threshold.subject == .share(outcome))
      #expect(threshold.limit == 0.5)
    }
  }

  @Test(arguments: [
    "", "<", "< 2s", "end_to_end.p99 <", "end_to_end.p99 < 2s < 3s", "end_to_end..p99 < 2s",
    "outcomes.error == -1", "outcomes.none == 0", "achieved_rate > 5%", "share.error < 101%",
    "queue.p99 < 1e3s", "jobs.pushed == 1e300", "queue.max <> 1s", "queue.P99 < 1s",
    "achieved_rate > .inf/s", "share.error < .nan",
  ])
  func refused(text: String) {
    #expect(throws: ThresholdRejected.self) { try Threshold.parse(text) }
  }
}
