import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

/// What is judged of the machine by what the monitor wrote down, at the limits.
@Suite struct MachineCheckTests {
  /// What a sound run of `count` jobs comes to, with what `fill` puts into the monitor's tally.
  private func judge(
    count: Int = 400, median: Nanoseconds = 500 * ms, fill: (MonitorTally) -> Void
  ) throws -> Validity {
    var input = try CheckInput.sample(jobs: count, median: median)
    input.monitor = try facts(fill)
    return assess(input)
  }

  private func facts(_ fill: (MonitorTally) -> Void) throws -> MonitorFacts {
    let facts = try SampleRun([.sample()]).withTable { _, table in
      table.monitor.set(.sessions, to: 1)
      table.monitor.set(.samples, to: 1)
      fill(table.monitor)
      return MonitorFacts(table.monitor)
    }
    return try #require(facts)
  }

  private func record(_ tally: MonitorTally, _ counts: [(Int, Nanoseconds)]) {
    for (count, value) in counts {
      for _ in 0..<count { tally.recordHiccup(value, interval: 0) }
    }
  }

  /// The rarest value that decides a quantile of 4,000 hiccups.
  @Test(
    "hiccups at the limits",
    arguments: [
      // At a median of 500 ms up to 25 ms is sound.
      (400, 3_950, 50 * ms, "hiccup_p99", Validity.Check.Standing.invalid),
      (400, 3_960, 50 * ms, "hiccup_p99", .ok),
      (400, 3_950, 20 * ms, "hiccup_p99", .ok),
      (400, 3_995, 4 * ms, "hiccup_p999", .ok), (400, 3_995, 6 * ms, "hiccup_p999", .warn),
      (400, 3_995, 500 * ms, "hiccup_p999", .warn),
      (3_000, 3_995, 500 * ms, "hiccup_p999", .invalid),
      (3_000, 3_995, 20 * ms, "hiccup_p999", .warn),
      (400, 3_999, 49 * ms, "hiccup_max", .ok), (400, 3_999, 51 * ms, "hiccup_max", .warn),
      (400, 3_999, 9_000 * ms, "hiccup_max", .warn),
    ] as [(Int, Int, Nanoseconds, String, Validity.Check.Standing)])
  func hiccups(
    jobs: Int, quiet: Int, late: Nanoseconds, check: String, expected: Validity.Check.Standing
  ) throws {
    let validity = try judge(count: jobs) { tally in
      record(tally, [(quiet, 60_000), (4_000 - quiet, late)])
    }
    #expect(validity.checks.first { $0.check == check }?.level == expected)
    #expect(
      validity.reasons.contains { $0.check == check } == (expected != .ok))
  }

  @Test func theFloorOfTheLimitIsTenMilliseconds() throws {
    for (late, expected) in [(9 * ms, Validity.Check.Standing.ok), (11 * ms, .invalid)] {
      let validity = try judge(median: 20 * ms) { tally in
        record(tally, [(3_900, 60_000), (100, late)])
      }
      #expect(validity.checks.first { $0.check == "hiccup_p99" }?.level == expected)
    }
  }

  @Test func aRunOfLessThanThreeSecondsIsNotJudgedByOneHiccup() throws {
    let validity = try judge { tally in
      record(tally, [(900, 60_000)])
      tally.recordHiccup(400 * ms, interval: ms)
    }
    let levels = validity.checks.filter { $0.check.hasPrefix("hiccup") }.map(\.level)
    #expect(levels == [.notAvailable, .notAvailable, .warn])
    #expect(validity.verdict == .valid)
  }

  @Test(
    "steal at the limits",
    arguments: [
      (0, nil), (100, nil), (101, .warn), (500, .warn), (501, .invalid),
    ] as [(UInt64, Validity.Level?)])
  func steal(ticks: UInt64, expected: Validity.Level?) throws {
    let validity = try judge { tally in
      tally.set(.hasProcessorTimes, to: 1)
      tally.set(.stolenTicks, to: ticks)
      tally.set(.allTicks, to: 10_000)
      tally.set(.worstStolenTicks, to: 40)
      tally.set(.worstAllTicks, to: 200)
    }
    let reason = validity.reasons.first { $0.check == "steal" }
    #expect(reason?.level == expected)
    #expect(reason?.message.hasSuffix("20.0 % in the worst second") ?? true)
  }

  @Test(
    "throttling at the limits",
    arguments: [
      (0, 0, nil), (1_000, 0, nil), (1_000, 1, .warn), (1_000, 10, .warn), (1_000, 11, .invalid),
    ] as [(UInt64, UInt64, Validity.Level?)])
  func throttling(periods: UInt64, throttled: UInt64, expected: Validity.Level?) throws {
    let validity = try judge { tally in
      tally.set(.hasThrottling, to: 1)
      tally.set(.periods, to: periods)
      tally.set(.throttledPeriods, to: throttled)
      tally.set(.throttledNanoseconds, to: 2_000_000)
    }
    let reason = validity.reasons.first { $0.check == "throttling" }
    #expect(reason?.level == expected)
    #expect(reason?.message.hasSuffix("periods and waited 2.00 ms") ?? true)
  }

  @Test func aWallClockThatJumpedIsNotedAndNoMore() throws {
    let validity = try judge { tally in
      tally.add(MonitorTally.WallJump(instant: 2_000 * ms, size: -3_600_000 * ms))
    }
    #expect(validity.verdict == .valid)
    let reason = try #require(validity.reasons.first)
    #expect(reason.check == "wall_clock")
    #expect(
      reason.message
        == "this machine's wall clock jumped 1 times (by -60.0 min at 2.00 s); no time is measured "
        + "by it")
  }

  @Test func whatTheSystemDoesNotSayIsNotAvailable() throws {
    let validity = try judge { _ in }
    let missing = validity.checks.filter { $0.level == .notAvailable }.map(\.check)
    for check in ["little", "hiccup_p99", "hiccup_p999", "steal", "throttling"] {
      #expect(missing.contains(check))
    }
    #expect(!missing.contains("wall_clock") && !missing.contains("hiccup_max"))
    let facts = try facts { _ in }
    #expect(facts.steal == nil && facts.throttling == nil)
  }

  @Test func aRunThatWasNotWatchedSaysSo() throws {
    let document = try SampleRun([.sample()]).withTable(summarize)
    #expect(document.environment.monitor == nil)
    #expect(document.validity.checks.filter { $0.level == .notAvailable }.count >= 6)
  }

  @Test func theFactsAreWhatTheTallyHolds() throws {
    let facts = try facts { tally in
      tally.begin(dispatched: 0, retired: 0, at: 0)
      tally.count(dispatched: 8, retired: 0, at: 0)
      tally.count(dispatched: 8, retired: 8, at: 1_000 * ms)
      tally.set(.ownCPU, to: 5)
      tally.set(.processCPU, to: 6)
      tally.set(.involuntarySwitches, to: 7)
      record(tally, [(3_000, 2_000), (1, 9 * ms)])
    }
    #expect(facts.watchedNanoseconds == 1_000_000_000)
    #expect(facts.inFlight.mean == 4)
    #expect(facts.inFlight.largest == 8)
    #expect(facts.inFlight.jobTime == 4e9)
    #expect(facts.hiccups.p50 == 2_000 && facts.hiccups.p999 == 2_000)
    #expect(facts.hiccups.max == 9 * ms && facts.hiccups.count == 3_001)
    #expect(facts.monitorCPUNanoseconds == 5 && facts.processCPUNanoseconds == 6)
    #expect(facts.involuntarySwitches == 7)
  }
}
