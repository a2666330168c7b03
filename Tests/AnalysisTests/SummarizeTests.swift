import Histogram
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct SummarizeTests {
  /// Jobs whose processing times are the first `count` milliseconds in a scattered order.
  private func ladder(_ count: Int, hasStamps: Bool = true) -> [JobRecord] {
    (0..<count).map { index in
      .sample(
        intended: Nanoseconds(index) * 10 * ms,
        processing: Nanoseconds(index * 7_919 % count + 1) * ms, hasStamps: hasStamps)
    }
  }

  /// Whether a time from stamps is `expected`, give or take the 0.1 ms to which sample stamps are cut.
  private func isClose(_ found: Nanoseconds?, _ expected: Nanoseconds) -> Bool {
    found.map { abs($0 - expected) <= ms / 10 } ?? false
  }

  @Test func quantilesAreThoseOfTheSortedRecords() throws {
    let metrics = try SampleRun(ladder(4_000)).withTable(summarize).metrics
    #expect(metrics.processing.source == "server stamps")
    #expect(metrics.processing.count == 4_000)
    #expect(metrics.processing.min == ms)
    #expect(metrics.processing.mean == 2_000_500 * ms / 1_000)
    #expect(isClose(metrics.processing.p50, 2_000 * ms))
    #expect(isClose(metrics.processing.p90, 3_600 * ms))
    #expect(isClose(metrics.processing.p95, 3_800 * ms))
    #expect(isClose(metrics.processing.p99, 3_960 * ms))
    #expect(isClose(metrics.processing.p999, 3_996 * ms))
    #expect(metrics.processing.max == 4_000 * ms)
    #expect(isClose(metrics.queue.p50, 100 * ms))
    #expect(metrics.push.p50 == 3 * ms)
    #expect(metrics.dispatchDelay.max == ms / 5)
    // 0.2 ms late, 3 ms to the reply, created 1 ms before it, 100 ms queued, seen 5 ms late.
    #expect(metrics.seen.p50 == (2_000 + 107) * ms + ms / 5)
    #expect(metrics.endToEnd.max == metrics.seen.max)
    let bins = try HistogramLog.decode(metrics.processing.histogram)
    #expect(bins.totalCount == 4_000)
    #expect(bins.valuesAreEquivalent(bins.valueAtPercentile(50), UInt64(2_000 * ms)))
  }

  @Test(
    "quantiles of small samples are null",
    arguments: [
      (4, 0), (5, 1), (29, 1), (30, 2), (60, 3), (299, 3), (300, 4), (2_999, 4), (3_000, 5),
    ])
  func smallSamples(count: Int, quantiles: Int) throws {
    let metrics = try SampleRun(ladder(count)).withTable(summarize).metrics
    for summary in [metrics.endToEnd, metrics.queue, metrics.push] {
      #expect(QuantileRule.all.filter { summary.quantiles[$0].estimate != nil }.count == quantiles)
      #expect(summary.max != nil)
      #expect(summary.count == count)
    }
  }

  @Test func theTruthLiesBetweenTheBounds() throws {
    let jobs = ladder(1_000)
    let times = try SampleRun(jobs).withTable(summarize).metrics.endToEnd
    let truth = jobs.map { $0.completedStamp - JobRecord.sampleEpoch - $0.intended }.sorted()
    for rule in QuantileRule.all where rule.name != "p999" {
      let quantile = times.quantiles[rule]
      let bounds = try #require(quantile.bounds)
      let estimate = try #require(quantile.estimate)
      let value = Statistics.quantile(rule.quantile, ofSorted: truth)
      #expect(bounds.lower <= value)
      #expect(value <= bounds.upper ?? 0)
      #expect(bounds.lower <= estimate && estimate <= bounds.upper ?? 0)
      #expect(abs(Double(estimate) / Double(value) - 1) < 0.02)
    }
  }

  @Test func aJobWithoutAnEarlierPollIsBoundedByItsDispatch() throws {
    var job = JobRecord.sample(outcome: .finished)
    job.stillOpen = 0
    let jobs = (0..<5).map { _ in job }
    let metrics = try SampleRun(jobs).withTable(summarize).metrics
    #expect(metrics.detection.p50 == job.detected - job.dispatched)
    #expect(
      metrics.endToEnd.quantiles.p50.bounds == Bounds(lower: job.dispatched, upper: job.detected))
  }

  @Test func censoredJobsStandAtTheUpperEnd() throws {
    var jobs = ladder(900)
    for outcome in [Outcome.timedOut, .lost, .abandoned] {
      jobs += (0..<20).map { _ in
        .sample(outcome: outcome, queue: 20 * ms, processing: 5_000 * ms)
      }
    }
    jobs += (0..<40).map { _ in .sample(outcome: .failedToPush) }
    let document = try SampleRun(jobs).withTable(summarize)
    let times = document.metrics.endToEnd
    #expect(times.count == 900)
    #expect(times.censored == 100, "failed pushes are not left out")
    #expect(document.jobs.outcomes.failedToPush == 40)
    // The rank of p90 is 900 of 1,000, the last of the 900 observed; that of p95 is beyond them.
    let seen = document.metrics.seen
    #expect(seen.p50 == (500 + 107) * ms + ms / 5)
    #expect(seen.p90 == (900 + 107) * ms + ms / 5)
    #expect(seen.p95 == nil)
    #expect(times.p90 != nil)
    #expect(times.p95 == nil)
    #expect(times.p99 == nil)
    #expect(times.max == nil)
    #expect(times.mean == nil)
    let tail = times.quantiles.p95
    #expect(tail.bounds?.upper == nil)
    #expect(tail.above ?? 0 > 5_000 * ms)
    #expect(tail.interval == nil)
    #expect(document.metrics.processing.censored == 60)
    #expect(document.metrics.queue.censored == 0)
  }

  @Test func arrivalsThatWereDueAndNeverSentAreCensored() throws {
    var jobs = ladder(40)
    // The last push left at 300 ms; the arrivals before that were held back, the later ones not due.
    for index in 25..<40 { jobs[index] = JobRecord(intended: Nanoseconds(index) * 10 * ms) }
    jobs[24].dispatched = 300 * ms
    jobs[24].acknowledged = 301 * ms
    var run = try SampleRun(jobs)
    run.ending = .interrupted
    let document = try run.withTable(summarize)
    #expect(document.jobs.unsent == 15)
    #expect(document.metrics.endToEnd.censored == 6)
    #expect(document.metrics.seen.censored == 6)
    #expect(document.metrics.endToEnd.sampleSize == 31)
    #expect(document.metrics.endToEndFromDispatch.sampleSize == 25)
    #expect(document.metrics.endToEnd.quantiles.p90.above ?? 0 > 0)
    #expect(document.validity.laws.allSatisfy { $0.holds })
  }

  @Test func whatTheGeneratorHeldBackShowsInOneOfTheTwoTimes() throws {
    // For a second, no push leaves: 100 jobs are sent together when it is over.
    let jobs = (0..<400).map { index in
      var job = JobRecord.sample(intended: Nanoseconds(index) * 10 * ms)
      guard (100..<200).contains(index) else { return job }
      let late = 2_000 * ms - job.intended
      for instant in [
        \JobRecord.dispatched, \.acknowledged, \.stillQueued, \.seenStarted, \.stillOpen,
      ] { job[keyPath: instant] += late }
      job.detected += late
      job.retired += late
      return job
    }
    let metrics = try SampleRun(jobs).withTable(summarize).metrics
    #expect(abs((metrics.endToEndFromDispatch.p95 ?? 0) - 502 * ms) < 12 * ms)
    #expect(metrics.endToEnd.p95 ?? 0 > 1_200 * ms)
    #expect(abs((metrics.endToEnd.p50 ?? 0) - 502 * ms) < 12 * ms)
  }

  @Test func runsWithoutStampsSayWhatTheClientSaw() throws {
    let jobs = ladder(100, hasStamps: false)
    let metrics = try SampleRun(jobs).withTable(summarize).metrics
    #expect(metrics.queue.source == "client brackets")
    #expect(metrics.processing.source == "client brackets")
    #expect(metrics.queue.count == 100)
    let queue = metrics.queue.quantiles.p50
    let processing = metrics.processing.quantiles.p50
    // Created after the dispatch, started after the last reply that said queued.
    #expect(queue.bounds == Bounds(lower: 89 * ms, upper: 112 * ms))
    #expect(processing.bounds == Bounds(lower: 25 * ms, upper: 65 * ms))
    #expect(abs((queue.estimate ?? 0) - 100 * ms) < 10 * ms)
    #expect(abs((processing.estimate ?? 0) - 50 * ms) < 10 * ms)
    #expect(processing.isPollLimited)
  }

  @Test func aFewStampsInWrongOrderAreLeftOutAndCounted() throws {
    var jobs = ladder(1_000)
    for index in 0..<10 { jobs[index].startedStamp = jobs[index].createdStamp - ms }
    let document = try SampleRun(jobs).withTable(summarize)
    #expect(document.metrics.queue.source == "server stamps")
    #expect(document.metrics.queue.count == 990)
    #expect(document.findings.map(\.kind) == [.stampDisorder])
    #expect(document.findings.first?.count == 10)
    #expect(document.findings.first?.example?.hasPrefix("job-0") == true)
    #expect(document.validity.reasons.map(\.check) == ["stamps"])
  }

  @Test func manyStampsInWrongOrderAreRejected() throws {
    var jobs = ladder(1_000)
    for index in 0..<30 { jobs[index].startedStamp = jobs[index].createdStamp - ms }
    let document = try SampleRun(jobs).withTable(summarize)
    #expect(document.metrics.queue.source == "client brackets")
    #expect(document.metrics.queue.count == 1_000)
    #expect(document.metrics.processing.source == "server stamps")
    #expect(document.verdict.result == .pass)
  }

  @Test func aKilledRunIsSummarizedAndItsTableLeftAlone() throws {
    var jobs = ladder(40)
    for index in 10..<20 { jobs[index] = .sample(intended: 5, outcome: .none) }
    for index in 20..<30 {
      jobs[index].outcome = .none
      jobs[index].detected = 0
      jobs[index].state = .processing
    }
    // The process died between the terminal state and the outcome.
    jobs[35].outcome = .none
    var run = try SampleRun(jobs)
    run.ending = .none
    let document = try run.withTable { manifest, table in
      let document = summarize(manifest, table)
      #expect((0..<40).filter { table.rows[$0].outcome == .none }.count == 21)
      return document
    }
    #expect(document.run.ending == .partial)
    #expect(document.run.durationNanoseconds > 0)
    #expect(document.jobs.unsent == 10)
    #expect(document.jobs.outcomes.abandoned == 10)
    #expect(document.jobs.outcomes.finished == 20)
    #expect(document.validity.laws.allSatisfy { $0.holds })
    #expect(document.validity.reasons.first?.check == "ending")
    #expect(document.verdict.exitCode == 125)
  }

  @Test func classesAreSummarizedApart() throws {
    let jobs = (0..<600).map { index in
      let isHeavy = index % 3 == 0
      return JobRecord.sample(
        intended: Nanoseconds(index) * 10 * ms, processing: isHeavy ? 900 * ms : 100 * ms,
        jobClass: isHeavy ? 1 : 0)
    }
    var run = try SampleRun(jobs)
    run.scenario.jobs = ["light", "heavy"].map { name in
      var job = Scenario.JobClass()
      job.name = name
      return job
    }
    let classes = try run.withTable(summarize).classes
    #expect(classes.map(\.name) == ["light", "heavy"])
    #expect(classes.map(\.jobs.scheduled) == [400, 200])
    #expect(isClose(classes[0].processing.p50, 100 * ms))
    #expect(isClose(classes[1].processing.p50, 900 * ms))
  }

  @Test func longRunsHaveWiderSteps() throws {
    var run = try SampleRun(ladder(10))
    run.duration = 3_600_000 * ms
    let timeline = try run.withTable(summarize).timeline
    #expect(timeline.bucketNanoseconds == 10_000 * ms)
    #expect(timeline.points.count == 360)
    #expect(timeline.points[0].pushed == 10)
  }

  @Test func requestsAreCountedByKindStatusAndFailure() throws {
    let jobs = [JobRecord.sample(), .sample(outcome: .rejected), .sample(outcome: .failedToPush)]
    let requests = try SampleRun(jobs).withTable(summarize).requests
    #expect(requests.byKind.push.sent == 3)
    #expect(requests.byKind.push.replies == ["201": 1, "400": 1])
    #expect(requests.byKind.push.failures == ["connect": 1])
    #expect(requests.byKind.poll.replies == ["200": UInt64(jobs[0].polls)])
    #expect(requests.perJob == Double(jobs[0].polls))
    #expect(requests.total == 3 + UInt64(jobs[0].polls))
  }

  @Test func credentialsInTheURLStayOut() throws {
    let run = try SampleRun([.sample()])
    let url = try run.withTable { manifest, table in
      var manifest = manifest
      manifest.url = "https://user:secret@jobs.example:8443/v2?x=@"
      return summarize(manifest, table).run.url
    }
    #expect(url == "https://jobs.example:8443/v2?x=@")
  }
}
