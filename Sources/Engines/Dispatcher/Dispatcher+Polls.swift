// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

extension Dispatcher {
  /// How long a webhook's job is left alone beyond its turn and its timeout while its confirmation is
  /// under way, in nanoseconds.
  private static let confirmationTime: Nanoseconds = 1_000_000_000

  /// The next status request that is due, if a slot is free and the poll budget has room; jobs past their
  /// timeout get their outcome on the way.
  mutating func nextPoll(at now: Nanoseconds) -> Action? {
    while let top = polls.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      if unsafe record.pointee.outcome != .none {
        // Something else than its poll has ended the job meanwhile.
        polls.pop()
      } else if unsafe record.pointee.traits.contains(.hooked) {
        polls.pop()
        polls.push(
          DeadlineHeap.Entry(deadline: now &+ Self.confirmationTime, row: top.row))
      } else if unsafe now >= timeout(of: record) {
        let cancels = unsafe follow.cancelsAtTimeout && record.pointee.cancelSent == 0
        if cancels, !canPoll { return exhausted() }
        polls.pop()
        retire(top.row, .timedOut, at: now)
        if cancels { return cancel(top.row, at: now) }
      } else if follow.readsPages, unsafe record.pointee.due > top.deadline {
        // A list had it.
        polls.pop()
        unsafe wait(top.row, until: record.pointee.due)
      } else {
        return ask(top, at: now)
      }
    }
    return nil
  }

  /// The status request of the top of the heap, or nil while it has to wait.
  private mutating func ask(_ entry: DeadlineHeap.Entry, at now: Nanoseconds) -> Action? {
    let record = unsafe rows.record(entry.row)
    let isBatched = unsafe follow.isBatched && !record.pointee.traits.contains(.unlisted)
    // Those that are due a little later share the request.
    let wished = entry.deadline &+ (isBatched ? pollSlack : 0)
    guard wished <= now, budget.next <= now else { return nil }
    guard canPoll else { return exhausted() }
    polls.pop()
    tally.record(now - max(wished, budget.next), in: .pollLag)
    spend(wished: wished, at: now)
    if isBatched { return gatherBatch(entry.row, at: now) }
    unsafe record.pointee.polls &+= 1
    if follow.readsPages { tally.add(to: .listMisses) }
    if unsafe mayLongPoll(record) {
      let slot = take(.longPoll, row: entry.row, at: now)
      return unsafe .longPoll(slot: slot, row: entry.row, limit: timeout(of: record))
    }
    return .poll(slot: take(.poll, row: entry.row, at: now), row: entry.row)
  }

  /// Whether the next status request about a job may wait for its end.
  ///
  /// After a resumption the first one does not, because it has to tell at once whether a job is past its
  /// timeout.
  private func mayLongPoll(_ record: UnsafeMutablePointer<JobRecord>) -> Bool {
    guard follow.mode == .longPoll, canLongPoll else { return false }
    return unsafe !record.pointee.traits.contains(.noLongPoll)
      && (adopted == 0 || record.pointee.stillOpen >= adopted)
  }

  /// Lets a job that has just got its id wait for its first status request.
  mutating func beginFollowing(_ row: Int, at now: Nanoseconds) {
    followedJobs += 1
    let record = unsafe rows.record(row)
    unsafe pacing.enter(row, record)
    switch follow.mode {
    case .longPoll:
      wait(row, until: now)
    case .list where follow.readsPages:
      ids.insert(row, of: rows)
      unsafe record.pointee.due = listPatience(at: now)
      unsafe wait(row, until: record.pointee.due)
    case .poll, .webhook, .list:
      let due = unsafe pacing.first(
        row, record, unit: unit(row, 0), isTakenOver: adopted > 0, at: now)
      wait(row, until: due)
    }
    if unsafe record.pointee.traits.contains(.hooked) { confirm(row, at: now) }
  }

  /// A reply to a poll.
  mutating func takePolled(_ use: SlotUse, _ reply: PollReply, at now: Nanoseconds) {
    if use.occasion == .recheck { openRechecks = max(openRechecks - 1, 0) }
    takeReply(use.row, reply, use, at: now)
  }

  /// A reply about the job of `row` to the status request `use`, complete at `now`.
  ///
  /// What it proves: a job that was not terminal in a reply to a request sent at some instant was not
  /// terminal at that instant; a job that was terminal in a reply received at `now` was terminal at
  /// `now`.
  mutating func takeReply(_ row: Int, _ reply: PollReply, _ use: SlotUse, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    guard unsafe record.pointee.outcome == .none else {
      lookAgain(row, reply, sent: use.sent)
      return
    }
    unsafe record.pointee.consecutiveFailures = 0
    note(reply, row)
    if reply.state.isTerminal {
      unsafe finish(row, reply.state, detected: detection(record, at: now), at: now)
      return
    }
    if use.kind == .poll { unsafe record.pointee.traits.remove(.unlisted) }
    unsafe stillOpen(record, reply.state, sent: use.sent)
    if reply.state == .processing, unsafe record.pointee.seenStarted == 0 {
      unsafe record.pointee.seenStarted = now
      if unsafe record.pointee.traits.contains(.toCancel), follow.cancel?.when == .processing {
        planCancellation(row, at: now)
      }
    }
    unsafe pacing.noteOpen(row, record)
    waitAgain(row, use, at: now)
  }

  /// Notes that a job was in the state `state`, and so not terminal, at `sent`.
  private mutating func stillOpen(
    _ record: UnsafeMutablePointer<JobRecord>, _ state: JobState, sent: Nanoseconds
  ) {
    if sweep.isUnderWay, sent >= sweep.started, unsafe isLookedFor(record) { sweep.seen += 1 }
    // Of two requests under way at once the older one may be answered later.
    let isNews = unsafe sent >= record.pointee.stillOpen
    unsafe record.pointee.stillOpen = max(record.pointee.stillOpen, sent)
    if state == .queued {
      unsafe record.pointee.stillQueued = max(record.pointee.stillQueued, sent)
    }
    guard isNews, state != .unknown else { return }
    if state == .queued, unsafe record.pointee.state == .processing {
      unsafe record.pointee.oddities.insert(.stateWentBack)
    }
    unsafe countState(from: record.pointee.state, to: state)
    unsafe record.pointee.state = state
  }

  /// Lets a job that is still open wait for its next status request.
  private mutating func waitAgain(_ row: Int, _ use: SlotUse, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    if use.occasion == .confirmation {
      confirmAgain(use, at: now)
      return
    }
    if follow.readsPages {
      unsafe record.pointee.due = listPatience(at: now)
      // In a reply about many it was found while it waits.
      if use.kind == .poll { unsafe wait(row, until: record.pointee.due) }
      return
    }
    let poll = unsafe Int(record.pointee.polls)
    // A long poll that took its time is asked again at once, one that did not is no long poll.
    if use.kind == .longPoll, now &- use.sent >= pacing.longPollPatience {
      wait(row, until: now)
      return
    }
    let due = unsafe pacing.next(
      row, record, poll: poll, unit: unit(row, poll), sent: use.sent, at: now)
    wait(row, until: due)
  }

  /// When the client learned that a job is terminal: from its webhook, where a poll has confirmed it,
  /// else from the reply at `now`.
  private func detection(
    _ record: UnsafeMutablePointer<JobRecord>, at now: Nanoseconds
  ) -> Nanoseconds {
    let instant = unsafe max(record.pointee.due, record.pointee.acknowledged)
    guard unsafe record.pointee.traits.contains(.hooked), unsafe record.pointee.due != 0,
      unsafe record.pointee.stillOpen < instant
    else { return now }
    return min(instant, now)
  }

  private mutating func finish(
    _ row: Int, _ state: JobState, detected: Nanoseconds, at now: Nanoseconds
  ) {
    let record = unsafe rows.record(row)
    if unsafe record.pointee.seenStarted == 0 || record.pointee.seenStarted > detected {
      unsafe record.pointee.seenStarted = detected
    }
    unsafe record.pointee.detected = detected
    unsafe tally.record(detected - record.pointee.intended, in: .endToEndSeen)
    unsafe countState(from: record.pointee.state, to: state)
    unsafe record.pointee.state = state
    unsafe pacing.close(row, record)
    retire(row, outcome(of: state), at: now)
    chooseRecheck(row, at: now)
  }

  /// The outcome of a job that was seen in the terminal state `state`.
  func outcome(of state: JobState) -> Outcome {
    state == .finished ? .finished : state == .error ? .error : .cancelled
  }

  /// Keeps the stamps of a reply and what was odd about it.
  private func note(_ reply: PollReply, _ row: Int) {
    let record = unsafe rows.record(row)
    unsafe record.pointee.oddities.formUnion(reply.oddities)
    if reply.hasRelativeStamps { unsafe record.pointee.traits.insert(.relativeStamps) }
    unsafe keep(reply.created, in: &record.pointee.createdStamp, of: record)
    unsafe keep(reply.started, in: &record.pointee.startedStamp, of: record)
    unsafe keep(reply.completed, in: &record.pointee.completedStamp, of: record)
    if reply.state == .finished, follow.expects.output, !reply.hasOutput {
      unsafe record.pointee.oddities.insert(.missingOutput)
    }
    if reply.state == .error, follow.expects.error, !reply.hasError {
      unsafe record.pointee.oddities.insert(.missingError)
    }
    if reply.missingFields != 0 {
      breach(reply.missingFields, .missingField, isMistyped: false, row)
    }
    if reply.mistypedFields != 0 {
      breach(reply.mistypedFields, .mistypedField, isMistyped: true, row)
    }
  }

  /// Counts the fields of the contract that a job's reply breaks, in its first reply that does.
  private func breach(_ fields: UInt32, _ oddity: Oddities, isMistyped: Bool, _ row: Int) {
    let record = unsafe rows.record(row)
    guard unsafe !record.pointee.oddities.contains(oddity) else { return }
    unsafe record.pointee.oddities.insert(oddity)
    var rest = fields
    while rest != 0 {
      tally.countBreach(field: rest.trailingZeroBitCount, isMistyped: isMistyped, row: row)
      rest &= rest &- 1
    }
  }

  private func keep(
    _ stamp: Nanoseconds, in kept: inout Nanoseconds, of record: UnsafeMutablePointer<JobRecord>
  ) {
    if stamp == 0 || stamp == kept { return }
    if kept != 0 { unsafe record.pointee.oddities.insert(.stampChanged) }
    kept = stamp
  }

  // MARK: Failures

  /// A failed poll, on whatever occasion.
  mutating func takeFailed(
    _ use: SlotUse, _ failure: FailureKind, retryAfter: Nanoseconds, at now: Nanoseconds
  ) {
    if use.occasion == .recheck { openRechecks = max(openRechecks - 1, 0) }
    guard unsafe rows.record(use.row).pointee.outcome == .none else { return }
    if use.occasion == .confirmation {
      tally.add(to: .pollRetries)
      confirmAgain(use, at: now, advised: retryAfter)
    } else {
      failPoll(use.row, failure, retryAfter: retryAfter, at: now)
    }
  }

  /// A failed poll never ends a job, with one exception: a job that the API acknowledged and twice in
  /// a row says it does not know, after the time a fresh id may take to become visible, is lost; or,
  /// where the API forgets ended jobs and has had the time to, is no longer followed.
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
      retire(row, unsafe isForgotten(record, at: now) ? .timedOut : .lost, at: now)
      return
    }
    tally.add(to: .pollRetries)
    if retryAfter > 0 { tally.add(to: .retryAfterHonoured) }
    let poll = unsafe Int(record.pointee.polls)
    let delay = follow.retry.wait(
      repetition: failures, unit: unit(row, poll), advised: retryAfter)
    wait(row, until: now &+ delay)
  }

  /// Whether the API may have forgotten a job since it last knew it.
  private func isForgotten(
    _ record: UnsafeMutablePointer<JobRecord>, at now: Nanoseconds
  ) -> Bool {
    guard let retention = follow.retention else { return false }
    return unsafe now >= max(record.pointee.stillOpen, record.pointee.acknowledged) &+ retention
  }

  // MARK: Long polls

  /// A long poll that ended without news.
  mutating func takeEmpty(_ use: SlotUse, at now: Nanoseconds) {
    let record = unsafe rows.record(use.row)
    guard unsafe record.pointee.outcome == .none else { return }
    unsafe record.pointee.consecutiveFailures = 0
    unsafe stillOpen(record, .unknown, sent: use.sent)
    unsafe pacing.noteOpen(use.row, record)
    waitAgain(use.row, use, at: now)
  }

  /// The job is polled by the policy from here on.
  mutating func refuseLongPoll(_ row: Int, at now: Nanoseconds) {
    unsafe rows.record(row).pointee.traits.insert(.noLongPoll)
    wait(row, until: now)
  }
}
