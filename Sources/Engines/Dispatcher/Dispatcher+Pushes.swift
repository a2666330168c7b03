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
    guard canPush else {
      tally.add(to: .slotsExhausted)
      return nil
    }
    nextArrival += arrivalStride
    openJobs += 1
    unsafe record.pointee.dispatched = max(now, 1)
    tally.add(to: .dispatched)
    return unsafe push(row, record, at: now)
  }

  mutating func push(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, at now: Nanoseconds
  ) -> Action {
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
    let delay = follow.poll.delay(poll: 0, unit: unit(row, 0))
    unsafe wait(row, record, until: now &+ delay)
  }

  /// A status that is no success: worth another attempt, or the end of the job.
  mutating func refuse(_ row: Int, status: Int, retryAfter: Nanoseconds, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.pushStatus = UInt16(clamping: status)
    if status == 401 || status == 403 { tally.add(to: .unauthorized) }
    switch RetryRule.verdict(status: status) {
    case .rejected:
      unsafe record.pointee.failure = .refused
      unsafe retire(record, .rejected, at: now)
    case .replyLost:
      unsafe record.pointee.failure = .replyLost
      unsafe retire(record, .failedToPush, at: now)
    case .retry:
      unsafe record.pointee.failure = status == 429 ? .throttled : .serverError
      unsafe retryPush(row, record, giveUp: .rejected, retryAfter: retryAfter, at: now)
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
      unsafe retire(record, .failedToPush, at: now)
    } else {
      unsafe record.pointee.failure = failure
      unsafe retryPush(row, record, giveUp: .failedToPush, retryAfter: 0, at: now)
    }
  }

  private mutating func retryPush(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, giveUp outcome: Outcome,
    retryAfter: Nanoseconds, at now: Nanoseconds
  ) {
    let attempts = unsafe Int(record.pointee.pushAttempts)
    if isClosed || attempts >= follow.retry.pushAttempts {
      unsafe retire(record, outcome, at: now)
      return
    }
    tally.add(to: .pushRetries)
    if retryAfter > 0 { tally.add(to: .retryAfterHonoured) }
    let delay = follow.retry.wait(
      repetition: attempts, unit: unit(row, attempts), advised: retryAfter)
    unsafe wait(row, record, until: now &+ delay)
  }

  /// The next push that waited for another attempt, if it is due and a slot is free; those whose time
  /// is over get their outcome on the way.
  mutating func nextRepeat(at now: Nanoseconds) -> Action? {
    while let top = repeats.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      if unsafe isClosed || now >= timeout(of: record) {
        repeats.pop()
        unsafe giveUp(record, at: now)
      } else if canPush {
        repeats.pop()
        return unsafe push(top.row, record, at: now)
      } else {
        tally.add(to: .slotsExhausted)
        return nil
      }
    }
    return nil
  }

  /// Ends a job whose last attempt was surely not accepted.
  mutating func giveUp(_ record: UnsafeMutablePointer<JobRecord>, at now: Nanoseconds) {
    let wasAnswered = unsafe record.pointee.pushStatus != 0
    unsafe retire(record, wasAnswered ? .rejected : .failedToPush, at: now)
  }
}
