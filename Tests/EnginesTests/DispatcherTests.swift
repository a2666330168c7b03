import Dialects
import Statistics
import Testing
import Workloads

@testable import Engines

private let second: Nanoseconds = 1_000_000_000

/// A dispatcher over `intended` with four slots that polls every 100 ms.
private func dispatcher(
  _ fake: FakeRows, change: (inout FollowPlan) -> Void = { _ in }
) -> Driver {
  var follow = FollowPlan(poll: .fixed(every: 100_000_000))
  follow.timeout = 60 * second
  follow.pollSlack = 0
  change(&follow)
  return Driver(fake, follow: follow)
}

private func reply(_ state: JobState, created: Nanoseconds = 0) -> PollReply {
  var reply = PollReply()
  reply.isReadable = true
  reply.hasState = true
  reply.state = state
  reply.created = created
  return reply
}

extension Driver {
  /// The slot of the next action, which must be of `kind`.
  fileprivate func slot(_ kind: RequestKind, at now: Nanoseconds) -> Int? {
    switch next(at: now) {
    case .push(let slot, _) where kind == .push: slot
    case .poll(let slot, _) where kind == .poll: slot
    case .cancel(let slot, _) where kind == .cancel: slot
    default: nil
    }
  }

  /// Pushes the only job at `now` and has it accepted 10 ms later.
  fileprivate func accept(at now: Nanoseconds) throws {
    let slot = try #require(self.slot(.push, at: now))
    handle(.accepted(idLength: 4, status: 200), slot: slot, at: now + 10_000_000)
  }
}

@Suite struct DispatcherTests {
  @Test func aJobThatFinishesHasABracketAroundItsTerminalInstant() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    try dispatcher.accept(at: 5)
    #expect(fake.rows[0].dispatched == 5)
    #expect(fake.rows[0].acknowledged == 10_000_005)
    let due = dispatcher.nextDeadline
    #expect(due >= 10_000_005 && due <= 110_000_005)
    #expect(dispatcher.next(at: due - 1) == nil)
    let first = try #require(dispatcher.slot(.poll, at: due))
    dispatcher.handle(.polled(reply(.queued)), slot: first, at: due + 3)
    #expect(fake.rows[0].stillOpen == due)
    #expect(fake.rows[0].stillQueued == due)
    #expect(dispatcher.nextDeadline == due + 100_000_000)
    let second = try #require(dispatcher.slot(.poll, at: due + 100_000_000))
    dispatcher.handle(.polled(reply(.processing)), slot: second, at: due + 100_000_004)
    #expect(fake.rows[0].seenStarted == due + 100_000_004)
    #expect(fake.tally[.processing] == 1)
    let third = try #require(dispatcher.slot(.poll, at: due + 200_000_000))
    dispatcher.handle(.polled(reply(.finished)), slot: third, at: due + 200_000_009)
    #expect(fake.rows[0].stillOpen == due + 100_000_000)
    #expect(fake.rows[0].detected == due + 200_000_009)
    #expect(fake.rows[0].outcome == .finished)
    #expect(fake.rows[0].polls == 3)
    #expect(fake.tally[.processing] == 0)
    #expect(!dispatcher.hasWork)
  }

  @Test(arguments: [
    (JobState.finished, Outcome.finished), (.error, .error), (.cancelled, .cancelled),
  ])
  func everyTerminalStateIsAnOutcome(_ state: JobState, _ outcome: Outcome) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    try dispatcher.accept(at: 1)
    let slot = try #require(dispatcher.slot(.poll, at: second))
    dispatcher.handle(.polled(reply(state)), slot: slot, at: second + 1)
    #expect(fake.rows[0].outcome == outcome)
    #expect(fake.rows[0].state == state)
  }

  @Test func anArrivalWithoutAFreeSlotWaitsAndIsNotDropped() throws {
    let fake = FakeRows(intended: [0, 0, 0, 0, 0])
    let dispatcher = dispatcher(fake)
    let slots = (0..<3).compactMap { _ in dispatcher.slot(.push, at: 1) }
    #expect(slots.count == 3, "a quarter of the slots is kept for polls")
    #expect(dispatcher.next(at: 1) == nil)
    #expect(fake.tally[.slotsExhausted] == 1)
    dispatcher.handle(.accepted(idLength: 1, status: 200), slot: slots[0], at: 900)
    #expect(dispatcher.slot(.push, at: 1_000) != nil)
    #expect(fake.rows[3].dispatched == 1_000)
    #expect(fake.rows[3].intended == 0)
  }

  @Test(arguments: [400, 401, 402, 404, 409, 422])
  func aRefusedPushIsRejectedAtOnce(status: Int) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    let slot = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.refused(status: status, retryAfter: 0), slot: slot, at: 2)
    #expect(fake.rows[0].outcome == .rejected)
    #expect(fake.rows[0].pushStatus == UInt16(status))
    #expect(fake.tally[.unauthorized] == (status == 401 ? 1 : 0))
    #expect(!dispatcher.hasWork)
  }

  @Test(arguments: [502, 504])
  func aGatewayThatGaveUpMayHaveDeliveredThePush(status: Int) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    let slot = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.refused(status: status, retryAfter: 0), slot: slot, at: 2)
    #expect(fake.rows[0].outcome == .failedToPush)
    #expect(fake.rows[0].failure == .replyLost)
    #expect(fake.rows[0].pushAttempts == 1)
  }

  @Test func retryAfterIsHonouredToTheNanosecond() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    let slot = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.refused(status: 429, retryAfter: 7 * second), slot: slot, at: 100)
    #expect(dispatcher.nextDeadline == 100 + 7 * second)
    #expect(dispatcher.next(at: 99 + 7 * second) == nil)
    #expect(dispatcher.slot(.push, at: 100 + 7 * second) != nil)
    #expect(fake.tally[.retryAfterHonoured] == 1)
    #expect(fake.rows[0].dispatched == 1, "the first attempt is the dispatch")
  }

  @Test func aPushIsTriedSixTimesAndThenRejected() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    var now: Nanoseconds = 1
    for attempt in 1...6 {
      let slot = try #require(dispatcher.slot(.push, at: now))
      dispatcher.handle(.refused(status: 503, retryAfter: 0), slot: slot, at: now)
      #expect(fake.rows[0].pushAttempts == UInt16(attempt))
      if attempt < 6 { now = dispatcher.nextDeadline }
    }
    #expect(fake.rows[0].outcome == .rejected)
    #expect(fake.rows[0].failure == .serverError)
    #expect(fake.tally[.pushRetries] == 5)
  }

  @Test(arguments: [FailureKind.reset, .timeout])
  func aPushWhoseReplyWasLostIsNotRepeated(_ failure: FailureKind) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    let slot = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.pushFailed(failure, wasSent: true, status: 0), slot: slot, at: 2)
    #expect(fake.rows[0].outcome == .failedToPush)
    #expect(fake.rows[0].failure == .replyLost)
    #expect(fake.tally.requests(.push) == 1)
  }

  @Test func aPushThatWasNeverSentIsRepeated() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    let slot = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.pushFailed(.connect, wasSent: false, status: 0), slot: slot, at: 2)
    #expect(fake.rows[0].outcome == .none)
    let due = dispatcher.nextDeadline
    let again = try #require(dispatcher.slot(.push, at: due))
    dispatcher.handle(.accepted(idLength: 2, status: 200), slot: again, at: due + 1)
    #expect(fake.rows[0].acknowledged == due + 1)
  }

  @Test(arguments: [
    FailureKind.reset, .timeout, .throttled, .serverError, .malformedReply, .refused,
  ])
  func aFailedPollNeverEndsAJob(_ failure: FailureKind) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    try dispatcher.accept(at: 1)
    for _ in 0..<30 {
      let due = dispatcher.nextDeadline
      if due >= 60 * second { break }
      let slot = try #require(dispatcher.slot(.poll, at: due))
      dispatcher.handle(.pollFailed(failure, retryAfter: 0), slot: slot, at: due + 1)
      #expect(fake.rows[0].outcome == .none)
    }
    #expect(fake.rows[0].pollFailures > 5)
  }

  @Test func aJobThatIsUnknownAfterTheGraceTimeIsLost() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake) { $0.grace = second }
    try dispatcher.accept(at: 1)
    var now: Nanoseconds = 0
    while fake.rows[0].outcome == .none {
      now = dispatcher.nextDeadline
      let slot = try #require(dispatcher.slot(.poll, at: now))
      dispatcher.handle(.pollFailed(.notFound, retryAfter: 0), slot: slot, at: now)
    }
    #expect(fake.rows[0].outcome == .lost)
    #expect(now >= fake.rows[0].acknowledged + second)
    #expect(fake.rows[0].pollFailures >= 2)
  }

  @Test func aSingleNotFoundBetweenGoodRepliesLosesNothing() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake) { $0.grace = 0 }
    try dispatcher.accept(at: 1)
    for _ in 0..<5 {
      var due = dispatcher.nextDeadline
      var slot = try #require(dispatcher.slot(.poll, at: due))
      dispatcher.handle(.pollFailed(.notFound, retryAfter: 0), slot: slot, at: due)
      due = dispatcher.nextDeadline
      slot = try #require(dispatcher.slot(.poll, at: due))
      dispatcher.handle(.polled(reply(.processing)), slot: slot, at: due)
    }
    #expect(fake.rows[0].outcome == .none)
  }

  @Test(arguments: [false, true])
  func aJobPastItsTimeoutIsTimedOut(cancels: Bool) throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake) {
      $0.timeout = 5 * second
      $0.cancelsAtTimeout = cancels
    }
    try dispatcher.accept(at: 1)
    var isCancelled = false
    while dispatcher.hasWork {
      let now = dispatcher.nextDeadline
      switch dispatcher.next(at: now) {
      case .poll(let slot, _): dispatcher.handle(.polled(reply(.queued)), slot: slot, at: now)
      case .cancel(let slot, _):
        isCancelled = true
        #expect(now == 5 * second)
        dispatcher.handle(.cancelEnded(isAccepted: true), slot: slot, at: now + 1)
      default: break
      }
    }
    #expect(fake.rows[0].outcome == .timedOut)
    #expect(fake.rows[0].retired == 5 * second)
    #expect(isCancelled == cancels)
  }

  @Test func closingStopsArrivalsAndGivesUpWaitingPushesButFollowsTheRest() throws {
    let fake = FakeRows(intended: [0, 1, 50 * second])
    let dispatcher = dispatcher(fake)
    let first = try #require(dispatcher.slot(.push, at: 1))
    let other = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.accepted(idLength: 1, status: 200), slot: first, at: 2)
    dispatcher.handle(.refused(status: 429, retryAfter: 30 * second), slot: other, at: 2)
    dispatcher.close()
    #expect(dispatcher.next(at: 3) == nil)
    #expect(fake.rows[1].outcome == .rejected)
    #expect(dispatcher.hasWork)
    let due = dispatcher.nextDeadline
    let poll = try #require(dispatcher.slot(.poll, at: due))
    dispatcher.handle(.polled(reply(.finished)), slot: poll, at: due)
    #expect(!dispatcher.hasWork)
    #expect(fake.rows[2].outcome == .none && fake.rows[2].dispatched == 0)
  }

  @Test func oddRepliesAreNotedAndChangeNothingElse() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = dispatcher(fake)
    try dispatcher.accept(at: 1)
    for answer in [reply(.processing, created: 5), reply(.queued, created: 6), reply(.unknown)] {
      let due = dispatcher.nextDeadline
      let slot = try #require(dispatcher.slot(.poll, at: due))
      dispatcher.handle(.polled(answer), slot: slot, at: due)
    }
    #expect(fake.rows[0].oddities.contains([.stateWentBack, .stampChanged]))
    #expect(fake.rows[0].createdStamp == 6)
    #expect(fake.rows[0].outcome == .none)
  }

  @Test func resumptionFollowsWhatHasAnIdAndPushesNothing() throws {
    let fake = FakeRows(intended: [0, 0, 0, 0])
    unsafe fake.rows.record(0).pointee.dispatched = 1
    unsafe fake.rows.record(0).pointee.acknowledged = 2
    unsafe fake.rows.record(1).pointee.dispatched = 1
    unsafe fake.rows.record(2).pointee.dispatched = 1
    unsafe fake.rows.record(2).pointee.acknowledged = 2
    unsafe fake.rows.record(2).pointee.outcome = .finished
    let dispatcher = dispatcher(fake)
    dispatcher.adoptOpenJobs(at: 1_000)
    #expect(fake.rows[1].outcome == .failedToPush)
    let due = dispatcher.nextDeadline
    #expect(dispatcher.next(at: due) == .poll(slot: 0, row: 0))
    dispatcher.handle(.polled(reply(.error)), slot: 0, at: due + 1)
    #expect(!dispatcher.hasWork)
    #expect(fake.rows[3].dispatched == 0)
  }

  /// The process can be killed between the instructions that close a bracket and write the outcome.
  @Test func resumptionKeepsABracketThatWasClosedWithoutAnOutcome() {
    let fake = FakeRows(intended: [0])
    unsafe fake.rows.record(0).pointee.dispatched = 1
    unsafe fake.rows.record(0).pointee.acknowledged = 2
    unsafe fake.rows.record(0).pointee.detected = 50
    unsafe fake.rows.record(0).pointee.state = .error
    let dispatcher = dispatcher(fake)
    dispatcher.adoptOpenJobs(at: 1_000)
    #expect(!dispatcher.hasWork)
    #expect(fake.rows[0].outcome == .error)
    #expect(fake.rows[0].detected == 50)
  }

  @Test func aPushThatWaitsForASlotHoldsUpNoPoll() throws {
    let fake = FakeRows(intended: [0, 0, 0, 0, 0])
    let dispatcher = dispatcher(fake)
    try dispatcher.accept(at: 1)
    let refused = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.refused(status: 503, retryAfter: 1), slot: refused, at: 2)
    let hanging = (0..<3).compactMap { _ in dispatcher.slot(.push, at: 3) }
    #expect(hanging.count == 3, "every push slot is taken, and a refused push is due again")
    let due = dispatcher.nextDeadline
    #expect(due < second)
    #expect(dispatcher.slot(.poll, at: second) != nil)
  }

  @Test func aPollThatWaitsForASlotHoldsUpNoRepeatedPush() throws {
    let fake = FakeRows(intended: [0, 0, 0, 0, 0])
    let dispatcher = dispatcher(fake)
    for _ in 0..<4 { try dispatcher.accept(at: 1) }
    let refused = try #require(dispatcher.slot(.push, at: 1))
    dispatcher.handle(.refused(status: 429, retryAfter: second), slot: refused, at: 2)
    let polling = (0..<3).compactMap { _ in dispatcher.slot(.poll, at: second - 1) }
    #expect(polling.count == 3, "every poll slot is taken, and a fourth poll is due")
    #expect(dispatcher.next(at: second - 1) == nil)
    #expect(dispatcher.nextDeadline == second + 2)
    #expect(dispatcher.slot(.push, at: second + 2) != nil)
  }

  @Test func aResumedJobPastItsTimeoutIsAskedAboutOnce() throws {
    let fake = FakeRows(intended: [0, 0])
    for row in 0..<2 {
      unsafe fake.rows.record(row).pointee.dispatched = 1
      unsafe fake.rows.record(row).pointee.acknowledged = 2
      unsafe fake.rows.record(row).pointee.stillOpen = second
    }
    let dispatcher = dispatcher(fake) { $0.timeout = 4 * second }
    dispatcher.adoptOpenJobs(at: 100 * second)
    let first = try #require(dispatcher.slot(.poll, at: 101 * second))
    dispatcher.handle(.polled(reply(.finished)), slot: first, at: 101 * second + 1)
    let other = try #require(dispatcher.slot(.poll, at: 101 * second))
    dispatcher.handle(.polled(reply(.queued)), slot: other, at: 101 * second + 1)
    #expect(dispatcher.next(at: 101 * second + 2) == nil)
    let outcomes = [fake.rows[0].outcome, fake.rows[1].outcome]
    #expect(Set(outcomes) == [.finished, .timedOut])
    #expect(!dispatcher.hasWork)
  }

  @Test(arguments: [
    (UInt16(429), FailureKind.throttled, Outcome.rejected), (0, .connect, .failedToPush),
  ])
  func aPushThatWaitedWhenTheProcessEndedWasNotAccepted(
    _ status: UInt16, _ failure: FailureKind, _ outcome: Outcome
  ) {
    let fake = FakeRows(intended: [0])
    unsafe fake.rows.record(0).pointee.dispatched = 1
    unsafe fake.rows.record(0).pointee.pushStatus = status
    unsafe fake.rows.record(0).pointee.failure = failure
    let dispatcher = dispatcher(fake)
    dispatcher.adoptOpenJobs(at: 1_000)
    #expect(fake.rows[0].outcome == outcome)
    #expect(fake.rows[0].failure == failure)
    #expect(!dispatcher.hasWork)
  }

  @Test func pollsMayShareAWakeUpAndPushesAreExact() throws {
    let fake = FakeRows(intended: [0, 700_000_000])
    let dispatcher = dispatcher(fake) { $0.pollSlack = 1_000_000 }
    try dispatcher.accept(at: 1)
    let late = dispatcher.nextDeadline
    #expect(dispatcher.next(at: late - 1_000_001) == nil)
    let slot = try #require(dispatcher.slot(.poll, at: late - 1_000_000))
    dispatcher.handle(.polled(reply(.finished)), slot: slot, at: late)
    #expect(dispatcher.nextDeadline == 700_000_000)
  }

  @Test func enginesShareRowsByStride() {
    let fake = FakeRows(intended: [0, 0, 0, 0, 0])
    let follow = FollowPlan(poll: .fixed(every: 1))
    let dispatcher = Driver(fake, follow: follow, index: 1, engineCount: 2, slotCount: 8)
    #expect(dispatcher.next(at: 1) == .push(slot: 0, row: 1))
    #expect(dispatcher.next(at: 1) == .push(slot: 1, row: 3))
    #expect(dispatcher.next(at: 1) == nil)
    #expect(!dispatcher.hasArrivals)
  }
}
