// Hot path: see Documentation.docc/HotPath.md
internal import Statistics
internal import Workloads

/// Cancellation as load, and at a job's timeout.
extension Dispatcher {
  /// Chooses, once a job has an id, whether it is to be cancelled.
  mutating func chooseCancellation(_ row: Int, at now: Nanoseconds) {
    guard let plan = follow.cancel,
      SplitMix.unit(seed: follow.cancelSeed, index: UInt64(row)) < plan.share
    else { return }
    unsafe rows.record(row).pointee.traits.insert(.toCancel)
    if plan.when == .queued { planCancellation(row, at: now) }
  }

  /// Plans the cancellation of a chosen job whose moment has come at `now`.
  mutating func planCancellation(_ row: Int, at now: Nanoseconds) {
    guard let plan = follow.cancel else { return }
    cancels.push(DeadlineHeap.Entry(deadline: now &+ plan.after, row: row))
  }

  /// The next cancellation that is due, if a slot is free; those that come too late are dropped on the
  /// way, and counted when their jobs end.
  mutating func nextCancel(at now: Nanoseconds) -> Action? {
    while let top = cancels.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      if unsafe record.pointee.outcome != .none || hasMovedOn(record) {
        cancels.pop()
      } else if canPoll {
        cancels.pop()
        return cancel(top.row, at: now)
      } else {
        return exhausted()
      }
    }
    return nil
  }

  /// Whether a job that is to be cancelled while queued was seen to have started.
  private func hasMovedOn(_ record: UnsafeMutablePointer<JobRecord>) -> Bool {
    unsafe follow.cancel?.when == .queued && record.pointee.seenStarted != 0
  }

  /// Sends a cancellation.
  mutating func cancel(_ row: Int, at now: Nanoseconds) -> Action {
    unsafe rows.record(row).pointee.cancelSent = now
    tally.add(to: .cancelsSent)
    return .cancel(slot: take(.cancel, row: row, at: now), row: row)
  }

  /// Takes in what became of a cancel request.
  mutating func endCancel(_ row: Int, isAccepted: Bool, at now: Nanoseconds) {
    let record = unsafe rows.record(row)
    if !isAccepted {
      tally.add(to: .cancelRefused)
      unsafe record.pointee.traits.insert(.cancelRefused)
    } else if follow.asksAfterCancel, unsafe record.pointee.outcome == .none,
      unsafe !record.pointee.traits.contains(.hooked)
    {
      confirm(row, at: now)
    }
  }
}
