import Results
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000
private let second: Nanoseconds = 1_000_000_000

@Suite struct ClockTests {
  /// `count` jobs, one every 50 ms, with different lengths.
  private func jobs(_ count: Int = 200) -> [JobRecord] {
    (0..<count).map { index in
      let number = Nanoseconds(index)
      return .sample(
        intended: number * 50 * ms, queue: 40 * ms + number * 37 % 97 * ms,
        processing: 300 * ms + number * 53 % 89 * ms)
    }
  }

  private func document(
    _ jobs: [JobRecord], _ change: (JobTable) -> Void = { _ in }
  ) throws -> RunDocument {
    try SampleRun(jobs).withTable { manifest, table in
      change(table)
      return summarize(manifest, table)
    }
  }

  /// Moves the stamps of `kinds` by what `offset` says of their instant.
  private func moved(
    _ jobs: [JobRecord], _ kinds: [WritableKeyPath<JobRecord, Nanoseconds>],
    _ offset: (Nanoseconds) -> Nanoseconds
  ) -> [JobRecord] {
    jobs.map { job in
      var job = job
      for kind in kinds {
        job[keyPath: kind] += offset(job[keyPath: kind] - JobRecord.sampleEpoch)
      }
      return job
    }
  }

  private var all: [WritableKeyPath<JobRecord, Nanoseconds>] {
    [\.createdStamp, \.startedStamp, \.completedStamp]
  }

  private func contains(_ bounds: Bounds?, _ value: Nanoseconds) -> Bool {
    guard let bounds, let upper = bounds.upper else { return false }
    return bounds.lower <= value && value <= upper
  }

  @Test(
    "the offset lies within its bounds, and no wider than the push exchange and the resolution",
    arguments: [-90_000, 0, 37] as [Nanoseconds], [1, ms, second])
  func offsets(milliseconds: Nanoseconds, resolution: Nanoseconds) throws {
    let jobs = moved(jobs(), all) { _ in milliseconds * ms }.map { job in
      var job = job
      for kind in all { job[keyPath: kind] -= job[keyPath: kind] % resolution }
      return job
    }
    let clocks = try document(jobs).clocks
    let server = try #require(clocks["server"])
    #expect(server.segments.count == 1 && server.leftOut == 0 && server.steps.isEmpty)
    #expect(contains(server.segments[0].boundsNanoseconds, milliseconds * ms))
    let bounds = server.segments[0].boundsNanoseconds
    // Push phases of 50 ms leave that much of a second open.
    #expect((bounds.upper ?? 0) - bounds.lower <= (resolution == second ? 60 : 5) * ms)
    let unit = max(resolution, 100_000)
    #expect(clocks["created"]?.resolutionNanoseconds == unit)
    #expect(clocks.differing == [] && clocks.isQueueUsable && clocks.isProcessingUsable)
  }

  @Test func driftIsBoundedAndNoFinding() throws {
    let found = try document(moved(jobs(400), all) { $0 / 20_000 })
    let segment = try #require(found.clocks["server"]?.segments.first)
    #expect(segment.driftPPM[0] <= 50 && 50 <= segment.driftPPM[1])
    #expect(contains(segment.boundsNanoseconds, segment.spanNanoseconds.middle / 20_000))
    #expect(found.findings == [])
  }

  @Test(
    "a step is found, named, and keeps stamps out of the times",
    arguments: [500, 3_000, -2_000] as [Nanoseconds])
  func steps(milliseconds: Nanoseconds) throws {
    let at = 7 * second
    let found = try document(moved(jobs(300), all) { $0 < at ? 0 : milliseconds * ms })
    let server = try #require(found.clocks["server"])
    #expect(server.segments.count == 2)
    let step = try #require(server.steps.first)
    #expect(contains(step.betweenNanoseconds, at))
    #expect(contains(step.sizeNanoseconds, milliseconds * ms))
    #expect(found.findings.contains { $0.kind == .clockStep && $0.detail == "server" })
    #expect(found.metrics.queue.source == "client brackets")
    #expect(found.metrics.processing.source == "client brackets")
    #expect(found.validity.reasons.map(\.check).contains("stamps"))
  }

  @Test(
    "two clocks are told apart, and only times of one clock come from stamps",
    arguments: [800, 9_000] as [Nanoseconds])
  func twoClocks(milliseconds: Nanoseconds) throws {
    let found = try document(
      moved(jobs(), [\.startedStamp, \.completedStamp]) { _ in milliseconds * ms })
    #expect(found.clocks.differing == [["created", "started"], ["created", "completed"]])
    #expect(found.clocks["server"] == nil)
    #expect(contains(found.clocks["created"]?.segments.first?.boundsNanoseconds, 0))
    #expect(
      contains(found.clocks["completed"]?.segments.first?.boundsNanoseconds, milliseconds * ms))
    #expect(found.metrics.queue.source == "client brackets")
    #expect(found.metrics.processing.source == "server stamps")
    #expect(
      found.findings.filter { $0.kind == .twoClocks }.map(\.detail) == [
        "created and started", "created and completed",
      ])
  }

  @Test func aWorkersClockThatIsBehindShowsWhenJobsAreShorterThanThat() throws {
    let found = try document(
      moved(jobs(), [\.startedStamp, \.completedStamp]) { _ in -2_000 * ms })
    #expect(found.clocks.differing.count == 2)
    #expect(found.metrics.queue.source == "client brackets")
  }

  @Test func aStatusThatLagsBehindIsNamedWithItsSize() throws {
    var jobs = jobs()
    for row in [4, 5] {
      jobs[row].stillOpen += 700 * ms
      jobs[row].detected += 700 * ms
      jobs[row].retired = jobs[row].detected
    }
    let found = try document(jobs)
    let lag = try #require(found.findings.first { $0.kind == .visibilityLag })
    #expect(lag.detail == "completed" && lag.count == 2)
    let size = try #require(lag.sizeNanoseconds)
    #expect(size > 670 * ms && size <= 685 * ms)
    #expect(found.clocks["server"]?.leftOut == 0)
    #expect(found.metrics.processing.source == "server stamps")
  }

  @Test func missingStampsAreCountedWhereOthersHaveThem() throws {
    var jobs = jobs()
    jobs[3].startedStamp = 0
    jobs[9].completedStamp = 0
    jobs[11].completedStamp = 0
    let found = try document(jobs).findings
    #expect(found.map(\.kind) == [.missingStamp, .missingStamp])
    #expect(found.map(\.detail) == ["started", "completed"])
    #expect(found.map(\.count) == [1, 2])
    for row in jobs.indices { jobs[row].startedStamp = 0 }
    #expect(try document(jobs).findings.map(\.detail) == ["completed"])
  }

  @Test func coarserLaterStampsMayLieBeforeEarlierOnes() throws {
    let jobs = moved(jobs(), [\.startedStamp]) { _ in 0 }.map { job in
      var job = job
      job.startedStamp -= job.startedStamp % second
      return job
    }
    let found = try document(jobs)
    #expect(found.findings.map(\.kind) == [.negativeTime])
    #expect(found.clocks["started"]?.resolutionNanoseconds == second)
    #expect(found.clocks.differing == [])
  }

  @Test func theDatesOfRepliesBoundTheClockThatWritesThem() throws {
    let found = try document(jobs()) { table in
      for index in 0..<400 as Range<Nanoseconds> {
        let sent = index * 23 * ms
        let date = (JobRecord.sampleEpoch + sent + 2 * ms + 4_600 * ms) / second
        table.tally(0).record(DatedExchange(sent: sent, received: sent + 5 * ms, date: date))
      }
    }
    let domain = try #require(found.clocks["http_date"])
    #expect(domain.readings == 400 && domain.resolutionNanoseconds == second)
    #expect(contains(domain.segments.first?.boundsNanoseconds, 4_600 * ms))
    let bounds = try #require(domain.segments.first?.boundsNanoseconds)
    #expect((bounds.upper ?? 0) - bounds.lower < 40 * ms)
    // Another machine may write the header: its clock says nothing about the stamps.
    #expect(found.clocks.differing == [] && found.findings == [])
  }

  @Test func withoutStampsThereIsNothingToSay() throws {
    let jobs = (0..<20).map { JobRecord.sample(intended: $0 * 10 * ms, hasStamps: false) }
    let found = try document(jobs)
    #expect(found.clocks.domains == [] && found.clocks.differing == [])
    #expect(found.findings == [])
  }
}

extension Bounds {
  /// Half way between both.
  fileprivate var middle: Nanoseconds { lower + ((upper ?? lower) - lower) / 2 }
}
