// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Transport
internal import Workloads

/// What HTTP statuses mean to a dialect.
struct Statuses: BitwiseCopyable {
  /// A push was accepted.
  let pushed: StatusSet
  /// A poll was answered.
  let polled: StatusSet
  private let empty: (Int, Int, Int, Int)

  init(_ dialect: Dialect) {
    pushed = StatusSet(dialect.pushSuccess)
    polled = StatusSet(dialect.pollSuccess ?? Array(200...299))
    let timeouts = dialect.longPoll?.timeouts ?? []
    func timeout(_ index: Int) -> Int { index < timeouts.count ? timeouts[index] : 0 }
    empty = (timeout(0), timeout(1), timeout(2), timeout(3))
  }

  /// Whether a long poll that was answered with `status` ended without news.
  func isEmpty(_ status: Int) -> Bool {
    status != 0
      && (status == empty.0 || status == empty.1 || status == empty.2 || status == empty.3)
  }
}

extension Engine {
  /// Reads an ended transfer and tells the dispatcher what came of it.
  mutating func take(_ completion: Completion) {
    let use = dispatcher.use(of: completion.slot)
    tally.add(unsafe completion.body.count, to: .bytesReceived)
    noteDate(completion, use)
    let failure = failure(of: completion)
    if completion.status != 0 { tally.countReply(use.kind, status: completion.status) }
    let event: Dispatcher.Event =
      switch use.kind {
      case .push: pushEvent(completion, failure, row: use.row)
      case .poll: pollEvent(completion, failure, .poll, row: use.row)
      case .longPoll: longPollEvent(completion, failure, row: use.row)
      case .list: listEvent(completion, failure)
      case .cancel: .cancelEnded(isAccepted: failure == .none)
      }
    dispatcher.handle(event, slot: completion.slot, at: now)
  }

  /// Keeps what a reply says of the server's clock; a long poll says little, for it may take minutes.
  private mutating func noteDate(_ completion: Completion, _ use: Dispatcher.SlotUse) {
    guard completion.code == .ok, use.kind != .longPoll else { return }
    let date = transport.date(completion.slot)
    if date != 0 { tally.record(DatedExchange(sent: use.sent, received: now, date: date)) }
  }

  private mutating func pushEvent(
    _ completion: Completion, _ failure: FailureKind, row: Int
  ) -> Dispatcher.Event {
    let status = completion.status
    if completion.code != .ok {
      tally.countFailure(.push, failure)
      return .pushFailed(failure, wasSent: completion.wasSent, status: status)
    }
    guard statuses.pushed.contains(status) else {
      tally.countFailure(.push, failure == .none ? .refused : failure)
      return .refused(status: status, retryAfter: advisedWait(completion))
    }
    switch unsafe reader.readPush(completion.body, id: rows.idSpace(row)) {
    case .accepted(let idLength):
      guard isIDChosen else { return .accepted(idLength: idLength, status: status) }
      let length = unsafe chosenID.write(row: row, into: rows.idSpace(row))
      if length > 0 { return .accepted(idLength: length, status: status) }
      tally.countFailure(.push, .tooLong)
      return .pushFailed(.tooLong, wasSent: true, status: status)
    case .malformed, .noID:
      tally.countFailure(.push, .malformedReply)
      return .pushFailed(.malformedReply, wasSent: true, status: status)
    case .idTooLong:
      tally.countFailure(.push, .tooLong)
      return .pushFailed(.tooLong, wasSent: true, status: status)
    }
  }

  private mutating func pollEvent(
    _ completion: Completion, _ failure: FailureKind, _ kind: RequestKind, row: Int
  ) -> Dispatcher.Event {
    if failure != .none || !statuses.polled.contains(completion.status) {
      let failure = failure == .none ? .refused : failure
      tally.countFailure(kind, failure)
      return .pollFailed(failure, retryAfter: advisedWait(completion))
    }
    let reply = unsafe reader.readPoll(completion.body, id: rows.idBytes(row))
    guard reply.isReadable else {
      tally.countFailure(kind, .malformedReply)
      return .pollFailed(.malformedReply, retryAfter: 0)
    }
    return .polled(reply)
  }

  private mutating func longPollEvent(
    _ completion: Completion, _ failure: FailureKind, row: Int
  ) -> Dispatcher.Event {
    if completion.code == .ok {
      if statuses.isEmpty(completion.status) { return .longPollEmpty }
      switch completion.status {
      case 404, 405, 501:
        tally.countFailure(.longPoll, failure)
        return .longPollRefused
      default: break
      }
    }
    return pollEvent(completion, failure, .longPoll, row: row)
  }

  /// Takes in every job of a reply about many, one by one: there is no list of them.
  private mutating func listEvent(
    _ completion: Completion, _ failure: FailureKind
  ) -> Dispatcher.Event {
    if failure != .none {
      tally.countFailure(.list, failure)
      return .listFailed(failure, retryAfter: advisedWait(completion))
    }
    let page = unsafe reader.beginList(completion.body)
    guard page.isReadable else {
      tally.countFailure(.list, .malformedReply)
      return .listFailed(.malformedReply, retryAfter: 0)
    }
    let instant = now
    let hadOpen = dispatcher.sweep.hasOpen
    var count = 0
    while let job = unsafe reader.nextListed(completion.body, id: listedID) {
      let id = unsafe UnsafeRawBufferPointer(rebasing: listedID[..<job.idLength])
      unsafe dispatcher.takeListed(id, job.reply, slot: completion.slot, at: instant)
      count += 1
    }
    // The jobs of earlier pages that this engine knew have ended.
    if !hadOpen { position.mark() }
    let hasNext = unsafe position.advance(jobs: count, next: page.next, of: completion.body)
    return .listEnded(jobs: count, hasNext: hasNext)
  }

  /// What a reply that asks for patience says about how long.
  private func advisedWait(_ completion: Completion) -> Nanoseconds {
    guard completion.code == .ok, completion.status == 429 || completion.status == 503 else {
      return 0
    }
    return transport.retryAfter(completion.slot)
  }

  /// What was wrong with a transfer; `none` for a reply with a status of 200 to 299.
  private func failure(of completion: Completion) -> FailureKind {
    if completion.code == .ok {
      return switch completion.status {
      case 200...299: .none
      case 404: .notFound
      case 429: .throttled
      case 500...599: .serverError
      default: .refused
      }
    }
    return switch completion.code.failure(wasSent: completion.wasSent) {
    case .connect: .connect
    case .tls: .tls
    case .reset: .reset
    case .timeout: .timeout
    case .replyTooLong: .tooLong
    case .malformedReply: .malformedReply
    case .other: .transfer
    }
  }
}
