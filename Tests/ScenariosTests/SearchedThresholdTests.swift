import Scenarios
import Testing
import Workloads

/// Under which conditions the largest rate can be looked for.
@Suite struct SearchedThresholdTests {
  private static let scenario = Scenario(
    name: "x", load: ArrivalSchedule([.constant(rate: 1, duration: 1_000_000_000)]))

  @Test(
    "what gets harder at higher rates can be searched under",
    arguments: [
      "end_to_end.p99 < 2s", "queue.mean <= 100ms", "share.error < 1%", "share.finished >= 99%",
      "outcomes.error == 0", "outcomes.timed_out <= 5", "jobs.unsent == 0",
    ])
  func fit(text: String) throws {
    #expect(try Threshold.parse(text).unfitForSearch(in: Self.scenario) == nil)
  }

  @Test(
    "what does not is refused with what to write",
    arguments: [
      ("end_to_end.p99 > 2s", "how long jobs may take at most"),
      ("end_to_end.p99 == 2s", "how long jobs may take at most"),
      ("achieved_rate > 10/s", "follows the rate that is tried"),
      ("jobs.pushed < 10", "follows the rate that is tried"),
      ("share.finished < 99%", "not harder to keep at a higher rate"),
      ("share.error > 1%", "not harder to keep at a higher rate"),
      ("outcomes.error == 3", "not harder to keep at a higher rate"),
      ("outcomes.error != 0", "not harder to keep at a higher rate"),
      ("cancel.p99 < 1s", "the scenario cancels no job"),
      ("cancellation.missed == 0", "the scenario cancels no job"),
    ])
  func unfit(text: String, says: String) throws {
    let fault = try #require(try Threshold.parse(text).unfitForSearch(in: Self.scenario))
    #expect(fault.message.contains(says))
    #expect(fault.message.contains(text))
    #expect(fault.hint != nil)
  }

  @Test func aQuantileNeedsItsJobs() throws {
    #expect(try Threshold.parse("end_to_end.p99 < 2s").jobsNeeded == 300)
    #expect(try Threshold.parse("end_to_end.p999 < 2s").jobsNeeded == 3_000)
    #expect(try Threshold.parse("end_to_end.mean < 2s").jobsNeeded == nil)
    #expect(try Threshold.parse("share.error < 1%").jobsNeeded == nil)
  }
}
