import Dialects
import Statistics
import Testing
import Workloads

@testable import Engines

/// Random event sequences: whatever the job API answers, every arrival ends as exactly one outcome.
@Suite struct ConservationTests {
  /// The modes by the seed's remainder; the last one is a list by pages.
  private static func follow(_ seed: Int, _ policy: PollPolicy) -> FollowPlan {
    switch seed % 5 {
    case 0: FollowPlan(poll: policy)
    case 1: FollowPlan(poll: policy, mode: .longPoll)
    case 2: FollowPlan(poll: policy, mode: .webhook)
    case 3: FollowPlan(poll: policy, mode: .list, list: .batch(most: 1 + seed % 7))
    default: FollowPlan(poll: policy, mode: .list, list: .pages)
    }
  }

  /// Every third run learns, but for those whose mode has no use for it.
  private static func policy(_ seed: Int) -> PollPolicy {
    seed % 3 == 1 && [0, 1, 3].contains(seed % 5)
      ? .learned(requestsPerJob: 6) : .backoff(first: 10_000_000, factor: 1.5, cap: 300_000_000)
  }

  @Test(arguments: 0..<200)
  func everyArrivalHasOneOutcomeAfterRandomEvents(seed: Int) {
    var generator = Xoshiro(seed: UInt64(seed))
    let count = 1 + Int(generator.next() % 300)
    let intended = (0..<count).map { _ in Int64(generator.next() % 3_000_000_000) }.sorted()
    let fake = FakeRows(intended: intended)
    var follow = Self.follow(seed, Self.policy(seed))
    if seed % 7 == 0 { follow.pollsPerSecond = 2_000 }
    if seed % 4 == 0 { follow.recheck = 0.3 }
    if seed % 6 == 0 {
      follow.cancel = CancelPlan(
        share: 0.4, when: seed % 12 == 0 ? .queued : .processing, after: 5_000_000)
    }
    follow.timeout = 4_000_000_000
    follow.cancelsAtTimeout = seed % 2 == 0
    follow.grace = 200_000_000
    let dispatcher = Driver(
      fake, follow: follow, slotCount: 1 + Int(generator.next() % 16))
    let closing = seed % 3 == 0 ? Int64(generator.next() % 3_000_000_000) : .max
    var underWay: [(slot: Int, kind: RequestKind, row: Int)] = []
    var now: Nanoseconds = 1
    while dispatcher.hasWork {
      if now >= closing { dispatcher.close() }
      while let action = dispatcher.next(at: now) {
        switch action {
        case .push(let slot, let row): underWay.append((slot, .push, row))
        case .poll(let slot, let row): underWay.append((slot, .poll, row))
        case .cancel(let slot, let row): underWay.append((slot, .cancel, row))
        case .longPoll(let slot, let row, _): underWay.append((slot, .longPoll, row))
        case .batch(let slot), .page(let slot): underWay.append((slot, .list, 0))
        }
      }
      if !underWay.isEmpty, dispatcher.nextDeadline > now || generator.next() % 2 == 0 {
        let ended = underWay.remove(at: Int(generator.next() % UInt64(underWay.count)))
        now += Int64(generator.next() % 5_000_000)
        if ended.kind == .push { fake.giveID(ended.row) }
        if ended.kind == .list {
          for row in 0..<count where generator.next() % 3 != 0 && fake.rows[row].idLength > 0 {
            dispatcher.takeListed(row, of: fake, randomReply(&generator), slot: ended.slot, at: now)
          }
        }
        if follow.mode == .webhook, generator.next() % 3 == 0 {
          let row = Int(generator.next() % UInt64(count))
          dispatcher.takeHook(row, randomReply(&generator).state, received: now)
        }
        dispatcher.handle(randomEvent(ended.kind, &generator), slot: ended.slot, at: now)
      } else {
        now = max(now + 1, min(dispatcher.nextDeadline, closing > now ? closing : .max))
      }
    }
    let dispatched = (0..<count).count { fake.rows[$0].dispatched != 0 }
    let withOutcome = (0..<count).count { fake.rows[$0].outcome != .none }
    #expect(dispatched == withOutcome)
    #expect(fake.tally[.dispatched] == UInt64(dispatched))
    #expect(fake.tally[.retired] == UInt64(withOutcome))
    #expect(fake.tally[.queued] == 0 && fake.tally[.processing] == 0)
    if closing == .max { #expect(dispatched == count) }
    for row in 0..<count { checkRow(fake.rows[row]) }
  }

  private func checkRow(_ record: JobRecord) {
    if record.dispatched != 0 { #expect(record.dispatched >= record.intended) }
    if record.outcome.isObserved {
      #expect(record.detected > 0)
      #expect(record.stillOpen < record.detected)
      #expect(record.acknowledged <= record.detected)
    } else {
      #expect(record.detected == 0)
    }
    if record.outcome == .lost || record.outcome == .timedOut { #expect(record.acknowledged > 0) }
    if record.outcome == .rejected || record.outcome == .failedToPush {
      #expect(record.acknowledged == 0)
    }
  }

  private func randomEvent(
    _ kind: RequestKind, _ generator: inout Xoshiro
  ) -> Dispatcher.Event {
    let dice = generator.next() % 100
    switch kind {
    case .cancel: return .cancelEnded(isAccepted: dice < 50)
    case .push:
      switch dice {
      case 0..<70: return .accepted(idLength: 4, status: 200)
      case 70..<78: return .refused(status: 429, retryAfter: Int64(dice) * 1_000_000)
      case 78..<82: return .refused(status: 422, retryAfter: 0)
      case 82..<86: return .refused(status: 502, retryAfter: 0)
      case 86..<93: return .pushFailed(.connect, wasSent: false, status: 0)
      default: return .pushFailed(.reset, wasSent: true, status: 0)
      }
    case .list:
      if dice < 10 { return .listFailed(.reset, retryAfter: 0) }
      return .listEnded(jobs: Int(dice), hasNext: dice < 40)
    case .longPoll where dice < 30: return .longPollEmpty
    case .longPoll where dice < 35: return .longPollRefused
    case .poll, .longPoll:
      if dice < 15 {
        let kinds: [FailureKind] = [.reset, .timeout, .throttled, .serverError, .malformedReply]
        return .pollFailed(kinds[Int(dice) % kinds.count], retryAfter: 0)
      }
      if dice < 25 { return .pollFailed(.notFound, retryAfter: 0) }
      return .polled(randomReply(&generator))
    }
  }

  private func randomReply(_ generator: inout Xoshiro) -> PollReply {
    var reply = PollReply()
    reply.isReadable = true
    reply.hasState = true
    reply.state = JobState(rawValue: UInt8(generator.next() % 6)) ?? .unknown
    return reply
  }
}
