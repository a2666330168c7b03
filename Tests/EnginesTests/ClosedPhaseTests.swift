import Dialects
import Statistics
import Testing
import Workloads

@testable import Engines

private let ms: Nanoseconds = 1_000_000

@Suite struct ClosedPhaseTests {
  private static func phase(
    rows: Range<Int>, time: Range<Nanoseconds>, population: Int, think: ServiceLaw
  ) -> ClosedPhase {
    ClosedPhase(
      rows: rows, time: time,
      shape: Closed(
        population: population, think: think, duration: time.upperBound - time.lowerBound,
        jobs: rows.count))
  }

  /// Drives engines over the rows; each job takes `service` from its push to its end.
  ///
  /// Gives the most jobs that were in flight at once.
  private func drive(
    _ fake: FakeRows, _ phases: [ClosedPhase], engines: Int = 1,
    service: (Int) -> Nanoseconds, closeAt: Nanoseconds = .max
  ) -> Int {
    var most = 0
    for index in 0..<engines {
      var follow = FollowPlan(poll: .fixed(every: ms))
      follow.pollSlack = 0
      let dispatcher = Driver(
        fake, follow: follow, index: index, engineCount: engines, slotCount: 64,
        closedPhases: phases)
      var inFlight: Set<Int> = []
      var now: Nanoseconds = 0
      while dispatcher.hasWork {
        if now >= closeAt { dispatcher.close() }
        while let action = dispatcher.next(at: now) {
          switch action {
          case .push(let slot, let row):
            inFlight.insert(row)
            dispatcher.handle(.accepted(idLength: 4, status: 200), slot: slot, at: now)
          case .poll(let slot, let row):
            var reply = PollReply()
            reply.isReadable = true
            let isOver = now >= fake.rows[row].dispatched + service(row)
            reply.state = isOver ? .finished : .processing
            if isOver { inFlight.remove(row) }
            dispatcher.handle(.polled(reply), slot: slot, at: now)
          default: Issue.record("an action that nobody asked for")
          }
          most = max(most, inFlight.count)
        }
        now = max(now + 1, min(dispatcher.nextDeadline, closeAt > now ? closeAt : .max))
      }
    }
    return most
  }

  @Test func neverMoreJobsAreInFlightThanThePopulationHasMembers() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 500))
    let phase = Self.phase(
      rows: 0..<500, time: 0..<(1_000 * ms), population: 5, think: .constant(0))
    let most = drive(fake, [phase], service: { Nanoseconds(10 + $0 % 7) * ms })
    #expect(most == 5)
    let arrivals = (0..<500).filter { fake.rows[$0].isArrival }
    #expect(arrivals.count > 250)
    #expect(arrivals == Array(0..<arrivals.count))
    #expect(arrivals.allSatisfy { fake.rows[$0].outcome == .finished })
    #expect(fake.tally[.closedArrivals] == UInt64(arrivals.count))
    #expect(fake.tally[.closedExhausted] == 0)
    #expect(fake.tally[.closedCut] == 0)
  }

  @Test func aMemberPushesAgainOneThinkTimeAfterItsOutcome() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 50))
    let phase = Self.phase(
      rows: 0..<50, time: (20 * ms)..<(1_000 * ms), population: 1, think: .constant(30 * ms))
    _ = drive(fake, [phase], service: { _ in 10 * ms })
    let arrivals = (0..<50).map { fake.rows[$0] }.filter(\.isArrival)
    #expect(arrivals.first?.intended == 50 * ms)
    for (job, next) in zip(arrivals, arrivals.dropFirst()) {
      #expect(next.intended == job.retired + 30 * ms)
    }
    #expect((arrivals.last?.intended ?? 0) < 1_000 * ms)
    #expect(arrivals.count > 15)
  }

  @Test func thinkTimesAreDrawnFromTheirLaw() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 3_000))
    let phase = Self.phase(
      rows: 0..<3_000, time: 0..<(30_000 * ms), population: 2, think: .exponential(mean: 20 * ms))
    _ = drive(fake, [phase], service: { _ in 0 })
    let arrivals = (0..<3_000).map { fake.rows[$0] }.filter(\.isArrival)
    // Two members, 20 ms of thought and about half a millisecond of polling each.
    #expect(arrivals.count > 2_600 && arrivals.count < 3_000)
  }

  @Test func aMemberThatThinksBeyondTheEndDoesNotTakeTheOthersWithIt() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 5_000))
    // One thought in five is longer than the phase.
    let think = ServiceLaw.bimodal(short: ms, long: 10_000 * ms, share: 0.2)
    let phase = Self.phase(
      rows: 0..<5_000, time: 0..<(1_000 * ms), population: 200, think: think)
    _ = drive(fake, [phase], service: { _ in ms })
    let arrivals = (0..<5_000).filter { fake.rows[$0].isArrival }
    // Each member has four pushes on average before it thinks for too long.
    #expect(arrivals.count > 600 && arrivals.count < 1_000)
  }

  @Test func aPhaseWithoutRowsLeftSaysSo() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 10))
    let phase = Self.phase(
      rows: 0..<10, time: 0..<(1_000 * ms), population: 3, think: .constant(0))
    _ = drive(fake, [phase], service: { _ in ms })
    #expect(fake.count(.finished) == 10)
    #expect(fake.tally[.closedExhausted] == 1)
  }

  @Test(arguments: [1, 2, 3])
  func openPhasesGoOnBeforeAndAfterAClosedOne(engines: Int) {
    let undecided = [Nanoseconds](repeating: JobRecord.undecided, count: 40)
    let fake = FakeRows(intended: [0, ms, 2 * ms] + undecided + [500 * ms, 501 * ms])
    let phase = Self.phase(
      rows: 3..<43, time: (10 * ms)..<(400 * ms), population: 4, think: .constant(20 * ms))
    _ = drive(fake, [phase], engines: engines, service: { _ in 30 * ms })
    let open = [0, 1, 2, 43, 44]
    #expect(open.allSatisfy { fake.rows[$0].outcome == .finished })
    let closed = (3..<43).filter { fake.rows[$0].isArrival }
    #expect(closed.count >= 20)
    #expect(closed.allSatisfy { fake.rows[$0].intended >= 30 * ms })
    #expect(closed.allSatisfy { fake.rows[$0].intended < 400 * ms })
  }

  @Test func anInterruptedPopulationPushesNoMore() {
    let fake = FakeRows(intended: [Nanoseconds](repeating: JobRecord.undecided, count: 100))
    let phase = Self.phase(
      rows: 0..<100, time: 0..<(10_000 * ms), population: 2, think: .constant(5 * ms))
    _ = drive(fake, [phase], service: { _ in 10 * ms }, closeAt: 100 * ms)
    let pushed = (0..<100).filter { fake.rows[$0].dispatched != 0 }
    #expect(pushed.allSatisfy { fake.rows[$0].outcome == .finished })
    #expect(pushed.allSatisfy { fake.rows[$0].dispatched <= 100 * ms })
    #expect(pushed.count > 5)
    #expect(fake.tally[.closedCut] == 1)
  }
}
