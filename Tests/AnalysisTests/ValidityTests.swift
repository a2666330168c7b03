import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct ValidityTests {
  /// A sound run of 400 jobs, each 400 ms long, polled every 250 ms.
  private func sound() throws -> SampleRun {
    try SampleRun((0..<400).map { .sample(intended: Nanoseconds($0) * 10 * ms) })
  }

  private func reasons(_ run: SampleRun) throws -> [Validity.Reason] {
    try run.withTable(summarize).validity.reasons
  }

  @Test func aSoundRunIsValid() throws {
    let document = try sound().withTable(summarize)
    #expect(document.validity.reasons == [])
    #expect(document.validity.verdict == .valid)
    #expect(document.verdict == Verdict(.pass))
  }

  @Test(
    "a run that was not carried out is invalid",
    arguments: [
      (JobTable.Ending.interrupted, "interrupted"), (.aborted, "early"), (.none, "no end"),
    ])
  func endings(ending: JobTable.Ending, word: String) throws {
    var run = try sound()
    run.ending = ending
    let reason = try #require(try reasons(run).first)
    #expect(reason.check == "ending")
    #expect(reason.level == .invalid)
    #expect(reason.message.contains(word))
  }

  @Test func aRunWithoutObservedJobsIsInvalid() throws {
    let run = try SampleRun((0..<10).map { _ in .sample(outcome: .rejected) })
    #expect(try reasons(run).map(\.check) == ["observed_jobs", "failures"])
  }

  @Test(
    "late pushes, in a steady load and in bursts",
    arguments: [
      (1 * ms, nil, nil), (6 * ms, .warn, nil), (30 * ms, .invalid, .warn),
      (60 * ms, .invalid, .warn), (200 * ms, .invalid, .invalid),
    ] as [(Nanoseconds, Validity.Level?, Validity.Level?)])
  func latePushes(delay: Nanoseconds, steady: Validity.Level?, burst: Validity.Level?) throws {
    var run = try sound()
    run.jobs = run.jobs.map { job in
      var job = job
      job.dispatched = job.intended + delay
      job.acknowledged = max(job.acknowledged, job.dispatched)
      return job
    }
    #expect(try reasons(run).first { $0.check == "dispatch_delay" }?.level == steady)
    run.scenario.load = ArrivalSchedule([.burst(jobs: 400, every: 4_000 * ms, times: 1)])
    #expect(try reasons(run).first { $0.check == "dispatch_delay" }?.level == burst)
  }

  @Test(
    "a busy engine, in a steady load and in bursts",
    arguments: [
      (0.5, nil, nil), (0.8, .warn, .warn), (0.95, .invalid, .warn),
    ] as [(Double, Validity.Level?, Validity.Level?)])
  func busyEngine(share: Double, steady: Validity.Level?, burst: Validity.Level?) throws {
    var run = try sound()
    func level() throws -> Validity.Level? {
      try run.withTable { manifest, table in
        table.tally(0).set(.busyNanoseconds, to: UInt64(share * 1e9))
        table.tally(0).set(.idleNanoseconds, to: UInt64((1 - share) * 1e9))
        return summarize(manifest, table).validity.reasons.first { $0.check == "engine_busy" }?
          .level
      }
    }
    #expect(try level() == steady)
    run.scenario.load = ArrivalSchedule([.burst(jobs: 400, every: 4_000 * ms, times: 1)])
    #expect(try level() == burst)
  }

  @Test(
    "late polls",
    arguments: [
      (40 * ms, nil), (60 * ms, .warn), (300 * ms, .invalid),
    ] as [(Nanoseconds, Validity.Level?)])
  func latePolls(lag: Nanoseconds, expected: Validity.Level?) throws {
    let level = try sound().withTable { manifest, table in
      for _ in 0..<1_000 { table.tally(0).record(lag, in: .pollLag) }
      return summarize(manifest, table).validity.reasons.first { $0.check == "poll_lag" }?.level
    }
    #expect(level == expected)
  }

  @Test(
    "late polls of a learned policy are measured by the median of its waits",
    arguments: [
      (15 * ms, nil), (25 * ms, .warn), (120 * ms, .invalid),
    ] as [(Nanoseconds, Validity.Level?)])
  func latePollsOfALearnedPolicy(lag: Nanoseconds, expected: Validity.Level?) throws {
    var run = try sound()
    run.scenario.follow.poll = .learned(requestsPerJob: 6)
    let document = try run.withTable { manifest, table in
      let tally = table.tally(0)
      for _ in 0..<100_000 { tally.record(lag, in: .pollLag) }
      for gap in [10, 90, 100, 100, 4_000] as [Nanoseconds] { tally.record(gap * ms, in: .pollGap) }
      tally.add(4, to: .pollsPlaced)
      tally.add(1, to: .pollsByWavefront)
      tally.add(2, to: .refits)
      return summarize(manifest, table)
    }
    let reason = document.validity.reasons.first { $0.check == "poll_lag" }
    #expect(reason?.level == expected)
    #expect(reason?.message.contains("median wait between polls of 100 ms") != false)
    let learned = try #require(document.following.learned)
    #expect(learned.requestsPerJob == 6)
    #expect(learned.reached == document.requests.perJob)
    #expect(learned.wavefrontShare == 0.25)
    #expect(learned.refits == 2)
  }

  @Test func failedJobsAreWorthAWarning() throws {
    var run = try sound()
    run.jobs[3] = .sample(outcome: .timedOut)
    let found = try reasons(run)
    #expect(found.map(\.check) == ["failures"])
    #expect(found.first?.message.hasPrefix("1 of 400 jobs") == true)
  }

  @Test func wideBracketsAreWorthAWarning() throws {
    var run = try sound()
    run.jobs = run.jobs.map { job in
      var job = job
      job.stillOpen -= 200 * ms
      return job
    }
    let found = try reasons(run)
    #expect(found.map(\.check) == ["poll_limited"])
    #expect(found.first?.level == .warn)
  }

  @Test func everyReasonSaysWhatToDo() throws {
    var run = try SampleRun((0..<10).map { _ in .sample(outcome: .rejected) })
    run.ending = .aborted
    for reason in try reasons(run) {
      #expect(!reason.recommendation.isEmpty)
      #expect(!reason.message.hasSuffix("."))
    }
  }
}
