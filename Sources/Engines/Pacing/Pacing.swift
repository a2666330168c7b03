// Hot path: see Documentation.docc/HotPath.md
internal import Glibc
internal import Workloads

/// When each job of an engine is asked about next: what the poll policy makes of what was seen.
///
/// For a learned policy there is a ``Learner`` for each job class and a ``Seat`` for each row of the engine;
/// engines share nothing. For the others the wait depends on the poll's number and a random number alone.
@safe
struct Pacing: ~Copyable {
  /// Within which time the first request about a job that is taken over from an ended process is sent,
  /// in nanoseconds: nobody knows how long nobody looked.
  private static let takeOver: Nanoseconds = 250_000_000
  /// What a learned policy waits where no job's end is waited for, in nanoseconds.
  private static let plainPause: Nanoseconds = 250_000_000
  /// The most that requests about many jobs wait for each other under a learned policy: this long, in
  /// nanoseconds, or this share of the median life.
  private static let longestSlack = 0.05
  private static let slackShare = 0.02

  private let policy: PollPolicy
  private let tally: EngineTally
  private let learners: UnsafeMutablePointer<Learner>
  private let classCount: Int
  private let seats: UnsafeMutablePointer<Seat>
  private let seatCount: Int
  private let stride: Int
  /// How late a status request about many jobs may be sent by choice, in nanoseconds.
  private(set) var batchSlack: Nanoseconds

  /// The pacing of an engine that has every `stride`-th of `rowCount` rows.
  init(_ follow: FollowPlan, tally: EngineTally, rowCount: Int, stride: Int, classCount: Int) {
    policy = follow.poll
    self.tally = tally
    self.stride = stride
    batchSlack = follow.pollSlack
    guard case .learned(let requestsPerJob) = follow.poll else {
      self.classCount = 0
      seatCount = 0
      unsafe learners = .allocate(capacity: 1)
      unsafe seats = .allocate(capacity: 1)
      return
    }
    self.classCount = max(classCount, 1)
    seatCount = (rowCount + stride - 1) / stride
    unsafe learners = .allocate(capacity: self.classCount)
    for index in 0..<self.classCount {
      unsafe (learners + index).initialize(to: Learner(requestsPerJob: requestsPerJob))
    }
    unsafe seats = .allocate(capacity: max(seatCount, 1))
    unsafe seats.initialize(repeating: Seat(), count: seatCount)
  }

  deinit {
    unsafe learners.deinitialize(count: classCount)
    unsafe learners.deallocate()
    unsafe seats.deallocate()
  }

  // MARK: Instants

  /// When a job that has just got its id, or was just taken over, is asked about first.
  ///
  /// `unit` is a random number in [0, 1) of this job: the phase.
  mutating func first(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, unit: Double, isTakenOver: Bool,
    at now: Nanoseconds
  ) -> Nanoseconds {
    let due: Nanoseconds
    switch policy {
    case .fixed(let every): due = now &+ Nanoseconds(Double(every) * unit)
    case .backoff: due = now &+ regularPause(0, unit)
    case .learned where isTakenOver: due = now &+ Nanoseconds(Double(Self.takeOver) * unit)
    case .learned: return unsafe place(row, record, after: now, phase: unit, at: now)
    }
    tally.record(due &- now, in: .pollGap)
    return due
  }

  /// When a job that was still open in the reply at `now` to a request sent at `sent` is asked about
  /// again.
  ///
  /// `poll` is the number of requests before and `unit` a random number of this job and that number.
  mutating func next(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, poll: Int, unit: Double,
    sent: Nanoseconds, at now: Nanoseconds
  ) -> Nanoseconds {
    if case .learned = policy {
      return unsafe place(row, record, after: sent, phase: unit, at: now)
    }
    let pause = regularPause(poll, unit)
    tally.record(pause, in: .pollGap)
    return max(sent &+ pause, now)
  }

  /// A wait that is not for a job's end, for a second look: that of an early poll.
  func pause(unit: Double) -> Nanoseconds {
    policy.isLearned ? Nanoseconds(Double(Self.plainPause) * (1 - unit / 4)) : regularPause(1, unit)
  }

  /// How long a request that waits for a job's end must have waited to be sent again at once.
  var longPollPatience: Nanoseconds { policy.isLearned ? Self.plainPause : policy.shortestDelay }

  /// The wait before poll `poll` of a policy that does not learn.
  private func regularPause(_ poll: Int, _ unit: Double) -> Nanoseconds {
    switch policy {
    case .fixed(let every): return every
    case .backoff(let first, let factor, let cap):
      let full = min(Double(first) * pow(factor, Double(min(poll, 1_000))), Double(cap))
      return Nanoseconds(full * (1 - unit / 4))
    case .learned: return Self.plainPause
    }
  }

  private mutating func place(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, after sent: Nanoseconds, phase: Double,
    at now: Nanoseconds
  ) -> Nanoseconds {
    let (seat, learner) = unsafe (seat(row), learner(record))
    let (due, isByWavefront) = unsafe learner.pointee.place(
      &seat.pointee, record.pointee, after: sent, phase: phase, at: now)
    tally.add(to: .pollsPlaced)
    if isByWavefront { tally.add(to: .pollsByWavefront) }
    tally.record(due &- sent, in: .pollGap)
    return due
  }

  // MARK: What was seen

  /// A job has got its id, or was taken over.
  mutating func enter(_ row: Int, _ record: UnsafeMutablePointer<JobRecord>) {
    guard classCount > 0 else { return }
    let (seat, learner) = unsafe (seat(row), learner(record))
    unsafe learner.pointee.enter(&seat.pointee, record.pointee)
  }

  /// A reply has told something about an open job, which is in its record by now.
  mutating func noteOpen(_ row: Int, _ record: UnsafeMutablePointer<JobRecord>) {
    guard classCount > 0 else { return }
    let (seat, learner) = unsafe (seat(row), learner(record))
    unsafe learner.pointee.noteOpen(&seat.pointee, record.pointee)
    unsafe refit(learner)
  }

  /// A job was seen to end, as its record says by now.
  mutating func close(_ row: Int, _ record: UnsafeMutablePointer<JobRecord>) {
    guard classCount > 0 else { return }
    let (seat, learner) = unsafe (seat(row), learner(record))
    unsafe learner.pointee.close(&seat.pointee, record.pointee)
    unsafe refit(learner)
  }

  /// A job is followed no more.
  mutating func leave(_ row: Int, _ record: UnsafeMutablePointer<JobRecord>) {
    guard classCount > 0 else { return }
    let (seat, learner) = unsafe (seat(row), learner(record))
    unsafe learner.pointee.leave(&seat.pointee)
  }

  /// A status request about one job took `time` nanoseconds.
  mutating func noteRoundTrip(_ record: UnsafeMutablePointer<JobRecord>, _ time: Nanoseconds) {
    guard classCount > 0 else { return }
    unsafe learner(record).pointee.noteRoundTrip(time)
  }

  private mutating func refit(_ learner: UnsafeMutablePointer<Learner>) {
    guard unsafe learner.pointee.refitIfDue() else { return }
    tally.add(to: .refits)
    var median = unsafe learners[0].medianLife
    for index in 1..<max(classCount, 1) {
      unsafe median = min(median, learners[index].medianLife)
    }
    batchSlack = Nanoseconds(1e9 * min(Self.longestSlack, Self.slackShare * median))
  }

  private func seat(_ row: Int) -> UnsafeMutablePointer<Seat> {
    precondition(row >= 0 && row / stride < seatCount, "row out of range")
    return unsafe seats + row / stride
  }

  private func learner(_ record: UnsafeMutablePointer<JobRecord>) -> UnsafeMutablePointer<Learner> {
    unsafe learners + min(Int(record.pointee.jobClass), classCount - 1)
  }
}

@available(*, unavailable, message: "a pacing belongs to one thread")
extension Pacing: Sendable {}
