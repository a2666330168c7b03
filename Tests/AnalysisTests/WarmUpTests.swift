import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

/// 100 jobs of 1 s that warm up, then 100 of 0.5 s; one of each 10 is in error.
@Suite struct WarmUpTests {
  private func document(
    warmUp: Bool, classes: Int = 1, thresholds: [String] = []
  ) throws -> RunDocument {
    let ms: Nanoseconds = 1_000_000
    let jobs = (0..<200).map { index in
      JobRecord.sample(
        intended: Nanoseconds(index) * 10 * ms, outcome: index % 10 == 0 ? .error : .finished,
        processing: (index < 100 ? 900 : 400) * ms, jobClass: UInt16(index % classes))
    }
    var run = try SampleRun(jobs, thresholds: thresholds)
    let constant = LoadShape.constant(Constant(rate: 100, duration: 1_000 * ms))
    run.scenario.load = ArrivalSchedule([
      LoadPhase(constant, isWarmUp: warmUp), LoadPhase(constant),
    ])
    run.scenario.jobs = (0..<classes).map { number in
      var jobClass = Scenario.JobClass()
      jobClass.name = "class \(number)"
      return jobClass
    }
    return try run.withTable(summarize)
  }

  @Test func warmUpJobsAreInCountsAndInNoTime() throws {
    let document = try document(warmUp: true)
    #expect(document.jobs.scheduled == 200)
    #expect(document.jobs.outcomes.finished == 180)
    #expect(document.jobs.outcomes.error == 20)
    #expect(document.jobs.warmUp == 100)
    let metrics = document.metrics
    for time in [
      metrics.queue, metrics.processing, metrics.endToEnd, metrics.push, metrics.dispatchDelay,
      metrics.detection,
    ] {
      #expect(time.count == 100)
    }
    #expect(metrics.processing.max == 400_000_000)
    #expect(document.classes.map(\.jobs.scheduled) == [100])
    #expect(document.classes.map(\.endToEnd) == [metrics.endToEnd])
    #expect(document.timeline.points.reduce(0) { $0 + $1.pushed } == 200)
    #expect(document.validity.laws.filter { !$0.holds }.isEmpty)
  }

  @Test func withoutTheMarkEveryJobIsMeasured() throws {
    let document = try document(warmUp: false)
    #expect(document.jobs.warmUp == 0)
    #expect(document.metrics.processing.count == 200)
    #expect(document.metrics.processing.max == 900_000_000)
    let other = try self.document(warmUp: true)
    #expect(document.run.scheduleHash == other.run.scheduleHash)
  }

  @Test func classesLeaveWarmUpJobsOut() throws {
    let document = try document(warmUp: true, classes: 2)
    #expect(document.classes.map(\.jobs.scheduled) == [50, 50])
    #expect(document.classes.map(\.endToEnd.count) == [50, 50])
  }

  @Test func thresholdsOnTimesLeaveThemOutAndThoseOnCountsDoNot() throws {
    let thresholds = ["processing.max < 500ms", "outcomes.error == 20", "jobs.scheduled == 200"]
    let document = try document(warmUp: true, thresholds: thresholds)
    #expect(document.thresholds.map(\.verdict) == [.pass, .pass, .pass])
    #expect(
      try self.document(warmUp: false, thresholds: thresholds).thresholds.map(\.verdict)
        == [.fail, .pass, .pass])
  }

  @Test func theHashIsThatOfThePlan() throws {
    let document = try document(warmUp: true, classes: 2)
    let plan = SchedulePlan(document.scenario.load, seed: 7, classes: 2) { UInt16($0 % 2) }
    #expect(document.run.scheduleHash == plan.hash)
  }
}
