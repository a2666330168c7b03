import Results
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

/// Little's law between rows and a monitor that counts about once a millisecond.
@Suite struct LittlesLawTests {
  /// Jobs that arrive independently, each with a life of its own, that of job 17 the longest; a seed in
  /// eight makes a burst of them.
  private func jobs(_ seed: UInt64, count: Int = 200) -> [JobRecord] {
    var random = SplitMix(seed: seed)
    var instant: Nanoseconds = 0
    return (0..<count).map { index in
      let unit = unitInterval(random.next())
      if seed % 8 != 0 { instant += Nanoseconds(unit * 20e6) }
      var job = JobRecord.sample(
        intended: instant, queue: Nanoseconds(unitInterval(random.next()) * 300e6),
        processing: index == 17
          ? 10_000 * ms : Nanoseconds(50e6 + unitInterval(random.next()) * 500e6))
      // Bursts leave one after another.
      if seed % 8 == 0 { instant += 40_000 }
      job.retired = job.detected
      return job
    }
  }

  /// Counts `jobs` in flight as the monitor does: at irregular instants, each step a little after the
  /// instant in the row, and every now and then not for a while.
  private func watch(_ jobs: [JobRecord], _ tally: MonitorTally, seed: UInt64) {
    var random = SplitMix(seed: seed &+ 99)
    func late(_ limit: Double) -> Nanoseconds { Nanoseconds(unitInterval(random.next()) * limit) }
    let dispatched = jobs.map { $0.dispatched + late(60e3) }.sorted()
    let retired = jobs.map { $0.retired + late(240e3) }.sorted()
    var (instant, left, ended) = (Nanoseconds(-1), 0, 0)
    tally.begin(dispatched: 0, retired: 0, at: instant)
    while ended < jobs.count {
      let isHeldUp = random.next() % 997 == 0
      instant += Nanoseconds((0.5 + unitInterval(random.next())) * 1e6) + (isHeldUp ? 25 * ms : 0)
      while left < jobs.count, dispatched[left] <= instant { left += 1 }
      while ended < jobs.count, retired[ended] <= instant { ended += 1 }
      tally.count(dispatched: UInt64(left), retired: UInt64(ended), at: instant)
    }
  }

  /// The law of a run of `rows`, in which a monitor counted `jobs`.
  private func law(
    _ seed: UInt64, _ rows: [JobRecord], counting jobs: [JobRecord]
  ) throws -> LittlesLaw {
    let law = try SampleRun(rows).withTable { manifest, table in
      watch(jobs, table.monitor, seed: seed)
      let clocks = ClockEvidence(table, isPartial: false)
      let evidence = Evidence(table, manifest.scenario, isPartial: false, clocks: clocks)
      return LittlesLaw(table, evidence, .poll)
    }
    return try #require(law)
  }

  @Test func fewerThanOneSoundRunInAHundredIsDoubtedAndOneSecondIsMissed() throws {
    let laws = try (UInt64(1)...300).map { seed in
      let jobs = jobs(seed)
      return try law(seed, jobs, counting: jobs)
    }
    #expect(laws.count { !$0.holds } < 3)
    #expect(laws.count { $0.tolerance < 1e9 } > 225)
  }

  @Test func aJobWithTheWrongTimesIsFound() throws {
    for seed in UInt64(1)...40 {
      let jobs = jobs(seed)
      var rows = jobs
      // Twice as long in flight: as if another job's life were in this row as well.
      rows[17].retired += rows[17].retired - rows[17].dispatched
      #expect(try !law(seed, rows, counting: jobs).holds, "seed \(seed)")
    }
  }

  @Test func aJobThatIsThereTwiceIsFound() throws {
    for seed in UInt64(1)...40 {
      let jobs = jobs(seed)
      #expect(try !law(seed, jobs + [jobs[17]], counting: jobs).holds, "seed \(seed)")
    }
  }

  /// A job whose row, id and counters are gone breaks no conservation law: only who counted it while it
  /// was there knows of it.
  @Test func aJobThatIsGoneWithoutATraceIsFoundAndMakesTheRunInvalid() throws {
    for seed in UInt64(1)...40 {
      let jobs = jobs(seed)
      var rest = jobs
      rest.remove(at: 17)
      #expect(try !law(seed, rest, counting: jobs).holds, "seed \(seed)")
    }
    let jobs = jobs(5)
    var rest = jobs
    rest.remove(at: 17)
    let document = try SampleRun(rest).withTable { manifest, table in
      watch(jobs, table.monitor, seed: 5)
      return summarize(manifest, table)
    }
    #expect(document.validity.laws.allSatisfy { $0.holds })
    #expect(document.verdict == Verdict(.invalid))
    let reason = try #require(document.validity.reasons.first { $0.check == "little" })
    #expect(
      reason.message.hasPrefix("Little's law is broken: the jobs that were counted in flight"))
    #expect(reason.recommendation.contains("missing or counted twice"))
  }

  @Test("a run that did not begin and end empty, or was not watched, is not judged")
  func notAvailable() throws {
    let jobs = jobs(3, count: 30)
    for (ending, resumptions, isWatched) in [
      (JobTable.Ending.complete, 0, false), (.interrupted, 0, true), (.complete, 1, true),
    ] {
      var run = try SampleRun(jobs)
      run.ending = ending
      let document = try run.withTable { manifest, table in
        if resumptions > 0 {
          table.resume()
          table.end(.complete, at: 1)
        }
        if isWatched { watch(jobs, table.monitor, seed: 3) }
        return summarize(manifest, table)
      }
      let check = document.validity.checks.first { $0.check == "little" }
      #expect(check?.level == .notAvailable)
    }
  }
}
