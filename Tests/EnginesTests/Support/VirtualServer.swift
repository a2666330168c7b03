import Dialects
import Statistics
import Workloads

@testable import Engines

/// The server of a ``VirtualRun``: workers, a queue, and the way to it and back.
struct VirtualServer {
  private enum Event {
    case request(slot: Int, Dispatcher.Action)
    case reply(slot: Int, Dispatcher.Event)
    case end(row: Int)
  }

  private let services: [Nanoseconds]
  private let order: VirtualRun.Order
  private let words: VirtualRun.Words
  private var generator: Xoshiro
  private var idle: Int
  private var waiting: [Int] = []
  private var head = 0
  private var created: [Nanoseconds]
  private var starts: [Nanoseconds]
  private var ends: [Nanoseconds]
  private var queue: [(instant: Nanoseconds, event: Event)] = []

  init(
    services: [Nanoseconds], workers: Int, order: VirtualRun.Order, words: VirtualRun.Words,
    generator: Xoshiro
  ) {
    self.services = services
    self.order = order
    self.words = words
    self.generator = generator
    idle = workers
    created = services.map { _ in 0 }
    starts = services.map { _ in 0 }
    ends = services.map { _ in 0 }
  }

  /// When the job of `row` ended; nil if it never did.
  func end(_ row: Int) -> Nanoseconds? { ends[row] == 0 ? nil : ends[row] }

  /// Answers whatever `driver` asks until it has no more work.
  mutating func serve(_ driver: Driver, _ fake: FakeRows) {
    var now: Nanoseconds = 1
    while driver.hasWork {
      while let action = driver.next(at: now) {
        put(.request(slot: slot(of: action), action), at: now + wayLength())
      }
      let deadline = driver.nextDeadline
      guard let first = queue.first, first.instant <= deadline else {
        now = max(deadline, now + 1)
        continue
      }
      now = max(first.instant, now)
      switch take() {
      case .request(let slot, let action): answer(slot, action, fake, at: now)
      case .reply(let slot, let event): driver.handle(event, slot: slot, at: now)
      case .end(let row): end(row, at: now)
      }
    }
  }

  private func slot(of action: Dispatcher.Action) -> Int {
    switch action {
    case .push(let slot, _), .poll(let slot, _), .cancel(let slot, _), .longPoll(let slot, _, _),
      .batch(let slot), .page(let slot):
      slot
    }
  }

  private mutating func wayLength() -> Nanoseconds {
    2_000_000 + Nanoseconds(generator.exponential(mean: 1e6))
  }

  private mutating func answer(
    _ slot: Int, _ action: Dispatcher.Action, _ fake: FakeRows, at now: Nanoseconds
  ) {
    let event: Dispatcher.Event
    switch action {
    case .push(_, let row):
      fake.giveID(row)
      created[row] = now
      if idle > 0 { start(row, at: now) } else { waiting.append(row) }
      event = .accepted(idLength: 4, status: 200)
    case .poll(_, let row): event = .polled(reply(row, at: now))
    case .cancel(_, let row):
      cancel(row, at: now)
      event = .cancelEnded(isAccepted: true)
    case .longPoll, .batch, .page: event = .pollFailed(.refused, retryAfter: 0)
    }
    put(.reply(slot: slot, event), at: now + wayLength())
  }

  private var cancelled: Set<Int> = []

  private mutating func cancel(_ row: Int, at now: Nanoseconds) {
    guard ends[row] == 0 || ends[row] > now else { return }
    cancelled.insert(row)
    ends[row] = now
    if starts[row] == 0 { waiting.removeAll { $0 == row } } else { free(at: now) }
  }

  private func reply(_ row: Int, at now: Nanoseconds) -> PollReply {
    var reply = PollReply()
    reply.isReadable = true
    reply.hasState = true
    let isStarted = starts[row] != 0
    let isEnded = ends[row] != 0 && ends[row] <= now
    if isEnded {
      reply.state = cancelled.contains(row) ? .cancelled : .finished
    } else if words.hasQueued {
      reply.state = isStarted ? .processing : .queued
    }
    if words.stampStep > 0 {
      // The server's clock is elsewhere.
      func stamp(_ instant: Nanoseconds) -> Nanoseconds {
        let read = 1_795_490_100_250_000_000 + instant
        return read / words.stampStep * words.stampStep
      }
      reply.created = stamp(created[row])
      if isStarted { reply.started = stamp(starts[row]) }
      if isEnded { reply.completed = stamp(ends[row]) }
    }
    return reply
  }

  // MARK: Workers

  private mutating func start(_ row: Int, at now: Nanoseconds) {
    idle -= 1
    starts[row] = now
    ends[row] = now + services[row]
    put(.end(row: row), at: ends[row])
  }

  private mutating func end(_ row: Int, at now: Nanoseconds) {
    if !cancelled.contains(row) { free(at: now) }
  }

  private mutating func free(at now: Nanoseconds) {
    idle += 1
    guard waiting.count > head else { return }
    switch order {
    case .fifo:
      head += 1
      start(waiting[head - 1], at: now)
    case .lifo: start(waiting.removeLast(), at: now)
    case .random:
      let place = head + Int(generator.next() % UInt64(waiting.count - head))
      start(waiting.remove(at: place), at: now)
    }
  }

  // MARK: Events, in a heap

  private mutating func put(_ event: Event, at instant: Nanoseconds) {
    queue.append((instant, event))
    var hole = queue.count - 1
    while hole > 0, queue[(hole - 1) / 2].instant > queue[hole].instant {
      queue.swapAt(hole, (hole - 1) / 2)
      hole = (hole - 1) / 2
    }
  }

  private mutating func take() -> Event {
    queue.swapAt(0, queue.count - 1)
    let event = queue.removeLast().event
    var hole = 0
    while true {
      var least = hole
      for child in [2 * hole + 1, 2 * hole + 2] where child < queue.count {
        if queue[child].instant < queue[least].instant { least = child }
      }
      if least == hole { return event }
      queue.swapAt(hole, least)
      hole = least
    }
  }
}
