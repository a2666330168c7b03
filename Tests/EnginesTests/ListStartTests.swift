import Dialects
import Testing
import Workloads

@testable import Engines

private let ms: Nanoseconds = 1_000_000

/// With which page the reading of a list begins.
@Suite struct ListStartTests {
  /// Jobs in a list whose pages have two each, which is read as an engine does it.
  private final class Listing {
    /// The rows of the jobs in the order of the list, and their states.
    var jobs: [(row: Int, state: JobState)] = []
    var position: ListPosition
    /// How many requests are to fail.
    var failures = 0
    let fake: FakeRows
    let driver: Driver

    /// A list of the jobs of these rows, which are acknowledged in their order, and, where there is nil,
    /// of jobs of another client, which are rows behind them.
    init(_ list: [Int?], isNumbered: Bool = true) {
      let request = Dialect.Endpoint(.get, "/jobs?offset=${{ offset }}")
      position = ListPosition(
        Dialect.ListEndpoint(request, jobs: JSONPath("jobs"), id: JSONPath("id")))
      let count = list.count { $0 != nil }
      let others = [Nanoseconds](repeating: .max, count: list.count - count)
      fake = FakeRows(intended: [Nanoseconds](repeating: 0, count: count) + others)
      var plan = FollowPlan(poll: .fixed(every: 100 * ms), mode: .list, list: .pages)
      plan.pagesAreNumbered = isNumbered
      driver = Driver(fake, follow: plan, slotCount: 16)
      for index in 0..<count {
        guard case .push(let slot, let row)? = driver.next(at: 1) else { break }
        fake.giveID(row)
        driver.handle(
          .accepted(idLength: 4, status: 200), slot: slot, at: 2 + Nanoseconds(index))
      }
      var other = count
      for row in list {
        jobs.append((row ?? other, .processing))
        guard row == nil else { continue }
        fake.giveID(other)
        unsafe fake.rows.record(other).pointee.idLength = 4
        other += 1
      }
    }

    func end(_ places: Int...) { for place in places { jobs[place].state = .finished } }

    /// The offsets of the pages that are asked for from `start` on without a pause, each of which takes
    /// `pageTime`.
    func offsets(at start: Nanoseconds, pageTime: Nanoseconds = 1) -> [Int] {
      var offsets: [Int] = []
      var now = start
      while case .page(let slot)? = driver.next(at: now) {
        if driver.sweep.pages == 0 { position.restart(atMark: driver.sweep.isShort) }
        offsets.append(position.offset)
        now += pageTime
        // Meanwhile jobs may be asked about alone, which counts as a miss.
        _ = driver.next(at: now)
        driver.handle(answer(slot, at: now), slot: slot, at: now)
      }
      return offsets
    }

    private func answer(_ slot: Int, at now: Nanoseconds) -> Dispatcher.Event {
      if failures > 0 {
        failures -= 1
        return .listFailed(.notFound, retryAfter: 0)
      }
      let page = jobs.dropFirst(position.offset).prefix(2)
      let hadOpen = driver.sweep.hasOpen
      for (row, state) in page {
        var reply = PollReply()
        reply.isReadable = true
        reply.hasState = true
        reply.state = state
        driver.takeListed(row, of: fake, reply, slot: slot, at: now)
      }
      if !hadOpen { position.mark() }
      let hasNext = unsafe position.advance(
        jobs: page.count, next: .absent, of: UnsafeRawBufferPointer(start: nil, count: 0))
      return .listEnded(jobs: page.count, hasNext: hasNext)
    }
  }

  @Test func pagesOfEndedJobsBeforeTheFirstOpenOneAreNotReadAgain() {
    let list = Listing([nil, nil, 0, 1, 2, 3, 4, 5])
    #expect(list.offsets(at: 100 * ms) == [0, 2, 4, 6])
    list.end(2, 3, 4)
    #expect(list.offsets(at: 200 * ms) == [2, 4, 6])
    #expect(list.offsets(at: 300 * ms) == [4, 6])
    list.end(5, 6)
    #expect(list.offsets(at: 400 * ms) == [4, 6])
    #expect(list.offsets(at: 500 * ms) == [6])
    #expect(list.fake.count(.finished) == 5)
    #expect(list.fake.tally[.listMisses] == 0)
  }

  @Test("others are read from the first page on", arguments: [true, false])
  func newestFirst(isNumbered: Bool) {
    let list = Listing(isNumbered ? [3, 2, 1, 0] : [0, 1, 2, 3], isNumbered: isNumbered)
    list.end(0, 1)
    for sweep in 1...3 { #expect(list.offsets(at: Nanoseconds(sweep) * 100 * ms) == [0, 2]) }
  }

  @Test func aListThatHasShiftedIsReadFromItsFirstPageAtOnce() {
    let list = Listing([nil, nil, nil, nil, 0, 1, 2])
    #expect(list.offsets(at: 100 * ms) == [0, 2, 4, 6])
    list.jobs.removeFirst(2)
    #expect(list.offsets(at: 200 * ms) == [4, 5, 0, 2, 4])
    #expect((0..<3).allSatisfy { list.fake.rows[$0].stillOpen >= 200 * ms })
    #expect(list.offsets(at: 310 * ms) == [2, 4])
  }

  @Test func aListThatHasShiftedIsTrustedAsLongAsAWholeReadingTakes() {
    let list = Listing([Int?](repeating: nil, count: 40) + [0, 1, 2])
    // A whole one, and at once a short one, as that took more than an interval.
    let first = list.offsets(at: 100 * ms, pageTime: 8 * ms)
    #expect(first == Array(stride(from: 0, through: 42, by: 2)) + [40, 42])
    #expect(list.offsets(at: 400 * ms, pageTime: 8 * ms) == [40, 42])
    list.jobs.removeFirst(2)
    // Jobs that were seen three intervals ago come late in the whole one.
    let shifted = list.offsets(at: 500 * ms, pageTime: 16 * ms)
    #expect(shifted == [40, 41] + Array(stride(from: 0, through: 40, by: 2)) + [38, 40])
    #expect(list.fake.tally[.listMisses] == 0)
  }

  @Test func jobsThatWerePushedTogetherAreInNearlyAnyOrder() {
    let list = Listing([nil, nil, 1, 0, 2, 4, 3, 5, 7, 6])
    #expect(list.offsets(at: 100 * ms) == [0, 2, 4, 6, 8])
    #expect(list.offsets(at: 200 * ms) == [2, 4, 6, 8])
  }

  @Test func aJobThatNoPageHasIsNotLookedForWithoutPause() {
    let list = Listing([nil, nil, 0, 1, 2])
    #expect(list.offsets(at: 100 * ms) == [0, 2, 4])
    list.jobs.removeLast()
    #expect(list.offsets(at: 200 * ms) == [2, 4, 0, 2, 4])
    #expect(list.offsets(at: 250 * ms) == [])
    #expect(list.offsets(at: 310 * ms) == [0, 2, 4])
  }

  @Test func aPageThatIsThereNoMoreIsGivenUp() {
    let list = Listing([nil, nil, 0, 1])
    #expect(list.offsets(at: 100 * ms) == [0, 2])
    list.failures = 2
    var all: [Int] = []
    for step in 2...20 where all.count < 4 { all += list.offsets(at: Nanoseconds(step) * 100 * ms) }
    #expect(all == [2, 2, 0, 2])
  }
}
