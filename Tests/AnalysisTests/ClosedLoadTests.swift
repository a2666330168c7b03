import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct ClosedLoadTests {
  static let second = 1_000 * ms

  /// 10 members for 10 s with 50 rows, and then `open` phases.
  private func run(
    _ jobs: [JobRecord], open: [LoadPhase] = [], think: ServiceLaw = .exponential(mean: 1_000_000)
  ) throws -> SampleRun {
    let closed = Closed(population: 10, think: think, duration: 10 * Self.second, jobs: 50)
    let unused = [JobRecord](
      repeating: JobRecord(intended: JobRecord.undecided, jobClass: 0),
      count: 50 - min(jobs.count, 50))
    var run = try SampleRun(Array(jobs.prefix(50)) + unused + jobs.dropFirst(50))
    run.scenario.load = ArrivalSchedule([LoadPhase(.closed(closed))] + open)
    return run
  }

  private func jobs(_ count: Int) -> [JobRecord] {
    (0..<count).map { .sample(intended: Nanoseconds($0) * 200 * ms) }
  }

  /// The document, with counters that agree with the rows.
  private func document(
    _ run: SampleRun, closed: Int, _ change: @escaping (EngineTally) -> Void = { _ in }
  ) throws -> RunDocument {
    try run.withTable { manifest, table in
      table.tally(0).add(closed, to: .closedArrivals)
      change(table.tally(0))
      return summarize(manifest, table)
    }
  }

  @Test func rowsThatWereNeverNeededAreNothing() throws {
    let document = try document(try run(jobs(30)), closed: 30)
    #expect(document.run.workload == .closed)
    #expect(document.jobs.scheduled == 30)
    #expect(document.jobs.unsent == 0)
    #expect(document.metrics.endToEnd.sampleSize == 30)
    #expect(document.throughput.offeredPerSecond == nil)
    #expect(document.throughput.achievedPerSecond != nil)
    #expect(document.validity.laws.allSatisfy { $0.holds })
    #expect(document.validity.reasons == [])
  }

  @Test func arrivalsThatWereDecidedAndNotDispatchedAreUnsent() throws {
    var run = try run(jobs(30) + [JobRecord(intended: 9 * Self.second)])
    run.ending = .interrupted
    let document = try document(run, closed: 30)
    #expect(document.jobs.scheduled == 31)
    #expect(document.jobs.unsent == 1)
    #expect(document.validity.laws.allSatisfy { $0.holds })
  }

  @Test func theHashIsThatOfThePlanWhateverCameToBe() throws {
    let open = [LoadPhase.constant(rate: 10, duration: Self.second)]
    let phase = (0..<10).map {
      JobRecord.sample(intended: 10 * Self.second + Nanoseconds($0) * 100 * ms)
    }
    let few = try run(jobs(50) + phase, open: open)
    var hashes: Set<String> = []
    for used in [50, 20] {
      var run = few
      for row in used..<50 { run.jobs[row] = JobRecord(intended: JobRecord.undecided) }
      let document = try document(run, closed: used)
      #expect(document.jobs.scheduled == used + 10)
      #expect(document.run.workload == .mixed)
      #expect(document.throughput.offeredPerSecond == 10)
      #expect(document.validity.laws.allSatisfy { $0.holds })
      hashes.insert(document.run.scheduleHash)
    }
    #expect(hashes == [SchedulePlan(few.scenario).hash])
  }

  @Test func jobsOfAClosedWarmUpAreNotMeasured() throws {
    let open = [LoadPhase.constant(rate: 10, duration: Self.second)]
    let phase = (0..<10).map {
      JobRecord.sample(intended: 10 * Self.second + Nanoseconds($0) * 100 * ms)
    }
    var run = try run(jobs(50) + phase, open: open)
    var phases = run.scenario.load.phases
    phases[0].isWarmUp = true
    run.scenario.load = ArrivalSchedule(phases)
    let document = try document(run, closed: 50)
    #expect(document.jobs.warmUp == 50)
    #expect(document.metrics.endToEnd.sampleSize == 10)
  }

  @Test func anArrivalThatTheEnginesDidNotCountBreaksALaw() throws {
    let document = try document(try run(jobs(30)), closed: 29)
    #expect(
      document.validity.laws.filter { !$0.holds }.map(\.law) == [
        "closed arrivals of the engines = arrivals of closed phases"
      ])
  }

  @Test func aPhaseThatRanOutOfRowsIsWorthAWarning() throws {
    let document = try document(try run(jobs(50)), closed: 50) { $0.set(.closedExhausted, to: 1) }
    #expect(document.validity.reasons.map(\.check) == ["closed_rows"])
    #expect(document.validity.reasons.first?.level == .warn)
    #expect(document.validity.reasons.first?.message.contains("50 of the 50 rows") == true)
  }

  @Test(
    "a population that begins together is a burst where it pushes little more than once",
    arguments: [
      (15, ServiceLaw.constant(0), true), (40, .constant(0), false),
      (15, .exponential(mean: 5), false),
    ])
  func beginning(count: Int, think: ServiceLaw, isBursty: Bool) throws {
    let load = try run(jobs(count), think: think).scenario.load
    #expect(load.isBursty(closedArrivals: count) == isBursty)
    let late = jobs(count).map { job in
      var job = job
      job.dispatched += 50 * ms
      job.acknowledged += 50 * ms
      return job
    }
    let document = try document(try run(late, think: think), closed: count)
    let reason = document.validity.reasons.first { $0.check == "dispatch_delay" }
    #expect(reason?.level == (isBursty ? .warn : .invalid))
  }

  @Test func aRunWithoutAnyArrivalIsInvalidAndNoMore() throws {
    var run = try run([])
    run.ending = .interrupted
    let document = try document(run, closed: 0)
    #expect(document.jobs.scheduled == 0)
    #expect(document.validity.laws.allSatisfy { $0.holds })
    #expect(document.verdict.result == .invalid)
  }
}
