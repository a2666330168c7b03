internal import Workloads

extension Dispatcher {
  /// Takes over the jobs of a run whose process ended.
  ///
  /// Those with an id and no outcome are followed on, those whose push had no reply yet are counted as
  /// such, those whose last push was surely not accepted are given up, and nothing more is pushed. A job
  /// past its timeout is asked about once.
  mutating func adoptOpenJobs(at now: Nanoseconds) {
    let first = nextArrival
    nextArrival = rows.count
    adopted = max(now, 1)
    tally.set(.queued, to: 0)
    tally.set(.processing, to: 0)
    for row in stride(from: first, to: rows.count, by: arrivalStride) {
      let record = unsafe rows.record(row)
      guard unsafe record.pointee.isInFlight else { continue }
      openJobs += 1
      if unsafe record.pointee.acknowledged == 0, unsafe record.pointee.failure != .none {
        giveUp(row, at: now)
      } else if unsafe record.pointee.acknowledged == 0 {
        unsafe record.pointee.failure = .replyLost
        retire(row, .failedToPush, at: now)
      } else if unsafe record.pointee.detected != 0, unsafe record.pointee.state.isTerminal {
        // Killed between the bracket and the outcome: the bracket stays as it is.
        followedJobs += 1
        unsafe retire(row, outcome(of: record.pointee.state), at: now)
      } else {
        unsafe countState(from: .unknown, to: record.pointee.state)
        unsafe record.pointee.consecutiveFailures = 0
        // What a webhook said before is not confirmed any more.
        unsafe record.pointee.traits.remove(.hooked)
        unsafe record.pointee.due = 0
        beginFollowing(row, at: now)
        if unsafe mayBePlanned(record) { planCancellation(row, at: now) }
      }
    }
  }

  /// Whether the cancellation of a job was chosen, its moment has come, and it was not sent.
  private func mayBePlanned(_ record: UnsafeMutablePointer<JobRecord>) -> Bool {
    unsafe record.pointee.traits.contains(.toCancel) && record.pointee.cancelSent == 0
      && (follow.cancel?.when == .queued || record.pointee.seenStarted != 0)
  }
}
