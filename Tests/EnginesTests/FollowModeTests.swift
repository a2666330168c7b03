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

/// Jobs that are all pushed at 1 and have their ids at 2, followed as `plan` says.
private struct Followed {
  let fake: FakeRows
  let dispatcher: Driver

  init(_ count: Int, _ plan: FollowPlan, slots: Int = 16) {
    fake = FakeRows(intended: [Nanoseconds](repeating: 0, count: count))
    var plan = plan
    plan.pollSlack = 0
    dispatcher = Driver(fake, follow: plan, slotCount: slots)
    for _ in 0..<count {
      guard case .push(let slot, let row)? = dispatcher.next(at: 1) else { break }
      fake.giveID(row)
      dispatcher.handle(.accepted(idLength: 4, status: 200), slot: slot, at: 2)
    }
  }

  /// Every action until the one at `end`, as (instant, action); replies are `answer`'s.
  func run(
    until end: Nanoseconds, answer: (Dispatcher.Action) -> (slot: Int, event: Dispatcher.Event)
  ) -> [(at: Nanoseconds, action: Dispatcher.Action)] {
    var all: [(Nanoseconds, Dispatcher.Action)] = []
    var now: Nanoseconds = 2
    while dispatcher.hasWork, now <= end {
      while let action = dispatcher.next(at: now) {
        all.append((now, action))
        let (slot, event) = answer(action)
        dispatcher.handle(event, slot: slot, at: now)
      }
      now = max(now + 1, dispatcher.nextDeadline)
    }
    return all
  }
}

extension Dispatcher.Action {
  var slot: Int {
    switch self {
    case .push(let slot, _), .poll(let slot, _), .cancel(let slot, _), .longPoll(let slot, _, _),
      .batch(let slot), .page(let slot):
      slot
    }
  }

  fileprivate var isPoll: Bool { if case .poll = self { true } else { false } }
}

@Suite struct PollBudgetTests {
  @Test func statusRequestsAreNeverSentFasterThanTheBudget() {
    var plan = FollowPlan(poll: .fixed(every: 100 * ms))
    plan.pollsPerSecond = 50
    let jobs = Followed(40, plan)
    let actions = jobs.run(until: 2_000 * ms) { ($0.slot, .polled(reply(.queued))) }
    let gaps = zip(actions, actions.dropFirst()).map { $1.at - $0.at }
    #expect(actions.count >= 90 && actions.count <= 101)
    #expect((gaps.min() ?? 0) >= 20 * ms)
    #expect(jobs.fake.tally[.pollsHeld] > 50)
    #expect(jobs.fake.tally[.heldNanoseconds] > 0)
  }

  @Test func aBudgetThatIsLargeEnoughHoldsNothing() {
    var plan = FollowPlan(poll: .fixed(every: 100 * ms))
    plan.pollsPerSecond = 1e6
    let jobs = Followed(10, plan)
    let actions = jobs.run(until: 1_000 * ms) { ($0.slot, .polled(reply(.queued))) }
    #expect(actions.count >= 90)
    #expect(jobs.fake.tally[.heldNanoseconds] < UInt64(10 * ms))
  }

  @Test func aJobTimesOutWhenItsTimeComesAlsoWhileItWaitsForTheBudget() {
    var plan = FollowPlan(poll: .fixed(every: 10 * ms))
    plan.pollsPerSecond = 2
    plan.timeout = 300 * ms
    let jobs = Followed(50, plan)
    _ = jobs.run(until: 2_000 * ms) { ($0.slot, .polled(reply(.queued))) }
    #expect(jobs.fake.count(.timedOut) == 50)
    let latest = (0..<50).map { jobs.fake.rows[$0].retired }.max() ?? 0
    #expect(latest <= 301 * ms)
  }

  @Test func theInstantsOfSeveralEnginesLieBetweenEachOther() {
    var budgets = (0..<2).map { PollBudget(perSecond: 100, index: $0, engineCount: 2) }
    var instants: [Nanoseconds] = []
    for _ in 0..<4 {
      for index in 0..<2 {
        instants.append(budgets[index].next)
        budgets[index].take(at: budgets[index].next)
      }
    }
    #expect(instants == (0..<8).map { Nanoseconds($0) * 10 * ms })
  }

  @Test func whatIsNotUsedIsNotTakenFromLaterRequests() {
    var plan = FollowPlan(poll: .fixed(every: 10 * ms))
    plan.pollsPerSecond = 10
    plan.timeout = 500 * ms
    let fake = FakeRows(
      intended: [Nanoseconds](repeating: 0, count: 100) + [600 * ms])
    let dispatcher = Driver(fake, follow: plan, slotCount: 200)
    var now: Nanoseconds = 1
    while dispatcher.hasWork {
      while let action = dispatcher.next(at: now) {
        switch action {
        case .push(let slot, _):
          dispatcher.handle(.accepted(idLength: 4, status: 200), slot: slot, at: now)
        default:
          let isLast = action == .poll(slot: action.slot, row: 100)
          dispatcher.handle(
            .polled(reply(isLast ? .finished : .queued)), slot: action.slot, at: now)
        }
      }
      now = max(now + 1, dispatcher.nextDeadline)
    }
    // A hundred jobs wished for more than the budget gave them, and are gone.
    #expect(fake.count(.timedOut) == 100)
    #expect(fake.rows[100].outcome == .finished)
  }

  @Test func anExtremelySmallBudgetIsNoTrap() {
    let budget = PollBudget(perSecond: 1e-300, index: 3, engineCount: 4)
    #expect(budget.next > 0)
  }
}

@Suite struct ListFollowingTests {
  private static func batch(_ most: Int) -> FollowPlan {
    FollowPlan(poll: .fixed(every: 100 * ms), mode: .list, list: .batch(most: most))
  }

  @Test func jobsThatAreDueTogetherShareOneRequest() throws {
    let jobs = Followed(10, Self.batch(4))
    var sizes: [Int] = []
    while sizes.reduce(0, +) < 10, case .batch(let slot)? = jobs.dispatcher.next(at: 200 * ms) {
      let rows = jobs.dispatcher.batch(slot)
      sizes.append(rows.count)
      for row in rows.reversed() {
        jobs.dispatcher.takeListed(
          row, of: jobs.fake, reply(.finished), slot: slot, at: 201 * ms)
      }
      jobs.dispatcher.handle(.listEnded(jobs: rows.count, hasNext: false), slot: slot, at: 201 * ms)
    }
    #expect(sizes == [4, 4, 2])
    #expect(jobs.fake.count(.finished) == 10)
    #expect(jobs.fake.tally.requests(.list) == 3)
    #expect((0..<10).allSatisfy { jobs.fake.rows[$0].detected == 201 * ms })
    #expect(!jobs.dispatcher.hasWork)
  }

  @Test func aJobThatAReplyLacksIsAskedAboutAlone() throws {
    let jobs = Followed(3, Self.batch(10))
    let batch = try #require(jobs.dispatcher.next(at: 200 * ms))
    for row in [0, 2] {
      jobs.dispatcher.takeListed(
        row, of: jobs.fake, reply(.queued), slot: batch.slot, at: 201 * ms)
    }
    jobs.dispatcher.handle(.listEnded(jobs: 2, hasNext: false), slot: batch.slot, at: 201 * ms)
    #expect(jobs.fake.rows[0].stillOpen == 200 * ms)
    #expect(jobs.fake.rows[1].stillOpen == 0)
    let alone = try #require(jobs.dispatcher.next(at: 201 * ms))
    #expect(alone == .poll(slot: alone.slot, row: 1))
    #expect(jobs.fake.tally[.listMisses] == 1)
  }

  @Test func aFailedBatchEndsNoJob() throws {
    let jobs = Followed(3, Self.batch(10))
    let batch = try #require(jobs.dispatcher.next(at: 200 * ms))
    jobs.dispatcher.handle(
      .listFailed(.serverError, retryAfter: 0), slot: batch.slot, at: 201 * ms)
    #expect((0..<3).allSatisfy { jobs.fake.rows[$0].outcome == .none })
    let again = try #require(jobs.dispatcher.next(at: 500 * ms))
    #expect(jobs.dispatcher.batch(again.slot).count == 3)
  }

  private static let pages = FollowPlan(poll: .fixed(every: 100 * ms), mode: .list, list: .pages)

  @Test func aListIsReadPageByPageUntilEveryJobWasSeen() throws {
    let jobs = Followed(4, Self.pages)
    for (page, now) in [([3, 2], 10), ([1, 0], 20)] as [([Int], Nanoseconds)] {
      let action = try #require(jobs.dispatcher.next(at: now))
      #expect(action == .page(slot: action.slot))
      #expect(jobs.dispatcher.next(at: now) == nil)
      for row in page {
        jobs.dispatcher.takeListed(
          row, of: jobs.fake, reply(.queued), slot: action.slot, at: now + 10)
      }
      jobs.dispatcher.handle(.listEnded(jobs: 2, hasNext: true), slot: action.slot, at: now + 10)
    }
    // A third page is said to exist, but nothing is looked for there.
    #expect(jobs.dispatcher.next(at: 30) == nil)
    #expect(jobs.fake.tally[.sweeps] == 1)
    #expect(jobs.dispatcher.nextDeadline == 10 + 100 * ms)
  }

  @Test func aListThatGivesTheSamePageForEverEnds() throws {
    let jobs = Followed(4, Self.pages)
    for now in [10, 20] as [Nanoseconds] {
      let action = try #require(jobs.dispatcher.next(at: now))
      jobs.dispatcher.takeListed(0, of: jobs.fake, reply(.queued), slot: action.slot, at: now + 10)
      jobs.dispatcher.handle(.listEnded(jobs: 1, hasNext: true), slot: action.slot, at: now + 10)
    }
    #expect(jobs.dispatcher.next(at: 30) == nil)
    #expect(jobs.fake.tally[.sweeps] == 1)
  }

  @Test func aJobThatNoListHasIsAskedAboutAloneAfterThreeIntervals() {
    let jobs = Followed(2, Self.pages)
    let actions = jobs.run(until: 400 * ms) { action in
      guard case .page(let slot) = action else { return (action.slot, .polled(reply(.finished))) }
      let now = jobs.dispatcher.nextDeadline
      jobs.dispatcher.takeListed(
        0, of: jobs.fake, reply(.queued), slot: slot, at: max(now - 100 * ms, 3))
      return (slot, .listEnded(jobs: 1, hasNext: false))
    }
    let alone = actions.filter(\.action.isPoll)
    #expect(alone.map(\.at) == [2 + 300 * ms])
    #expect(jobs.fake.rows[1].outcome == .finished)
    #expect(jobs.fake.rows[0].outcome == .none)
  }

  @Test func anEndedJobThatALaterPageShowsInAnotherStateHasLeftItsEnd() throws {
    let jobs = Followed(2, Self.pages)
    for (instant, state, oddities) in [
      (10, .finished, []), (20, .finished, []), (30, .processing, .terminalLeft),
    ] as [(Nanoseconds, JobState, Oddities)] {
      let now = instant * 10 * ms
      let page = try #require(jobs.dispatcher.next(at: now))
      jobs.dispatcher.takeListed(0, of: jobs.fake, reply(state), slot: page.slot, at: now + 1)
      // A reply that contradicts itself proves nothing.
      jobs.dispatcher.takeListed(0, of: jobs.fake, reply(.queued), slot: page.slot, at: now + 1)
      jobs.dispatcher.handle(.listEnded(jobs: 2, hasNext: false), slot: page.slot, at: now + 1)
      #expect(jobs.fake.rows[0].oddities.subtracting(.terminalLeft) == [])
      if state == .finished, instant == 10 { #expect(jobs.fake.rows[0].oddities == oddities) }
    }
    #expect(jobs.fake.rows[0].oddities == .terminalLeft)
    #expect(jobs.fake.rows[0].outcome == .finished)
  }

  @Test func aSweepEndsWithTheLastJobThatItLooksFor() throws {
    let jobs = Followed(2, Self.pages)
    let page = try #require(jobs.dispatcher.next(at: 10))
    jobs.dispatcher.takeListed(0, of: jobs.fake, reply(.finished), slot: page.slot, at: 20)
    jobs.dispatcher.takeListed(1, of: jobs.fake, reply(.error), slot: page.slot, at: 20)
    jobs.dispatcher.handle(.listEnded(jobs: 2, hasNext: true), slot: page.slot, at: 20)
    #expect(jobs.fake.tally[.sweeps] == 1)
    #expect(!jobs.dispatcher.hasWork)
    #expect(jobs.dispatcher.next(at: 1_000 * ms) == nil)
  }

  @Test func aListThatIsNotThereMakesNoJobLost() throws {
    let fake = FakeRows(intended: [0])
    var plan = Self.batch(10)
    plan.grace = 0
    let dispatcher = Driver(fake, follow: plan)
    let push = try #require(dispatcher.next(at: 1))
    fake.giveID(0)
    dispatcher.handle(.accepted(idLength: 4, status: 200), slot: push.slot, at: 2)
    let batch = try #require(dispatcher.next(at: 200 * ms))
    dispatcher.handle(.listFailed(.notFound, retryAfter: 0), slot: batch.slot, at: 201 * ms)
    let alone = try #require(dispatcher.next(at: 500 * ms))
    #expect(alone == .poll(slot: alone.slot, row: 0))
    #expect(fake.rows[0].outcome == .none)
    #expect(fake.rows[0].failure == .refused)
  }

  @Test func aListThatFailsIsAskedLessAndLessOften() throws {
    let jobs = Followed(1, Self.pages)
    var instants: [Nanoseconds] = []
    var now: Nanoseconds = 10
    while instants.count < 5 {
      while let action = jobs.dispatcher.next(at: now) {
        if case .page(let slot) = action {
          instants.append(now)
          jobs.dispatcher.handle(.listFailed(.serverError, retryAfter: 0), slot: slot, at: now)
        } else {
          jobs.dispatcher.handle(.polled(reply(.queued)), slot: action.slot, at: now)
        }
      }
      now = max(now + 1, jobs.dispatcher.nextDeadline)
    }
    #expect(instants[4] - instants[3] >= 400 * ms)
    #expect(jobs.fake.rows[0].outcome == .none)
  }

  @Test func idsAreFoundAmongMany() {
    let count = 5_000
    let fake = FakeRows(intended: [Nanoseconds](repeating: 0, count: count))
    let table = IDTable(capacity: count)
    for row in 0..<count {
      fake.giveID(row)
      unsafe fake.rows.record(row).pointee.idLength = 4
      if row % 2 == 0 { table.insert(row, of: fake.rows) }
    }
    var wrong = 0
    for row in 0..<count {
      let found = unsafe table.row(fake.rows.idBytes(row), of: fake.rows)
      if found != (row % 2 == 0 ? row : nil) { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}

@Suite struct LongPollTests {
  private static let plan = FollowPlan(poll: .fixed(every: 100 * ms), mode: .longPoll)

  @Test func aLongPollBeginsAtOnceAndIsRepeatedWhileItBringsNoNews() throws {
    let jobs = Followed(1, Self.plan)
    let first = try #require(jobs.dispatcher.next(at: 2))
    #expect(first == .longPoll(slot: first.slot, row: 0, limit: 600_000 * ms))
    jobs.dispatcher.handle(.longPollEmpty, slot: first.slot, at: 500 * ms)
    #expect(jobs.fake.rows[0].stillOpen == 2)
    let second = try #require(jobs.dispatcher.next(at: 500 * ms))
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: second.slot, at: 700 * ms)
    #expect(jobs.fake.rows[0].detected == 700 * ms)
    #expect(jobs.fake.tally.requests(.longPoll) == 2)
  }

  @Test func aLongPollThatComesBackAtOnceIsNoFasterThanAPoll() throws {
    let jobs = Followed(1, Self.plan)
    let first = try #require(jobs.dispatcher.next(at: 2))
    jobs.dispatcher.handle(.longPollEmpty, slot: first.slot, at: 50 * ms)
    #expect(jobs.dispatcher.next(at: 51 * ms) == nil)
    #expect(jobs.dispatcher.nextDeadline == 2 + 100 * ms)
  }

  @Test func anAPIWithoutLongPollsIsPolled() throws {
    let jobs = Followed(1, Self.plan)
    let first = try #require(jobs.dispatcher.next(at: 2))
    jobs.dispatcher.handle(.longPollRefused, slot: first.slot, at: 3)
    let second = try #require(jobs.dispatcher.next(at: 4))
    #expect(second == .poll(slot: second.slot, row: 0))
  }

  @Test func jobsBeyondTheConnectionsOfLongPollsArePolled() {
    let jobs = Followed(12, Self.plan, slots: 12)
    var kinds = (longPoll: 0, poll: 0)
    while let action = jobs.dispatcher.next(at: 2) {
      if action.isPoll { kinds.poll += 1 } else { kinds.longPoll += 1 }
    }
    #expect(kinds.longPoll == 8)
    #expect(kinds.poll == 1)
  }
}

@Suite struct WebhookFollowingTests {
  private static let plan = FollowPlan(poll: .fixed(every: 30_000 * ms), mode: .webhook)

  @Test func aWebhookIsConfirmedByAPollAndThenEndsTheBracket() throws {
    let jobs = Followed(1, Self.plan)
    jobs.dispatcher.takeHook(0, .finished, received: 50 * ms)
    #expect(jobs.fake.rows[0].outcome == .none)
    let poll = try #require(jobs.dispatcher.next(at: 51 * ms))
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: poll.slot, at: 60 * ms)
    #expect(jobs.fake.rows[0].outcome == .finished)
    #expect(jobs.fake.rows[0].detected == 50 * ms)
    jobs.dispatcher.takeHook(0, .finished, received: 70 * ms)
    #expect(jobs.fake.tally[.hooks] == 2)
    #expect(jobs.fake.tally[.hooksRepeated] == 1)
    #expect(!jobs.dispatcher.hasWork)
  }

  @Test func aWebhookThatComesAgainIsAReasonToLookOnceMore() throws {
    var plan = Self.plan
    plan.recheck = 1e-9
    let jobs = Followed(1, plan)
    jobs.dispatcher.takeHook(0, .finished, received: 50 * ms)
    let poll = try #require(jobs.dispatcher.next(at: 51 * ms))
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: poll.slot, at: 60 * ms)
    for instant in [70 * ms, 71 * ms] {
      jobs.dispatcher.takeHook(0, .finished, received: instant)
    }
    let again = try #require(jobs.dispatcher.next(at: 72 * ms))
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: again.slot, at: 80 * ms)
    #expect(jobs.fake.tally[.rechecks] == 1)
    #expect(!jobs.dispatcher.hasWork)
  }

  @Test func aWebhookThatComesBeforeThePushIsAnsweredCounts() throws {
    let fake = FakeRows(intended: [0])
    let dispatcher = Driver(fake, follow: Self.plan)
    let push = try #require(dispatcher.next(at: 1))
    dispatcher.takeHook(0, .finished, received: 5)
    dispatcher.handle(.accepted(idLength: 4, status: 200), slot: push.slot, at: 10)
    let poll = try #require(dispatcher.next(at: 10))
    dispatcher.handle(.polled(reply(.finished)), slot: poll.slot, at: 20)
    // Not before the job had its id, which is what brackets are held against.
    #expect(fake.rows[0].detected == 10)
  }

  @Test func aJobDoesNotTimeOutWhileItsWebhookIsBeingConfirmed() throws {
    var plan = Self.plan
    plan.timeout = 1_000 * ms
    let jobs = Followed(1, plan)
    jobs.dispatcher.takeHook(0, .finished, received: 990 * ms)
    let poll = try #require(jobs.dispatcher.next(at: 991 * ms))
    #expect(jobs.dispatcher.next(at: 1_001 * ms) == nil)
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: poll.slot, at: 1_002 * ms)
    #expect(jobs.fake.rows[0].outcome == .finished)
    #expect(jobs.fake.rows[0].detected == 990 * ms)
  }

  @Test func aWebhookThatNoPollConfirmsDoesNotCount() throws {
    let jobs = Followed(1, Self.plan)
    jobs.dispatcher.takeHook(0, .finished, received: 50 * ms)
    let early = try #require(jobs.dispatcher.next(at: 51 * ms))
    jobs.dispatcher.handle(.polled(reply(.processing)), slot: early.slot, at: 52 * ms)
    let later = try #require(jobs.dispatcher.next(at: 300 * ms))
    jobs.dispatcher.handle(.polled(reply(.finished)), slot: later.slot, at: 301 * ms)
    #expect(jobs.fake.rows[0].stillOpen == 51 * ms)
    #expect(jobs.fake.rows[0].detected == 301 * ms)
  }

  @Test func aLostWebhookIsMadeUpForByTheAudit() throws {
    let jobs = Followed(1, Self.plan)
    let due = jobs.dispatcher.nextDeadline
    #expect(due <= 2 + 30_000 * ms)
    let audit = try #require(jobs.dispatcher.next(at: due))
    jobs.dispatcher.handle(.polled(reply(.error)), slot: audit.slot, at: due + 1)
    #expect(jobs.fake.rows[0].outcome == .error)
  }

  @Test func webhooksOfStatesThatAreNoEndAndOfUnknownRowsAskForNothing() {
    let jobs = Followed(1, Self.plan)
    jobs.dispatcher.takeHook(0, .processing, received: 50 * ms)
    jobs.dispatcher.takeHook(7, .finished, received: 50 * ms)
    jobs.dispatcher.takeHook(-1, .finished, received: 50 * ms)
    let deadline = jobs.dispatcher.nextDeadline
    #expect(jobs.dispatcher.next(at: deadline - 1) == nil)
  }

  @Test func theQueueGivesBackWhatWasPutInAndCountsWhatItCannotHold() {
    let queue = HookQueue()
    for row in 0..<20_000 { queue.put(Hook(row: row, state: .finished, received: 1)) }
    var rows: [Int] = []
    while let hook = queue.take() { rows.append(hook.row) }
    #expect(rows == Array(0..<rows.count))
    #expect(queue.dropped == UInt64(20_000 - rows.count))
    #expect(rows.count > 10_000)
  }
}
