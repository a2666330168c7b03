// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Statistics
internal import Synchronization
internal import Workloads

/// Decides what an engine does next, and takes in what came of it.
///
/// Arrivals, polls, retries, deadlines. Never sees a clock, a socket or libcurl; time is an argument.
///
/// Every dispatched job without an outcome is in exactly one of two places: in a transfer slot, or
/// in one of the two heaps of deadlines. Pushes and polls have a heap each, so that the one kind that
/// finds no free slot never holds up the other.
@safe
struct Dispatcher: ~Copyable {
  /// What to do now; the request of `row` goes out through `slot`.
  enum Action: Equatable {
    case push(slot: Int, row: Int)
    case poll(slot: Int, row: Int)
    case cancel(slot: Int, row: Int)
  }

  /// What came of the request in a slot.
  enum Event {
    /// The push was accepted and its id of `idLength` bytes is in the row's id space.
    case accepted(idLength: Int, status: Int)
    /// The push was answered with a status that is no success.
    case refused(status: Int, retryAfter: Nanoseconds)
    /// The push got no usable answer.
    case pushFailed(FailureKind, wasSent: Bool, status: Int)
    /// The poll was answered.
    case polled(PollReply)
    /// The poll failed.
    case pollFailed(FailureKind, retryAfter: Nanoseconds)
    /// The cancel request has ended.
    case cancelEnded(isAccepted: Bool)
  }

  /// What a busy slot is busy with.
  struct SlotUse: BitwiseCopyable {
    var row = 0
    var sent: Nanoseconds = 0
    var kind = RequestKind.push
  }

  let rows: JobRows
  let tally: EngineTally
  let follow: FollowPlan
  private let pollSlack: Nanoseconds
  private let uses: UnsafeMutableBufferPointer<SlotUse>
  private let freeSlots: UnsafeMutablePointer<Int>
  private var freeCount: Int
  /// Slots under way by kind of request.
  private var busy = (push: 0, other: 0)
  /// The most slots that pushes, or polls, may take, so that neither starves the other.
  private let share: Int
  /// Pushes that wait for another attempt.
  var repeats: DeadlineHeap
  /// Jobs that wait for their next poll.
  var polls: DeadlineHeap
  /// When this dispatcher took over the jobs of an ended process; 0 for a run of its own.
  var adopted: Nanoseconds = 0
  /// The row of the next arrival, and how far it is to the one after.
  var nextArrival: Int
  let arrivalStride: Int
  /// Jobs that are dispatched and have no outcome.
  var openJobs = 0
  private(set) var isClosed = false

  init(
    rows: JobRows, tally: EngineTally, follow: FollowPlan, index: Int, engineCount: Int,
    slotCount: Int
  ) {
    self.rows = rows
    self.tally = tally
    self.follow = follow
    pollSlack = follow.pollSlack
    unsafe uses = .allocate(capacity: slotCount)
    unsafe uses.initialize(repeating: SlotUse())
    unsafe freeSlots = .allocate(capacity: slotCount)
    for slot in 0..<slotCount { unsafe freeSlots[slot] = slotCount - 1 - slot }
    freeCount = slotCount
    share = slotCount < 4 ? slotCount : slotCount - slotCount / 4
    let ownRows = (rows.count - index + engineCount - 1) / engineCount
    repeats = DeadlineHeap(capacity: ownRows)
    polls = DeadlineHeap(capacity: ownRows)
    nextArrival = index
    arrivalStride = engineCount
  }

  deinit {
    unsafe uses.deallocate()
    unsafe freeSlots.deallocate()
  }

  /// Whether anything is left to do.
  var hasWork: Bool { hasArrivals || openJobs > 0 || busy.push + busy.other > 0 }

  /// Whether arrivals are still to be dispatched.
  var hasArrivals: Bool { !isClosed && nextArrival < rows.count }

  var canPush: Bool { freeCount > 0 && busy.push < share }
  var canPoll: Bool { freeCount > 0 && busy.other < share }

  /// What to do at `now`, or nil when there is nothing to do until ``nextDeadline``.
  mutating func next(at now: Nanoseconds) -> Action? {
    nextArrival(at: now) ?? nextRepeat(at: now) ?? nextPoll(at: now)
  }

  /// Until when there is nothing that must be done, unless a completion comes first: the next
  /// arrival to the nanosecond, the next poll with the slack that lets several share a wake-up.
  var nextDeadline: Nanoseconds {
    var deadline = Nanoseconds.max
    if hasArrivals, canPush { deadline = unsafe rows.record(nextArrival).pointee.intended }
    if let top = repeats.top, canPush { deadline = min(deadline, top.deadline) }
    if let top = polls.top, canPoll { deadline = min(deadline, top.deadline &+ pollSlack) }
    return deadline
  }

  /// Takes in what came of the request in `slot`, which is free afterwards.
  mutating func handle(_ event: Event, slot: Int, at now: Nanoseconds) {
    let use = unsafe uses[slot]
    release(slot, use.kind)
    switch event {
    case .accepted(let idLength, let status):
      accept(use.row, idLength: idLength, status: status, at: now)
    case .refused(let status, let retryAfter):
      refuse(use.row, status: status, retryAfter: retryAfter, at: now)
    case .pushFailed(let failure, let wasSent, let status):
      failPush(use.row, failure, wasSent: wasSent, status: status, at: now)
    case .polled(let reply):
      tally.record(now - use.sent, in: .poll)
      takeReply(use.row, reply, sent: use.sent, at: now)
    case .pollFailed(let failure, let retryAfter):
      failPoll(use.row, failure, retryAfter: retryAfter, at: now)
    case .cancelEnded(let isAccepted):
      if !isAccepted { tally.add(to: .cancelRefused) }
    }
  }

  /// Lets no more arrivals in, and gives up pushes that wait for another attempt.
  mutating func close() {
    if isClosed { return }
    isClosed = true
    repeats.expire()
  }

  // MARK: Slots

  mutating func take(_ kind: RequestKind, row: Int, at now: Nanoseconds) -> Int {
    freeCount -= 1
    let slot = unsafe freeSlots[freeCount]
    unsafe uses[slot] = SlotUse(row: row, sent: now, kind: kind)
    if kind == .push { busy.push += 1 } else { busy.other += 1 }
    tally.countRequest(kind)
    return slot
  }

  private mutating func release(_ slot: Int, _ kind: RequestKind) {
    unsafe freeSlots[freeCount] = slot
    freeCount += 1
    if kind == .push { busy.push -= 1 } else { busy.other -= 1 }
  }

  /// The row and the kind of the request in `slot`.
  func use(of slot: Int) -> SlotUse { unsafe uses[slot] }

  // MARK: The end of a job

  /// Gives a job its outcome, written last: a row with an outcome is a complete row.
  mutating func retire(
    _ record: UnsafeMutablePointer<JobRecord>, _ outcome: Outcome, at now: Nanoseconds
  ) {
    unsafe countState(from: record.pointee.state, to: .unknown)
    unsafe record.pointee.retired = now
    atomicMemoryFence(ordering: .releasing)
    unsafe record.pointee.outcome = outcome
    openJobs -= 1
    tally.add(to: .retired)
  }

  /// Keeps the live counts of queued and processing jobs.
  func countState(from old: JobState, to new: JobState) {
    if old == new { return }
    if old == .queued { tally.add(-1, to: .queued) }
    if old == .processing { tally.add(-1, to: .processing) }
    if new == .queued { tally.add(to: .queued) }
    if new == .processing { tally.add(to: .processing) }
  }

  /// A random number in [0, 1) that depends on the row and on how often it was asked about alone.
  func unit(_ row: Int, _ index: Int) -> Double {
    SplitMix.unit(seed: follow.seed &+ UInt64(row) &* 0xD134_2543_DE82_EF95, index: UInt64(index))
  }

  /// When a job stops being followed: not before it was asked about once, where its timeout passed
  /// while no process looked.
  func timeout(of record: UnsafeMutablePointer<JobRecord>) -> Nanoseconds {
    if adopted > 0, unsafe record.pointee.stillOpen < adopted,
      unsafe record.pointee.consecutiveFailures == 0
    {
      return .max
    }
    return unsafe record.pointee.intended.addingReportingOverflow(follow.timeout).partialValue
  }

  /// Lets the job wait for its next request until `deadline`, or its timeout if that comes first.
  mutating func wait(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, until deadline: Nanoseconds
  ) {
    let entry = unsafe DeadlineHeap.Entry(deadline: min(deadline, timeout(of: record)), row: row)
    if unsafe record.pointee.acknowledged == 0 { repeats.push(entry) } else { polls.push(entry) }
  }
}

@available(*, unavailable, message: "a dispatcher belongs to one thread")
extension Dispatcher: Sendable {}
