import Testing
import Workloads

@testable import Engines

@Suite struct PacingTests {
  private static let ms: Nanoseconds = 1_000_000

  /// How long poll `poll` of a job that got its id, or was asked about, at 5 s waits.
  private func pause(_ policy: PollPolicy, _ poll: Int, _ unit: Double) -> Nanoseconds {
    let fake = FakeRows(intended: [0])
    var pacing = Pacing(
      FollowPlan(poll: policy), tally: fake.tally, rowCount: 1, stride: 1, classCount: 1)
    let record = unsafe fake.rows.record(0)
    let now = 5_000 * Self.ms
    let due =
      unsafe poll == 0
      ? pacing.first(0, record, unit: unit, isTakenOver: false, at: now)
      : pacing.next(0, record, poll: poll, unit: unit, sent: now, at: now + 1)
    return due - now
  }

  @Test(
    "Fixed polls begin at a random phase and keep their interval",
    arguments: [
      (0, 0.0, 0), (0, 0.5, 50), (0, 0.75, 75), (1, 0.0, 100), (1, 0.9, 100), (50, 0.3, 100),
    ]
      as [(Int, Double, Nanoseconds)])
  func fixed(poll: Int, unit: Double, expected: Nanoseconds) {
    #expect(pause(.fixed(every: 100 * Self.ms), poll, unit) == expected * Self.ms)
  }

  @Test(
    "A backoff grows by its factor up to its cap, less up to a quarter",
    arguments: [
      (0, 0.0, 100), (1, 0.0, 200), (2, 0.0, 400), (3, 0.0, 800), (4, 0.0, 1_000), (5, 0.0, 1_000),
      (0, 1.0, 75), (4, 1.0, 750), (1, 0.5, 175), (1_000_000, 0.0, 1_000), (.max, 0.0, 1_000),
    ] as [(Int, Double, Nanoseconds)])
  func backoff(poll: Int, unit: Double, expected: Nanoseconds) {
    let policy = PollPolicy.backoff(first: 100 * Self.ms, factor: 2, cap: 1_000 * Self.ms)
    #expect(pause(policy, poll, unit) == expected * Self.ms)
  }

  @Test func aJobThatIsTakenOverIsAskedAboutWithinAQuarterOfASecond() {
    let fake = FakeRows(intended: [0])
    var pacing = Pacing(
      FollowPlan(poll: .learned(requestsPerJob: 6)), tally: fake.tally, rowCount: 1, stride: 1,
      classCount: 1)
    let record = unsafe fake.rows.record(0)
    unsafe record.pointee.dispatched = 1
    let now = 600_000 * Self.ms
    unsafe pacing.enter(0, record)
    let due = unsafe pacing.first(0, record, unit: 0.5, isTakenOver: true, at: now)
    #expect(due == now + 125 * Self.ms)
  }

  @Test func everyPlannedWaitIsRecorded() {
    let fake = FakeRows(intended: [0])
    var pacing = Pacing(
      FollowPlan(poll: .learned(requestsPerJob: 6)), tally: fake.tally, rowCount: 1, stride: 1,
      classCount: 1)
    let record = unsafe fake.rows.record(0)
    unsafe record.pointee.dispatched = 1
    unsafe pacing.enter(0, record)
    let first = unsafe pacing.first(0, record, unit: 0.5, isTakenOver: false, at: 10 * Self.ms)
    let second = unsafe pacing.next(
      0, record, poll: 1, unit: 0.5, sent: first, at: first + 6 * Self.ms)
    #expect(fake.tally[.pollsPlaced] == 2)
    for gap in [first - 10 * Self.ms, second - first] {
      #expect(fake.tally.count(in: .pollGap, bin: HistogramLayout.index(of: gap)) == 1)
    }
    #expect(second - first >= PollPolicy.shortestLearnedDelay)
  }
}
