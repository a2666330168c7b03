import Dialects
import Statistics
import Testing
import Workloads

@testable import Engines

/// Random event sequences: whatever the job API answers, every arrival ends as exactly one outcome.
@Suite struct ConservationTests {
  @Test(arguments: 0..<60)
  func everyArrivalHasOneOutcomeAfterRandomEvents(seed: Int) {
    var generator = Xoshiro(seed: UInt64(seed))
    let count = 1 + Int(generator.next() % 300)
    let intended = (0..<count).map { _ in Int64(generator.next() % 3_000_000_000) }.sorted()
    let fake = FakeRows(intended: intended)
    var follow = FollowPlan(poll: .backoff(first: 10_000_000, factor: 1.5, cap: 300_000_000))
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
        }
      }
      if !underWay.isEmpty, dispatcher.nextDeadline > now || generator.next() % 2 == 0 {
        let ended = underWay.remove(at: Int(generator.next() % UInt64(underWay.count)))
        now += Int64(generator.next() % 5_000_000)
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
      case 0..<70: return .accepted(idLength: 36, status: 200)
      case 70..<78: return .refused(status: 429, retryAfter: Int64(dice) * 1_000_000)
      case 78..<82: return .refused(status: 422, retryAfter: 0)
      case 82..<86: return .refused(status: 502, retryAfter: 0)
      case 86..<93: return .pushFailed(.connect, wasSent: false, status: 0)
      default: return .pushFailed(.reset, wasSent: true, status: 0)
      }
    case .poll:
      if dice < 15 {
        let kinds: [FailureKind] = [.reset, .timeout, .throttled, .serverError, .malformedReply]
        return .pollFailed(kinds[Int(dice) % kinds.count], retryAfter: 0)
      }
      if dice < 25 { return .pollFailed(.notFound, retryAfter: 0) }
      var reply = PollReply()
      reply.isReadable = true
      reply.state = JobState(rawValue: UInt8(generator.next() % 6)) ?? .unknown
      return .polled(reply)
    }
  }
}
