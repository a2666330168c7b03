// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Statistics
internal import Synchronization
internal import Workloads

/// Decides what an engine does next, and takes in what came of it.
///
/// Arrivals, polls, retries, deadlines. Never sees a clock, a socket or libcurl; time is an argument.
///
/// Every dispatched job without an outcome is in a transfer slot or in one of the two heaps of
/// deadlines, or, where a list is read page by page or webhooks are awaited, in both. Pushes and polls
/// have a heap each, so that the one kind that finds no free slot never holds up the other. What is due
/// for a job besides, its cancellation or a question out of turn, has heaps of its own.
@safe
struct Dispatcher: ~Copyable {
  /// What to do now; the request of `row` goes out through `slot`.
  enum Action: Equatable {
    case push(slot: Int, row: Int)
    case poll(slot: Int, row: Int)
    case cancel(slot: Int, row: Int)
    /// A long poll that may take until the instant `limit`.
    case longPoll(slot: Int, row: Int, limit: Nanoseconds)
    /// A request about the jobs of the slot's ``Dispatcher/batch(of:)``.
    case batch(slot: Int)
    /// A request for the next page of a list.
    case page(slot: Int)
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
    /// The long poll ended without news: the job was not terminal when it was sent.
    case longPollEmpty
    /// The API has no long poll for this job.
    case longPollRefused
    /// The request about many jobs failed.
    case listFailed(FailureKind, retryAfter: Nanoseconds)
    /// Every job in the reply to a request about many has been taken in; for a page, how many there
    /// were, and whether there is a further one.
    case listEnded(jobs: Int, hasNext: Bool)
    /// The cancel request has ended.
    case cancelEnded(isAccepted: Bool)
  }

  /// What a busy slot is busy with.
  struct SlotUse: BitwiseCopyable {
    var row = 0
    var sent: Nanoseconds = 0
    var kind = RequestKind.push
    var occasion = Occasion.regular
    var repetition: UInt8 = 0
    /// Number of jobs of a batch, and the place in it of the one that was found last.
    var count = 0
    var lastPlace = -1
  }

  let rows: JobRows
  let tally: EngineTally
  let follow: FollowPlan
  let uses: UnsafeMutableBufferPointer<SlotUse>
  private let freeSlots: UnsafeMutablePointer<Int>
  private var freeCount: Int
  /// Slots under way by kind of request; long polls are among the others.
  private(set) var busy = (push: 0, other: 0, longPoll: 0)
  /// The most slots that pushes, or all others, may take, so that neither starves the other.
  private let share: Int
  /// The most slots that long polls may take, so that other status requests find one.
  private let longPollShare: Int
  /// Pushes that wait for another attempt, and members of closed phases that think.
  var repeats: DeadlineHeap
  /// Jobs that wait for their next regular status request.
  var polls: DeadlineHeap
  /// Jobs that are to be cancelled.
  var cancels: DeadlineHeap
  /// Jobs that are to be asked about out of turn.
  var questions: DeadlineHeap
  /// What status requests may be sent.
  var budget: PollBudget
  /// When jobs are asked about, by the poll policy.
  var pacing: Pacing
  /// Which jobs each slot's batch asks about; without memory in other modes.
  let batches: Batches
  /// The reading of a list page by page; without use in other modes.
  var sweep = Sweep()
  /// The rows of all acknowledged jobs by id; without memory in other modes.
  var ids: IDTable
  /// The closed phases of the schedule.
  var closed: ClosedPhases
  /// When this dispatcher took over the jobs of an ended process; 0 for a run of its own.
  var adopted: Nanoseconds = 0
  /// The row of the next arrival, and how far it is to the one after.
  var nextArrival: Int
  let arrivalStride: Int
  /// Jobs that are dispatched and have no outcome.
  var openJobs = 0
  /// Those among them that have an id.
  var followedJobs = 0
  /// Members of closed phases whose next push is not due yet.
  var thinkingMembers = 0
  /// Second looks that are not taken yet.
  var openRechecks = 0
  private(set) var isClosed = false

  init(
    rows: JobRows, tally: EngineTally, follow: FollowPlan, index: Int, engineCount: Int,
    slotCount: Int, classCount: Int = 1, closedPhases: [ClosedPhase] = []
  ) {
    self.rows = rows
    self.tally = tally
    self.follow = follow
    unsafe uses = .allocate(capacity: slotCount)
    unsafe uses.initialize(repeating: SlotUse())
    unsafe freeSlots = .allocate(capacity: slotCount)
    for slot in 0..<slotCount { unsafe freeSlots[slot] = slotCount - 1 - slot }
    freeCount = slotCount
    share = slotCount < 4 ? slotCount : slotCount - slotCount / 4
    longPollShare = slotCount * 2 / 3
    let ownRows = (rows.count - index + engineCount - 1) / engineCount
    repeats = DeadlineHeap(capacity: ownRows)
    polls = DeadlineHeap(capacity: ownRows)
    cancels = DeadlineHeap(capacity: follow.cancel == nil ? 0 : ownRows)
    // A job has at most one confirmation and one second look.
    questions = DeadlineHeap(capacity: follow.hasQuestions ? 2 * ownRows : 0)
    budget = PollBudget(
      perSecond: follow.pollsPerSecond, index: index, engineCount: engineCount)
    pacing = Pacing(
      follow, tally: tally, rowCount: rows.count, stride: engineCount, classCount: classCount)
    batches = Batches(slots: slotCount, most: follow.batchSize)
    ids = IDTable(capacity: follow.readsPages ? ownRows : 0)
    closed = ClosedPhases(closedPhases, index: index, engineCount: engineCount)
    nextArrival = index
    arrivalStride = engineCount
    nextArrival = closed.openRow(from: nextArrival, stride: engineCount)
    admitPopulations(index: index)
  }

  deinit {
    unsafe uses.deallocate()
    unsafe freeSlots.deallocate()
  }

  /// Whether anything is left to do.
  var hasWork: Bool {
    hasArrivals || openJobs > 0 || busy.push + busy.other > 0 || thinkingMembers > 0
      || openRechecks > 0
  }

  /// Whether arrivals are still to be dispatched.
  var hasArrivals: Bool { !isClosed && nextArrival < rows.count }

  var canPush: Bool { freeCount > 0 && busy.push < share }
  var canPoll: Bool { freeCount > 0 && busy.other < share }
  var canLongPoll: Bool { busy.longPoll < longPollShare }

  /// What to do at `now`, or nil when there is nothing to do until ``nextDeadline``.
  mutating func next(at now: Nanoseconds) -> Action? {
    nextArrival(at: now) ?? nextRepeat(at: now) ?? nextCancel(at: now) ?? nextQuestion(at: now)
      ?? nextPage(at: now) ?? nextPoll(at: now)
  }

  /// Until when there is nothing that must be done, unless a completion comes first: the next
  /// arrival to the nanosecond, the next poll with the slack that lets several share a wake-up.
  var nextDeadline: Nanoseconds {
    var deadline = Nanoseconds.max
    if hasArrivals, canPush { deadline = unsafe rows.record(nextArrival).pointee.intended }
    if let top = repeats.top, canPush { deadline = min(deadline, top.deadline) }
    guard canPoll else { return deadline }
    if let top = cancels.top { deadline = min(deadline, top.deadline) }
    if let top = questions.top { deadline = min(deadline, max(top.deadline, budget.next)) }
    if let due = pageDue { deadline = min(deadline, due) }
    if let top = polls.top {
      let due = max(top.deadline &+ pollSlack, budget.next)
      deadline = unsafe min(deadline, due, timeout(of: rows.record(top.row)))
    }
    return deadline
  }

  /// How late a status request may be sent by choice.
  var pollSlack: Nanoseconds { follow.isBatched ? pacing.batchSlack : follow.pollSlack }

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
      // What a long poll takes is up to the job.
      if use.kind == .poll {
        tally.record(now - use.sent, in: .poll)
        unsafe pacing.noteRoundTrip(rows.record(use.row), now - use.sent)
      }
      takePolled(use, reply, at: now)
    case .pollFailed(let failure, let retryAfter):
      takeFailed(use, failure, retryAfter: retryAfter, at: now)
    case .longPollEmpty:
      takeEmpty(use, at: now)
    case .longPollRefused:
      refuseLongPoll(use.row, at: now)
    case .listFailed(let failure, let retryAfter):
      failList(slot, use, failure, retryAfter: retryAfter, at: now)
    case .listEnded(let jobs, let hasNext):
      tally.record(now - use.sent, in: .poll)
      endList(slot, use, jobs: jobs, hasNext: hasNext, at: now)
    case .cancelEnded(let isAccepted):
      endCancel(use.row, isAccepted: isAccepted, at: now)
    }
  }

  /// Lets no more arrivals in, gives up pushes that wait for another attempt, and looks at no ended job
  /// again.
  mutating func close() {
    if isClosed { return }
    isClosed = true
    openRechecks = 0
    repeats.expire()
  }

  // MARK: Slots

  mutating func take(
    _ kind: RequestKind, row: Int, at now: Nanoseconds, occasion: Occasion = .regular,
    repetition: UInt8 = 0
  ) -> Int {
    freeCount -= 1
    let slot = unsafe freeSlots[freeCount]
    unsafe uses[slot] = SlotUse(
      row: row, sent: now, kind: kind, occasion: occasion, repetition: repetition)
    if kind == .push { busy.push += 1 } else { busy.other += 1 }
    if kind == .longPoll { busy.longPoll += 1 }
    tally.countRequest(kind)
    return slot
  }

  private mutating func release(_ slot: Int, _ kind: RequestKind) {
    unsafe freeSlots[freeCount] = slot
    freeCount += 1
    if kind == .push { busy.push -= 1 } else { busy.other -= 1 }
    if kind == .longPoll { busy.longPoll -= 1 }
  }

  /// Counts that something was due and found no free slot.
  func exhausted() -> Action? {
    tally.add(to: .slotsExhausted)
    return nil
  }

  /// The row and the kind of the request in `slot`.
  func use(of slot: Int) -> SlotUse { unsafe uses[slot] }

  // MARK: The end of a job

  /// Gives a job its outcome, written last: a row with an outcome is a complete row.
  mutating func retire(_ row: Int, _ outcome: Outcome, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    unsafe countState(from: record.pointee.state, to: .unknown)
    unsafe record.pointee.retired = now
    atomicMemoryFence(ordering: .releasing)
    unsafe record.pointee.outcome = outcome
    openJobs -= 1
    if unsafe record.pointee.acknowledged != 0 {
      followedJobs -= 1
      unsafe pacing.leave(row, record)
      if follow.readsPages { unsafe leaveSweep(record) }
    }
    if unsafe record.pointee.traits.contains(.toCancel), unsafe record.pointee.cancelSent == 0 {
      tally.add(to: .cancelsMissed)
    }
    tally.add(to: .retired)
    admitNext(after: row, at: now)
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
    SplitMix.unit(
      seed: follow.seed &+ UInt64(row) &* 0xD134_2543_DE82_EF95,
      index: UInt64(truncatingIfNeeded: index))
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
  mutating func wait(_ row: Int, until deadline: Nanoseconds) {
    let record = unsafe rows.record(row)
    let entry = unsafe DeadlineHeap.Entry(deadline: min(deadline, timeout(of: record)), row: row)
    if unsafe record.pointee.acknowledged == 0 { repeats.push(entry) } else { polls.push(entry) }
  }
}

@available(*, unavailable, message: "a dispatcher belongs to one thread")
extension Dispatcher: Sendable {}
