// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

/// Questions out of turn: whether a webhook says the truth, and whether an ended job stays ended.
extension Dispatcher {
  /// The longest wait for a second look, in nanoseconds: it must not prolong a run.
  private static let longestRecheck: Nanoseconds = 1_000_000_000
  /// How often a webhook is asked about before it is left to the audit.
  private static let confirmationLimit: UInt8 = 6

  /// The next question that is due, if a slot is free and the poll budget has room; those that have
  /// become needless are dropped on the way.
  mutating func nextQuestion(at now: Nanoseconds) -> Action? {
    while let top = questions.top, top.deadline <= now {
      let hasEnded = unsafe rows.record(top.row).pointee.outcome != .none
      if top.occasion == .confirmation ? hasEnded : isClosed {
        questions.pop()
        continue
      }
      guard budget.next <= now else { return nil }
      guard canPoll else { return exhausted() }
      questions.pop()
      spend(wished: top.deadline, at: now)
      if top.occasion == .recheck { tally.add(to: .rechecks) }
      unsafe rows.record(top.row).pointee.polls &+= 1
      let slot = take(
        .poll, row: top.row, at: now, occasion: top.occasion, repetition: top.repetition)
      return .poll(slot: slot, row: top.row)
    }
    return nil
  }

  /// Takes an instant of the poll budget for a status request that was wished for at `wished` and is sent
  /// at `now`, and counts it if it had to wait for that.
  mutating func spend(wished: Nanoseconds, at now: Nanoseconds) {
    if budget.next > wished {
      tally.add(to: .pollsHeld)
      tally.add(Int(budget.next - wished), to: .heldNanoseconds)
    }
    budget.take(at: now)
  }

  // MARK: Second looks

  /// Plans a second look at some of the jobs that have just ended.
  mutating func chooseRecheck(_ row: Int, at now: Nanoseconds) {
    // Beyond the numbers of all polls.
    let first = 1 << 40
    guard unit(row, first) < follow.recheck else { return }
    let delay = min(pacing.pause(unit: unit(row, first + 1)), Self.longestRecheck)
    planRecheck(row, at: now &+ delay)
  }

  /// Plans the one second look at an ended job, unless there are none.
  private mutating func planRecheck(_ row: Int, at deadline: Nanoseconds) {
    let record = unsafe rows.record(row)
    guard follow.recheck > 0, !isClosed, unsafe !record.pointee.traits.contains(.rechecked) else {
      return
    }
    unsafe record.pointee.traits.insert(.rechecked)
    openRechecks += 1
    questions.push(DeadlineHeap.Entry(deadline: deadline, row: row, occasion: .recheck))
  }

  /// Compares a further reply about an ended job with its end, if it was asked for after that.
  func lookAgain(_ row: Int, _ reply: PollReply, sent: Nanoseconds) {
    let record = unsafe rows.record(row)
    guard unsafe record.pointee.outcome.isObserved, reply.hasState,
      unsafe sent >= record.pointee.detected
    else { return }
    if unsafe reply.state != record.pointee.state {
      unsafe record.pointee.oddities.insert(.terminalLeft)
    } else if unsafe reply.completed != 0 && record.pointee.completedStamp != 0
      && reply.completed != record.pointee.completedStamp
      && !record.pointee.traits.contains(.relativeStamps)
    {
      unsafe record.pointee.oddities.insert(.completedAgain)
    }
  }

  // MARK: Webhooks

  /// Takes in what a webhook said about the job of `row`, received at `instant`.
  ///
  /// It is not believed by itself: a poll confirms it, and only then does it narrow the bracket.
  mutating func takeHook(_ row: Int, _ state: JobState, received instant: Nanoseconds) {
    guard row >= 0, row < rows.count else { return }
    tally.add(to: .hooks)
    let record = unsafe rows.record(row)
    let isKnown = unsafe record.pointee.traits.contains(.hooked)
    if unsafe record.pointee.outcome != .none || isKnown && record.pointee.due != 0 {
      tally.add(to: .hooksRepeated)
      // Delivered twice, or has it ended twice?
      if unsafe record.pointee.outcome.isObserved { planRecheck(row, at: instant) }
      return
    }
    guard state.isTerminal || state == .unknown, unsafe record.pointee.dispatched != 0 else {
      return
    }
    unsafe record.pointee.traits.insert(.hooked)
    if state.isTerminal { unsafe record.pointee.due = instant }
    if !isKnown, unsafe record.pointee.acknowledged != 0 { confirm(row, at: instant) }
  }

  /// Asks at `instant` whether a job is terminal as its webhook says.
  mutating func confirm(_ row: Int, at instant: Nanoseconds, repetition: UInt8 = 0) {
    questions.push(
      DeadlineHeap.Entry(
        deadline: instant, row: row, occasion: .confirmation, repetition: repetition))
  }

  /// Asks again after a confirmation that did not confirm, each time later.
  ///
  /// At last it is left to the audit, and what the webhook said does not count.
  mutating func confirmAgain(_ use: SlotUse, at now: Nanoseconds, advised: Nanoseconds = 0) {
    let record = unsafe rows.record(use.row)
    let repetition = use.repetition + 1
    guard repetition < Self.confirmationLimit else {
      unsafe record.pointee.traits.remove(.hooked)
      unsafe record.pointee.due = 0
      return
    }
    let delay = follow.retry.wait(
      repetition: Int(repetition), unit: unit(use.row, Int(repetition)), advised: advised)
    confirm(use.row, at: now &+ delay, repetition: repetition)
  }
}
