// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Platform
public import Transport
internal import Workloads

/// One thread's share of a run: admits arrivals, drives each job to its outcome, counts.
///
/// Born, working and dying on that thread. The only place where dispatcher, transport and clock meet. What it records is in the rows and the
/// tally of its plan; it returns nothing.
public struct Engine: ~Copyable {
  /// The longest the engine sleeps without looking at its stop signal, in nanoseconds.
  private static let nap: Nanoseconds = 50_000_000
  /// How many refused pushes, with none accepted, mean that the key is wrong.
  private static let unauthorizedLimit: UInt64 = 10

  private let rows: JobRows
  private let isResumption: Bool
  private let tally: EngineTally
  private let start: Nanoseconds
  private var dispatcher: Dispatcher
  private var transport: CurlTransport
  private var reader: ReplyReader
  private let paths: RequestPaths
  private let payloads: Payloads
  private let methods: (push: Transport.Method, poll: Transport.Method, cancel: Transport.Method)
  private let pollBodies: RequestBodies
  private let cancelBodies: RequestBodies
  private let pushSuccess: StatusSet

  /// An engine ready to run.
  ///
  /// - Throws: ``TransportSetupError`` when libcurl refuses an option of the plan.
  public init(_ plan: EnginePlan) throws(TransportSetupError) {
    transport = try CurlTransport.open(plan.transport)
    rows = plan.rows
    isResumption = plan.isResumption
    tally = plan.tally
    start = plan.startMonotonic
    dispatcher = Dispatcher(
      rows: plan.rows, tally: plan.tally, follow: plan.follow, index: plan.index,
      engineCount: plan.engineCount, slotCount: plan.transport.slots)
    reader = ReplyReader(dialect: plan.dialect)
    let idCapacity = plan.rows.idCapacity
    paths = RequestPaths(
      plan.dialect, functions: plan.functions, prefix: plan.pathPrefix, idCapacity: idCapacity)
    payloads = Payloads(plan.payloads)
    methods = (
      Self.method(plan.dialect.push), Self.method(plan.dialect.poll),
      Self.method(plan.dialect.cancel ?? plan.dialect.poll)
    )
    let slots = plan.transport.slots
    pollBodies = RequestBodies(plan.dialect.poll.body, slots: slots, idCapacity: idCapacity)
    cancelBodies = RequestBodies(plan.dialect.cancel?.body, slots: slots, idCapacity: idCapacity)
    pushSuccess = StatusSet(plan.dialect.pushSuccess)
  }

  private static func method(_ endpoint: Dialect.Endpoint) -> Transport.Method {
    switch endpoint.method {
    case .get: .get
    case .post: .post
    case .put: .put
    case .delete: .delete
    case .patch: .patch
    }
  }

  /// Nanoseconds since the run's start.
  @inline(__always)
  private var now: Nanoseconds { MonotonicClock.now() &- start }

  /// Works until every arrival is dispatched and every job has an outcome, or until the signal is
  /// raised and the jobs in flight have theirs.
  public mutating func run(until stop: StopSignal) {
    if isResumption { dispatcher.adoptOpenJobs(at: now) }
    var turnStart = now
    while dispatcher.hasWork {
      if stop.reason != .none { dispatcher.close() }
      while let action = dispatcher.next(at: now) { perform(action) }
      let deadline = min(dispatcher.nextDeadline, now &+ Self.nap)
      let blocked = transport.wait(until: deadline &+ start)
      while let completion = transport.nextCompletion() { take(completion) }
      if tally[.unauthorized] >= Self.unauthorizedLimit, tally[.acknowledged] == 0 {
        stop.raise(.unauthorized)
      }
      let turnEnd = now
      tally.add(Int(blocked), to: .idleNanoseconds)
      tally.add(Int(max(turnEnd &- turnStart &- blocked, 0)), to: .busyNanoseconds)
      tally.add(to: .turns)
      tally.set(.lastTurn, to: UInt64(max(turnEnd, 0)))
      turnStart = turnEnd
    }
    tally.set(.connectionsOpened, to: UInt64(transport.connectionsOpened))
    tally.set(.ended, to: 1)
  }

  /// Sends the request that the dispatcher decided on.
  private mutating func perform(_ action: Dispatcher.Action) {
    switch action {
    case .push(let slot, let row):
      let jobClass = unsafe rows.record(row).pointee.jobClass
      let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
      unsafe transport.begin(
        slot, methods.push, path: paths.path(.push, jobClass: jobClass, id: none),
        body: payloads.body(jobClass))
    case .poll(let slot, let row):
      let (jobClass, id) = unsafe (rows.record(row).pointee.jobClass, id(row))
      unsafe transport.begin(
        slot, methods.poll, path: paths.path(.poll, jobClass: jobClass, id: id),
        body: pollBodies.body(slot: slot, id: id))
    case .cancel(let slot, let row):
      let (jobClass, id) = unsafe (rows.record(row).pointee.jobClass, id(row))
      unsafe transport.begin(
        slot, methods.cancel, path: paths.path(.cancel, jobClass: jobClass, id: id),
        body: cancelBodies.body(slot: slot, id: id))
    }
  }

  /// The bytes of a row's id.
  private func id(_ row: Int) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      rebasing: rows.idSpace(row)[..<Int(rows.record(row).pointee.idLength)])
  }

  /// Reads an ended transfer and tells the dispatcher what came of it.
  private mutating func take(_ completion: Completion) {
    let use = dispatcher.use(of: completion.slot)
    tally.add(unsafe completion.body.count, to: .bytesReceived)
    let failure = failure(of: completion)
    if completion.status != 0 { tally.countReply(use.kind, status: completion.status) }
    let event: Dispatcher.Event =
      switch use.kind {
      case .push: pushEvent(completion, failure, row: use.row)
      case .poll: pollEvent(completion, failure, row: use.row)
      case .cancel: .cancelEnded(isAccepted: failure == .none)
      }
    dispatcher.handle(event, slot: completion.slot, at: now)
  }

  private mutating func pushEvent(
    _ completion: Completion, _ failure: FailureKind, row: Int
  ) -> Dispatcher.Event {
    let status = completion.status
    if completion.code != .ok {
      tally.countFailure(.push, failure)
      return .pushFailed(failure, wasSent: completion.wasSent, status: status)
    }
    guard pushSuccess.contains(status) else {
      tally.countFailure(.push, failure == .none ? .refused : failure)
      return .refused(status: status, retryAfter: advisedWait(completion))
    }
    switch unsafe reader.readPush(completion.body, id: rows.idSpace(row)) {
    case .accepted(let idLength): return .accepted(idLength: idLength, status: status)
    case .malformed, .noID:
      tally.countFailure(.push, .malformedReply)
      return .pushFailed(.malformedReply, wasSent: true, status: status)
    case .idTooLong:
      tally.countFailure(.push, .tooLong)
      return .pushFailed(.tooLong, wasSent: true, status: status)
    }
  }

  private mutating func pollEvent(
    _ completion: Completion, _ failure: FailureKind, row: Int
  ) -> Dispatcher.Event {
    if failure != .none {
      tally.countFailure(.poll, failure)
      return .pollFailed(failure, retryAfter: advisedWait(completion))
    }
    let reply = unsafe reader.readPoll(completion.body, id: id(row))
    guard reply.isReadable else {
      tally.countFailure(.poll, .malformedReply)
      return .pollFailed(.malformedReply, retryAfter: 0)
    }
    return .polled(reply)
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

@available(*, unavailable, message: "an engine belongs to one thread")
extension Engine: Sendable {}
