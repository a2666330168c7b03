import Dialects
import Testing
import Workloads

@testable import Engines

private let ms: Nanoseconds = 1_000_000

private func reply(_ state: JobState) -> PollReply {
  var reply = PollReply()
  reply.isReadable = true
  reply.hasState = true
  reply.state = state
  return reply
}

@Suite struct CancellationTests {
  /// A dispatcher whose only job has its id at 10 ms and is polled each 100 ms.
  private func followed(_ plan: CancelPlan) throws -> (FakeRows, Driver) {
    let fake = FakeRows(intended: [0])
    var follow = FollowPlan(poll: .fixed(every: 100 * ms))
    follow.pollSlack = 0
    follow.cancel = plan
    let dispatcher = Driver(fake, follow: follow)
    let push = try #require(dispatcher.next(at: 1))
    dispatcher.handle(.accepted(idLength: 4, status: 200), slot: push.slot, at: 10 * ms)
    return (fake, dispatcher)
  }

  @Test func aQueuedJobIsCancelledSoLongAfterItsAcknowledgement() throws {
    let (fake, dispatcher) = try followed(CancelPlan(share: 1, when: .queued, after: 5 * ms))
    #expect(fake.rows[0].traits == .toCancel)
    let cancel = try #require(dispatcher.next(at: 15 * ms))
    #expect(cancel == .cancel(slot: cancel.slot, row: 0))
    dispatcher.handle(.cancelEnded(isAccepted: true), slot: cancel.slot, at: 16 * ms)
    #expect(fake.rows[0].cancelSent == 15 * ms)
    #expect(fake.rows[0].outcome == .none)
    let due = dispatcher.nextDeadline
    let poll = try #require(dispatcher.next(at: due))
    dispatcher.handle(.polled(reply(.cancelled)), slot: poll.slot, at: due + 1)
    #expect(fake.rows[0].outcome == .cancelled)
    #expect(fake.tally[.cancelsSent] == 1)
  }

  @Test func aJobThatHasStartedIsNotCancelledAsQueued() throws {
    let (fake, dispatcher) = try followed(CancelPlan(share: 1, when: .queued, after: 150 * ms))
    let due = dispatcher.nextDeadline
    let poll = try #require(dispatcher.next(at: due))
    dispatcher.handle(.polled(reply(.processing)), slot: poll.slot, at: due + 1)
    while let action = dispatcher.next(at: 161 * ms) {
      #expect(action == .poll(slot: action.slot, row: 0))
      dispatcher.handle(.polled(reply(.processing)), slot: action.slot, at: 161 * ms)
    }
    #expect(fake.rows[0].cancelSent == 0)
    #expect(fake.tally[.cancelsMissed] == 0)
    let last = try #require(dispatcher.next(at: dispatcher.nextDeadline))
    dispatcher.handle(.polled(reply(.finished)), slot: last.slot, at: 500 * ms)
    #expect(fake.tally[.cancelsMissed] == 1)
  }

  @Test func aRunningJobIsCancelledSoLongAfterItWasSeenToRun() throws {
    let (fake, dispatcher) = try followed(CancelPlan(share: 1, when: .processing, after: 7 * ms))
    let due = dispatcher.nextDeadline
    let poll = try #require(dispatcher.next(at: due))
    dispatcher.handle(.polled(reply(.processing)), slot: poll.slot, at: due + 1)
    #expect(dispatcher.nextDeadline == due + 1 + 7 * ms)
    let cancel = try #require(dispatcher.next(at: due + 1 + 7 * ms))
    dispatcher.handle(.cancelEnded(isAccepted: false), slot: cancel.slot, at: due + 20 * ms)
    #expect(fake.rows[0].traits == [.toCancel, .cancelRefused])
    #expect(fake.tally[.cancelRefused] == 1)
  }

  @Test func theShareIsChosenByTheSeedAlone() {
    func chosen(_ seed: UInt64, engines: Int) -> [Int] {
      let fake = FakeRows(intended: [Nanoseconds](repeating: 0, count: 2_000))
      var follow = FollowPlan(poll: .fixed(every: 100 * ms))
      follow.cancel = CancelPlan(share: 0.25, when: .queued, after: 1_000 * ms)
      follow.cancelSeed = seed
      for index in 0..<engines {
        let dispatcher = Driver(fake, follow: follow, index: index, engineCount: engines)
        while case .push(let slot, _)? = dispatcher.next(at: 1) {
          dispatcher.handle(.accepted(idLength: 4, status: 200), slot: slot, at: 2)
        }
      }
      return (0..<2_000).filter { fake.rows[$0].traits.contains(.toCancel) }
    }
    let first = chosen(1, engines: 1)
    #expect(first.count > 430 && first.count < 570)
    #expect(chosen(1, engines: 3) == first)
    #expect(chosen(2, engines: 1) != first)
  }
}

@Suite struct RecheckTests {
  /// A dispatcher whose only job has just finished.
  private func finished() throws -> (FakeRows, Driver, Nanoseconds) {
    let fake = FakeRows(intended: [0])
    var follow = FollowPlan(poll: .fixed(every: 100 * ms))
    follow.pollSlack = 0
    follow.recheck = 1
    let dispatcher = Driver(fake, follow: follow)
    let push = try #require(dispatcher.next(at: 1))
    dispatcher.handle(.accepted(idLength: 4, status: 200), slot: push.slot, at: 2)
    let due = dispatcher.nextDeadline
    let poll = try #require(dispatcher.next(at: due))
    dispatcher.handle(.polled(reply(.finished)), slot: poll.slot, at: due)
    return (fake, dispatcher, due)
  }

  @Test(arguments: [(JobState.finished, Oddities()), (.processing, .terminalLeft)])
  func anEndedJobIsLookedAtOnceMore(state: JobState, oddities: Oddities) throws {
    let (fake, dispatcher, end) = try finished()
    #expect(fake.rows[0].outcome == .finished)
    #expect(dispatcher.hasWork)
    #expect(dispatcher.nextDeadline == end + 100 * ms)
    let again = try #require(dispatcher.next(at: end + 100 * ms))
    dispatcher.handle(.polled(reply(state)), slot: again.slot, at: end + 101 * ms)
    #expect(fake.rows[0].oddities == oddities)
    #expect(fake.rows[0].outcome == .finished)
    #expect(fake.rows[0].detected == end)
    #expect(fake.tally[.rechecks] == 1)
    #expect(!dispatcher.hasWork)
  }

  @Test(arguments: [(7, .completedAgain), (5, []), (0, [])] as [(Nanoseconds, Oddities)])
  func aStampOfTheEndThatMovedIsASecondCompletion(
    stamp: Nanoseconds, oddities: Oddities
  ) throws {
    let (fake, dispatcher, end) = try finished()
    unsafe fake.rows.record(0).pointee.completedStamp = 5
    let again = try #require(dispatcher.next(at: end + 100 * ms))
    var later = reply(.finished)
    later.completed = stamp
    dispatcher.handle(.polled(later), slot: again.slot, at: end + 101 * ms)
    #expect(fake.rows[0].oddities == oddities)
    #expect(fake.rows[0].completedStamp == 5)
  }

  @Test func aSecondLookThatFailsSaysNothing() throws {
    let (fake, dispatcher, end) = try finished()
    let again = try #require(dispatcher.next(at: end + 100 * ms))
    dispatcher.handle(.pollFailed(.notFound, retryAfter: 0), slot: again.slot, at: end + 101 * ms)
    #expect(fake.rows[0].oddities == [])
    #expect(!dispatcher.hasWork)
  }

  @Test func anInterruptedRunTakesNoSecondLooks() throws {
    let (_, dispatcher, end) = try finished()
    dispatcher.close()
    #expect(!dispatcher.hasWork)
    #expect(dispatcher.next(at: end + 200 * ms) == nil)
  }
}

@Suite struct RetentionTests {
  @Test(arguments: [(Nanoseconds?.none, Outcome.lost), (50 * ms, .timedOut), (9_000 * ms, .lost)])
  func aJobThatTheAPIMayHaveForgottenIsNotLost(retention: Nanoseconds?, outcome: Outcome) throws {
    let fake = FakeRows(intended: [0])
    var follow = FollowPlan(poll: .fixed(every: 100 * ms))
    follow.grace = 0
    follow.retention = retention
    let dispatcher = Driver(fake, follow: follow)
    let push = try #require(dispatcher.next(at: 1))
    dispatcher.handle(.accepted(idLength: 4, status: 200), slot: push.slot, at: 2)
    for _ in 0..<2 {
      let due = max(dispatcher.nextDeadline, 100 * ms)
      let poll = try #require(dispatcher.next(at: due))
      dispatcher.handle(.pollFailed(.notFound, retryAfter: 0), slot: poll.slot, at: due)
    }
    #expect(fake.rows[0].outcome == outcome)
    #expect(fake.rows[0].failure == .notFound)
  }
}
