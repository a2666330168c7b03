// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

extension Dispatcher {
  /// The next poll that is due, if a slot is free; jobs past their timeout get their outcome on the way.
  mutating func nextPoll(at now: Nanoseconds) -> Action? {
    while let top = polls.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      let isTimedOut = unsafe now >= timeout(of: record)
      if !isTimedOut || follow.cancelsAtTimeout, !canPoll {
        tally.add(to: .slotsExhausted)
        return nil
      }
      polls.pop()
      if isTimedOut {
        unsafe retire(record, .timedOut, at: now)
        if follow.cancelsAtTimeout { return unsafe cancel(top.row, record, at: now) }
      } else {
        tally.record(now - top.deadline, in: .pollLag)
        unsafe record.pointee.polls &+= 1
        return .poll(slot: take(.poll, row: top.row, at: now), row: top.row)
      }
    }
    return nil
  }

  private mutating func cancel(
    _ row: Int, _ record: UnsafeMutablePointer<JobRecord>, at now: Nanoseconds
  ) -> Action {
    unsafe record.pointee.cancelSent = now
    tally.add(to: .cancelsSent)
    return .cancel(slot: take(.cancel, row: row, at: now), row: row)
  }

  /// A reply to a poll that was sent at `sent` and is complete at `now`.
  ///
  /// What it proves: a job that was not terminal in a reply to a poll sent at `sent` was not terminal
  /// at `sent`; a job that was terminal in a reply received at `now` was terminal at `now`.
  mutating func takeReply(_ row: Int, _ reply: PollReply, sent: Nanoseconds, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.consecutiveFailures = 0
    unsafe note(reply, in: record)
    let state = reply.state
    if state.isTerminal {
      if unsafe record.pointee.seenStarted == 0 { unsafe record.pointee.seenStarted = now }
      unsafe record.pointee.detected = now
      unsafe tally.record(now - record.pointee.intended, in: .endToEndSeen)
      unsafe countState(from: record.pointee.state, to: state)
      unsafe record.pointee.state = state
      unsafe retire(record, outcome(of: state), at: now)
      return
    }
    unsafe record.pointee.stillOpen = sent
    if state == .queued { unsafe record.pointee.stillQueued = sent }
    if state == .processing, unsafe record.pointee.seenStarted == 0 {
      unsafe record.pointee.seenStarted = now
    }
    if state == .queued, unsafe record.pointee.state == .processing {
      unsafe record.pointee.oddities.insert(.stateWentBack)
    }
    if state != .unknown {
      unsafe countState(from: record.pointee.state, to: state)
      unsafe record.pointee.state = state
    }
    let poll = unsafe Int(record.pointee.polls)
    let delay = follow.poll.delay(poll: poll, unit: unit(row, poll))
    unsafe wait(row, record, until: max(sent &+ delay, now))
  }

  /// The outcome of a job that was seen in the terminal state `state`.
  func outcome(of state: JobState) -> Outcome {
    state == .finished ? .finished : state == .error ? .error : .cancelled
  }

  /// Keeps the stamps of a reply and what was odd about it.
  private func note(_ reply: PollReply, in record: UnsafeMutablePointer<JobRecord>) {
    unsafe record.pointee.oddities.formUnion(reply.oddities)
    unsafe keep(reply.created, in: &record.pointee.createdStamp, of: record)
    unsafe keep(reply.started, in: &record.pointee.startedStamp, of: record)
    unsafe keep(reply.completed, in: &record.pointee.completedStamp, of: record)
  }

  private func keep(
    _ stamp: Nanoseconds, in kept: inout Nanoseconds, of record: UnsafeMutablePointer<JobRecord>
  ) {
    if stamp == 0 || stamp == kept { return }
    if kept != 0 { unsafe record.pointee.oddities.insert(.stampChanged) }
    kept = stamp
  }

  /// A failed poll never ends a job, with one exception: a job that the API acknowledged and twice in
  /// a row says it does not know, after the time a fresh id may take to become visible, is lost.
  mutating func failPoll(
    _ row: Int, _ failure: FailureKind, retryAfter: Nanoseconds, at now: Nanoseconds
  ) {
    let record = unsafe rows.record(row)
    let wasUnknown = unsafe record.pointee.failure == .notFound
    unsafe record.pointee.pollFailures &+= 1
    unsafe record.pointee.failure = failure
    let failures = unsafe min(Int(record.pointee.consecutiveFailures) + 1, 255)
    unsafe record.pointee.consecutiveFailures = UInt8(failures)
    if failure == .notFound, wasUnknown, failures > 1,
      unsafe now >= record.pointee.acknowledged &+ follow.grace
    {
      unsafe retire(record, .lost, at: now)
      return
    }
    tally.add(to: .pollRetries)
    if retryAfter > 0 { tally.add(to: .retryAfterHonoured) }
    let poll = unsafe Int(record.pointee.polls)
    let delay = follow.retry.wait(
      repetition: failures, unit: unit(row, poll), advised: retryAfter)
    unsafe wait(row, record, until: now &+ delay)
  }
}
