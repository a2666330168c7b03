// Hot path: see Documentation.docc/HotPath.md
internal import Synchronization
internal import Workloads

extension Dispatcher {
  /// The push of the next arrival, if it is due and a slot is free.
  ///
  /// An arrival is never dropped: without a free slot it waits, and its dispatch delay grows.
  mutating func nextArrival(at now: Nanoseconds) -> Action? {
    guard hasArrivals else { return nil }
    let row = nextArrival
    let record = unsafe rows.record(row)
    guard unsafe record.pointee.intended <= now else { return nil }
    guard canPush else { return exhausted() }
    nextArrival = closed.openRow(from: nextArrival + arrivalStride, stride: arrivalStride)
    return dispatch(row, at: now)
  }

  /// The first push of the arrival at `row`.
  private mutating func dispatch(_ row: Int, at now: Nanoseconds) -> Action {
    openJobs += 1
    unsafe rows.record(row).pointee.dispatched = max(now, 1)
    tally.add(to: .dispatched)
    return push(row, at: now)
  }

  private mutating func push(_ row: Int, at now: Nanoseconds) -> Action {
    let record = unsafe rows.record(row)
    unsafe record.pointee.pushAttempts &+= 1
    // Nothing is known about this attempt yet; a process that takes over reads it so.
    unsafe record.pointee.pushStatus = 0
    unsafe record.pointee.failure = .none
    return .push(slot: take(.push, row: row, at: now), row: row)
  }

  /// The job has an id from here on: the id's bytes and its length are written before the instant
  /// that makes them count.
  mutating func accept(_ row: Int, idLength: Int, status: Int, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.idLength = UInt16(idLength)
    unsafe record.pointee.pushStatus = UInt16(clamping: status)
    unsafe record.pointee.failure = .none
    unsafe record.pointee.consecutiveFailures = 0
    atomicMemoryFence(ordering: .releasing)
    unsafe record.pointee.acknowledged = now
    tally.add(to: .acknowledged)
    beginFollowing(row, at: now)
    chooseCancellation(row, at: now)
  }

  /// A status that is no success: worth another attempt, or the end of the job.
  mutating func refuse(_ row: Int, status: Int, retryAfter: Nanoseconds, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.pushStatus = UInt16(clamping: status)
    if status == 401 || status == 403 { tally.add(to: .unauthorized) }
    switch RetryRule.verdict(status: status) {
    case .rejected:
      unsafe record.pointee.failure = .refused
      retire(row, .rejected, at: now)
    case .replyLost:
      unsafe record.pointee.failure = .replyLost
      retire(row, .failedToPush, at: now)
    case .retry:
      unsafe record.pointee.failure = status == 429 ? .throttled : .serverError
      retryPush(row, giveUp: .rejected, retryAfter: retryAfter, at: now)
    }
  }

  /// No usable answer.
  ///
  /// A push that may have arrived is not repeated: the API would run it twice.
  mutating func failPush(
    _ row: Int, _ failure: FailureKind, wasSent: Bool, status: Int, at now: Nanoseconds
  ) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.pushStatus = UInt16(clamping: status)
    if wasSent {
      let isBroken = failure == .reset || failure == .timeout || failure == .transfer
      unsafe record.pointee.failure = isBroken ? .replyLost : failure
      retire(row, .failedToPush, at: now)
    } else {
      unsafe record.pointee.failure = failure
      retryPush(row, giveUp: .failedToPush, retryAfter: 0, at: now)
    }
  }

  private mutating func retryPush(
    _ row: Int, giveUp outcome: Outcome, retryAfter: Nanoseconds, at now: Nanoseconds
  ) {
    let attempts = unsafe Int(rows.record(row).pointee.pushAttempts)
    if isClosed || attempts >= follow.retry.pushAttempts {
      retire(row, outcome, at: now)
      return
    }
    tally.add(to: .pushRetries)
    if retryAfter > 0 { tally.add(to: .retryAfterHonoured) }
    let delay = follow.retry.wait(
      repetition: attempts, unit: unit(row, attempts), advised: retryAfter)
    wait(row, until: now &+ delay)
  }

  /// The next push that waited for another attempt, or for a member of a closed phase to think, if it
  /// is due and a slot is free; those whose time is over get their outcome on the way.
  mutating func nextRepeat(at now: Nanoseconds) -> Action? {
    while let top = repeats.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      let isFirst = unsafe record.pointee.dispatched == 0
      if isFirst, isClosed {
        // The arrival stays unsent.
        repeats.pop()
        thinkingMembers -= 1
        tally.set(.closedCut, to: 1)
      } else if !isFirst, unsafe isClosed || now >= timeout(of: record) {
        repeats.pop()
        giveUp(top.row, at: now)
      } else if canPush {
        repeats.pop()
        guard isFirst else { return push(top.row, at: now) }
        thinkingMembers -= 1
        tally.add(to: .closedArrivals)
        return dispatch(top.row, at: now)
      } else {
        return exhausted()
      }
    }
    return nil
  }

  /// Ends a job whose last attempt was surely not accepted.
  mutating func giveUp(_ row: Int, at now: Nanoseconds) {
    let wasAnswered = unsafe rows.record(row).pointee.pushStatus != 0
    retire(row, wasAnswered ? .rejected : .failedToPush, at: now)
  }
}
