import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct CancellationTests {
  /// A job chosen to be cancelled 100 ms after its acknowledgement, seen cancelled 50 ms later.
  private func cancelled(_ outcome: Outcome = .cancelled) -> JobRecord {
    var job = JobRecord.sample(outcome: outcome, queue: 50 * ms, processing: 70 * ms)
    job.traits = .toCancel
    guard job.acknowledged != 0 else { return job }
    job.cancelSent = job.acknowledged + 100 * ms
    if outcome.isObserved {
      job.stillOpen = job.cancelSent + 30 * ms
      job.detected = job.cancelSent + 50 * ms
      job.retired = job.detected
    }
    return job
  }

  private func run(_ jobs: [JobRecord], thresholds: [String] = []) throws -> SampleRun {
    var run = try SampleRun(jobs, thresholds: thresholds)
    run.scenario.cancel = CancelPlan(share: 0.1, when: .queued, after: 100 * ms)
    return run
  }

  @Test func chosenJobsAreInCountsAndNotInTheTimesOfOthers() throws {
    let others = (0..<30).map { _ in JobRecord.sample() }
    let document = try run(others + (0..<10).map { _ in cancelled() }).withTable(summarize)
    #expect(document.jobs.scheduled == 40)
    #expect(document.jobs.outcomes.cancelled == 10)
    let metrics = document.metrics
    for time in [metrics.queue, metrics.processing, metrics.endToEnd, metrics.detection] {
      #expect(time.sampleSize == 30)
    }
    #expect(metrics.push.count == 40)
    #expect(metrics.dispatchDelay.count == 40)
    #expect(metrics.cancel.count == 10)
    let median = metrics.cancel.quantiles.p50
    #expect(median.bounds == Bounds(lower: 30 * ms, upper: 50 * ms))
    #expect((30 * ms...50 * ms).contains(median.estimate ?? 0))
    #expect(metrics.cancel.max == 50 * ms)
    #expect(document.validity.laws.allSatisfy { $0.holds })
  }

  @Test func aPollFromBeforeTheRequestSaysNothingAboutTheCancellation() throws {
    let jobs = (0..<5).map { _ in
      var job = cancelled()
      job.stillOpen = job.cancelSent - 20 * ms
      return job
    }
    let time = try run(jobs).withTable(summarize).metrics.cancel
    #expect(time.quantiles.p50.bounds == Bounds(lower: 0, upper: 50 * ms))
  }

  @Test func cancelledJobsThatWereNotSeenToEndAreCensored() throws {
    let jobs = (0..<3).map { _ in cancelled() } + (0..<7).map { _ in cancelled(.timedOut) }
    let time = try run(jobs).withTable(summarize).metrics.cancel
    #expect(time.count == 3)
    #expect(time.censored == 7)
    #expect(time.p50 == nil)
    #expect(time.max == nil)
    #expect(time.quantiles.p50.above == 4 * ms)
    // The last poll that was not terminal was sent 4 ms after the request.
    #expect(time.quantiles.p50.bounds == Bounds(lower: 4 * ms, upper: nil))
  }

  @Test func cancellationsAreCountedByWhatBecameOfThem() throws {
    var jobs = [cancelled(), cancelled(.finished), cancelled(.rejected), cancelled()]
    jobs[1].traits.insert(.cancelRefused)
    jobs[3].cancelSent = 0
    // Cancelled at its timeout, and not as a part of the load.
    jobs.append(cancelled(.timedOut))
    jobs[4].traits = []
    let document = try run(
      jobs,
      thresholds: [
        "cancellation.planned == 4", "cancellation.sent == 2", "cancellation.missed == 1",
        "cancellation.refused == 1", "cancel.min < 1s",
      ]
    ).withTable { manifest, table in
      table.tally(0).add(to: .cancelsMissed)
      return summarize(manifest, table)
    }
    var expected = Cancellation()
    expected.planned = 4
    expected.sent = 2
    expected.missed = 1
    expected.refused = 1
    expected.outcomes.cancelled = 1
    expected.outcomes.finished = 1
    #expect(document.cancellation == expected)
    #expect(document.thresholds.map(\.verdict) == [.pass, .pass, .pass, .pass, .pass])
  }

  @Test func aScenarioWithoutCancellationHasNoSuchSection() throws {
    let document = try SampleRun([.sample()], thresholds: ["cancellation.sent == 0"])
      .withTable(summarize)
    #expect(document.cancellation == nil)
    #expect(document.metrics.cancel.sampleSize == 0)
    #expect(document.thresholds.map(\.verdict) == [.pass])
  }
}
