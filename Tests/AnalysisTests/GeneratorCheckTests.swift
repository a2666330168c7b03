import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

/// What is judged of the generator itself, at the limits.
@Suite struct GeneratorCheckTests {
  /// Pushes of which `late` of `count` left 60 ms late: more than is sound at a median of 500 ms.
  @Test(
    "a small run is judged by the highest quantile that it can claim, and never by one late push",
    arguments: [
      (400, 1, nil, ""), (400, 5, .invalid, "p99"), (400, 3, nil, ""),
      (200, 1, .warn, "1 of 200"), (200, 12, .invalid, "p95"), (200, 9, .warn, "9 of 200"),
      (50, 1, .warn, "1 of 50"), (50, 6, .invalid, "p90"),
      (20, 1, .warn, "1 of 20"), (20, 11, .invalid, "p50"),
      (3, 1, .warn, "largest"), (3, 2, .invalid, "largest"), (1, 1, .warn, "largest"),
    ] as [(Int, Int, Validity.Level?, String)])
  func smallRuns(count: Int, late: Int, expected: Validity.Level?, words: String) throws {
    let delays = (0..<count).map { $0 < late ? 60 * ms : 100_000 }
    let reason = dispatchDelayCheck(try .sample(jobs: count).with(delays: delays)).reason
    #expect(reason?.level == expected)
    #expect(reason?.message.contains(words) ?? true, "\(reason?.message ?? "")")
  }

  @Test func theRowNamesTheMeasuredValueAndBothLimits() throws {
    let delays = [Nanoseconds](repeating: 6 * ms, count: 400)
    let row = dispatchDelayCheck(try .sample().with(delays: delays)).row
    #expect(
      row
        == Validity.Check(
          check: "dispatch_delay", measured: 6e6, unit: .nanoseconds, warn: 5e6, invalid: 25e6,
          level: .warn))
  }

  /// `count` pushes that were due evenly over the second from 1 s, of which the last `late` left `delay`
  /// after its end.
  private func second(_ count: Int, late: Int, by delay: Nanoseconds) -> RateWindows {
    var windows = RateWindows()
    for index in 0..<count {
      var job = JobRecord(
        intended: 1_000 * ms + Nanoseconds(index) * 1_000 * ms / Nanoseconds(count))
      job.dispatched = index >= count - late ? 2_000 * ms + delay : job.intended + 1
      windows.enter(job)
    }
    return windows
  }

  @Test(
    "the schedule is kept second by second",
    arguments: [
      (1_000, 5, 20 * ms, nil), (1_000, 6, 20 * ms, .warn), (1_000, 20, 20 * ms, .warn),
      (1_000, 21, 20 * ms, .invalid), (1_000, 21, 10 * ms, nil), (1_000, 21, 11 * ms, .invalid),
      (10, 2, 900 * ms, nil), (10, 3, 900 * ms, .invalid), (2, 2, 900 * ms, nil),
    ] as [(Int, Int, Nanoseconds, Validity.Level?)])
  func rate(count: Int, late: Int, delay: Nanoseconds, expected: Validity.Level?) throws {
    var input = try CheckInput.sample()
    input.worstWindow = second(count, late: late, by: delay).worst
    let found = rateCheck(input).reason
    #expect(found?.level == expected)
    if expected != nil {
      #expect(found?.message.contains("of \(Units.count(count)) pushes that were due") == true)
      #expect(found?.message.contains("from 1.00 s, \(late) left after it") == true)
    }
    input.scenario.load = ArrivalSchedule([.burst(jobs: count, every: 4_000 * ms, times: 1)])
    #expect(rateCheck(input).row.level == .notAvailable, "a burst has no rate within a second")
  }

  @Test func thePushesOfARunAreInItsSeconds() throws {
    let jobs = (0..<300).map { index in
      var job = JobRecord.sample(intended: Nanoseconds(index) * 10 * ms)
      if (190..<200).contains(index) { job.dispatched = 2_050 * ms }
      return job
    }
    let worst = try SampleRun(jobs).withTable { manifest, table in
      Evidence(
        table, manifest.scenario, isPartial: false, clocks: ClockEvidence(table, isPartial: false)
      ).rates.worst
    }
    #expect(worst == RateWindows.Worst(start: 1_000 * ms, scheduled: 100, late: 10))
  }

  @Test(
    "above 70 % of the measured capacity a run warns",
    arguments: [(0.7, nil), (0.71, .warn), (5, .warn)] as [(Double, Validity.Level?)])
  func load(load: Double, expected: Validity.Level?) throws {
    var input = try CheckInput.sample()
    #expect(loadCheck(input).row.level == .notAvailable, "no capacity was measured")
    input.generatorLoad = load
    let found = loadCheck(input).reason
    #expect(found?.level == expected)
    if expected != nil { #expect(found?.message.contains(Units.share(load)) == true) }
    input.scenario.load = ArrivalSchedule([.burst(jobs: 400, every: 4_000 * ms, times: 1)])
    #expect(loadCheck(input).row.level == .notAvailable, "a burst is above any capacity")
  }

  /// 100 pushes a second, and none of the sample's jobs was asked about.
  @Test func theLoadIsThatOfTheBusiestSecond() throws {
    let run = try SampleRun((0..<300).map { .sample(intended: Nanoseconds($0) * 10 * ms) })
    let row = try run.withTable { manifest, table in
      var manifest = manifest
      manifest.generatorLimit = GeneratorLimit(requestsPerSecond: 125)
      let document = summarize(manifest, table)
      let perJob = try #require(document.requests.perJob)
      let row = try #require(
        document.validity.checks.first { $0.check == "generator_load" })
      #expect(row.measured == 100 * (1 + perJob) / 125)
      return row
    }
    #expect(row.level == .warn)
  }

  @Test func everyCheckIsListedOnceAndEveryReasonHasItsRow() throws {
    var run = try SampleRun((0..<10).map { _ in .sample(outcome: .rejected) })
    run.ending = .aborted
    let validity = try run.withTable(summarize).validity
    let names = validity.checks.map(\.check)
    #expect(Set(names).count == names.count)
    #expect(
      Set(names)
        == [
          "conservation", "ending", "observed_jobs", "little", "dispatch_delay", "rate_shortfall",
          "engine_busy", "generator_load", "hiccup_p99", "hiccup_p999", "hiccup_max", "steal",
          "throttling",
          "wall_clock", "poll_lag", "poll_budget", "poll_limited", "webhooks", "closed_rows",
          "failures", "stamps",
        ])
    for reason in validity.reasons {
      let row = validity.checks.first { $0.check == reason.check }
      #expect(row?.level.rawValue == reason.level.rawValue)
    }
    let found = Set(validity.reasons.map(\.check))
    for row in validity.checks where !found.contains(row.check) {
      #expect(row.level == .ok || row.level == .notAvailable, "\(row.check)")
    }
  }
}
