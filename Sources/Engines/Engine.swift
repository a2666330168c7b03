// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Platform
public import Transport
internal import Workloads

/// One thread's share of a run: admits arrivals, drives each job to its outcome, counts.
///
/// Born, working and dying on that thread. The only place where dispatcher, transport and clock meet.
/// What it records is in the rows and the tally of its plan; it returns nothing.
@safe
public struct Engine: ~Copyable {
  /// The longest the engine sleeps without looking at its stop signal, in nanoseconds.
  private static let nap: Nanoseconds = 50_000_000
  /// How many refused pushes, with none accepted, mean that the key is wrong.
  private static let unauthorizedLimit: UInt64 = 10
  /// The longest a long poll may take, in nanoseconds: a connection that died without a word must not
  /// hold its job until that times out.
  private static let longestLongPoll: Nanoseconds = 300_000_000_000
  /// The most webhooks that are taken in at one turn.
  private static let hooksPerTurn = 1_024

  let rows: JobRows
  private let isResumption: Bool
  let tally: EngineTally
  private let start: Nanoseconds
  var dispatcher: Dispatcher
  var transport: CurlTransport
  var reader: ReplyReader
  private let hooks: HookQueue?
  private let paths: RequestPaths
  private let methods: Methods
  private let pushBodies: RequestBodies
  private let pollBodies: RequestBodies
  private let cancelBodies: RequestBodies
  private var lists: ListRequests
  var position: ListPosition
  /// Where the id of a job in a list is read into.
  let listedID: UnsafeMutableRawBufferPointer
  let chosenID: ChosenID
  let isIDChosen: Bool
  let statuses: Statuses

  /// An engine ready to run.
  ///
  /// - Throws: ``TransportSetupError`` when libcurl refuses an option of the plan.
  public init(_ plan: EnginePlan) throws(TransportSetupError) {
    transport = try CurlTransport.open(plan.transport)
    rows = plan.rows
    isResumption = plan.isResumption
    tally = plan.tally
    start = plan.startMonotonic
    hooks = plan.hooks
    dispatcher = Dispatcher(
      rows: plan.rows, tally: plan.tally, follow: plan.follow, index: plan.index,
      engineCount: plan.engineCount, slotCount: plan.transport.slots,
      classCount: plan.functions.count, closedPhases: plan.isResumption ? [] : plan.closedPhases)
    reader = ReplyReader(dialect: plan.dialect)
    let idCapacity = plan.rows.idCapacity
    let base = plan.webhookBase
    paths = RequestPaths(
      plan.dialect, functions: plan.functions, prefix: plan.pathPrefix, idCapacity: idCapacity,
      webhookBase: base)
    methods = Methods(plan.dialect)
    let slots = plan.transport.slots
    pushBodies = RequestBodies(
      plan.pushBodies, slots: slots, idCapacity: idCapacity, rowInputs: plan.rowInputs,
      webhookBase: base ?? "")
    pollBodies = RequestBodies(
      [plan.dialect.poll.body.map { BodyTemplate($0) }], slots: slots, idCapacity: idCapacity)
    cancelBodies = RequestBodies(
      [plan.dialect.cancel?.body.map { BodyTemplate($0) }], slots: slots, idCapacity: idCapacity)
    position = ListPosition(plan.dialect.list)
    unsafe listedID = .allocate(byteCount: idCapacity, alignment: 16)
    if case .chosen(let template) = plan.dialect.id {
      chosenID = ChosenID(template: template, run: plan.runToken)
      isIDChosen = true
    } else {
      chosenID = ChosenID(template: "", run: "")
      isIDChosen = false
    }
    lists = ListRequests(
      plan.dialect, functions: plan.functions, prefix: plan.pathPrefix, idCapacity: idCapacity,
      slots: slots)
    statuses = Statuses(plan.dialect)
  }

  deinit { unsafe listedID.deallocate() }

  /// Nanoseconds since the run's start.
  @inline(__always)
  var now: Nanoseconds { MonotonicClock.now() &- start }

  /// Works until every arrival is dispatched and every job has an outcome, or until the signal is
  /// raised and the jobs in flight have theirs.
  public mutating func run(until stop: StopSignal) {
    if isResumption { dispatcher.adoptOpenJobs(at: now) }
    var turnStart = now
    while dispatcher.hasWork {
      if stop.reason != .none { dispatcher.close() }
      takeHooks()
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
    tally.set(.hooksDropped, to: hooks?.dropped ?? 0)
    tally.set(.ended, to: 1)
  }

  /// Takes in the webhooks that have come since the last turn.
  private mutating func takeHooks() {
    for _ in 0..<Self.hooksPerTurn {
      // Asked each time: a queue in a variable of its own would be retained for the whole loop.
      guard let hook = hooks?.take() else { return }
      dispatcher.takeHook(hook.row, hook.state, received: max(hook.received &- start, 1))
    }
  }

  /// Sends the request that the dispatcher decided on.
  private mutating func perform(_ action: Dispatcher.Action) {
    switch action {
    case .push(let slot, let row): push(slot, row)
    case .poll(let slot, let row):
      let (jobClass, id) = unsafe (rows.record(row).pointee.jobClass, rows.idBytes(row))
      unsafe transport.begin(
        slot, methods.poll, path: paths.path(.poll, jobClass: jobClass, id: id),
        body: pollBodies.body(slot: slot, row: row, jobClass: jobClass, id: id))
    case .longPoll(let slot, let row, let limit):
      let (jobClass, id) = unsafe (rows.record(row).pointee.jobClass, rows.idBytes(row))
      let timeout = min(max(limit &- now, 1_000_000), Self.longestLongPoll)
      unsafe transport.begin(
        slot, .get, path: paths.path(.longPoll, jobClass: jobClass, id: id), body: nil,
        timeout: timeout)
    case .cancel(let slot, let row):
      let (jobClass, id) = unsafe (rows.record(row).pointee.jobClass, rows.idBytes(row))
      unsafe transport.begin(
        slot, methods.cancel, path: paths.path(.cancel, jobClass: jobClass, id: id),
        body: cancelBodies.body(slot: slot, row: row, jobClass: jobClass, id: id))
    case .batch(let slot): askAboutBatch(slot)
    case .page(let slot): askForPage(slot)
    }
  }

  /// Sends a push; an id that is chosen is in the row's id space then, and counts once it is accepted.
  private mutating func push(_ slot: Int, _ row: Int) {
    let jobClass = unsafe rows.record(row).pointee.jobClass
    let length = unsafe chosenID.write(row: row, into: rows.idSpace(row))
    let id = unsafe UnsafeRawBufferPointer(rebasing: rows.idSpace(row)[..<length])
    // Servers in trouble close connections without a word; a push that is lost that way is not repeated.
    let isRepeated = unsafe rows.record(row).pointee.pushAttempts > 1
    unsafe transport.begin(
      slot, methods.push, path: paths.path(.push, jobClass: jobClass, id: id, row: row),
      body: pushBodies.body(slot: slot, row: row, jobClass: jobClass, id: id),
      isFresh: isRepeated)
  }

  private mutating func askAboutBatch(_ slot: Int) {
    lists.begin(slot: slot)
    for place in 0..<dispatcher.batchCount(slot) {
      guard let row = dispatcher.batches.row(slot: slot, at: place) else { continue }
      unsafe lists.append(id: rows.idBytes(row), slot: slot)
    }
    let request = unsafe lists.finishBatch(slot: slot)
    unsafe transport.begin(slot, methods.list, path: request.path, body: request.body)
  }

  private mutating func askForPage(_ slot: Int) {
    if dispatcher.sweep.pages == 0 { position.restart(atMark: dispatcher.sweep.isShort) }
    let request = unsafe lists.page(
      slot: slot, offset: position.offset, page: position.page, cursor: position.cursor)
    unsafe transport.begin(slot, methods.list, path: request.path, body: request.body)
  }
}

/// The methods of a dialect's requests.
struct Methods: BitwiseCopyable {
  let push: Transport.Method
  let poll: Transport.Method
  let cancel: Transport.Method
  let list: Transport.Method

  init(_ dialect: Dialect) {
    push = Self.method(dialect.push)
    poll = Self.method(dialect.poll)
    cancel = Self.method(dialect.cancel ?? dialect.poll)
    list = Self.method(dialect.list?.request ?? dialect.poll)
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
}

@available(*, unavailable, message: "an engine belongs to one thread")
extension Engine: Sendable {}
