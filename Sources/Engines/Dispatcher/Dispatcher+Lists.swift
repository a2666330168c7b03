// Hot path: see Documentation.docc/HotPath.md
internal import Dialects
internal import Workloads

extension Dispatcher {
  // MARK: Batches

  /// Fills a batch with the jobs whose status requests are due, `first` among them.
  mutating func gatherBatch(_ first: Int, at now: Nanoseconds) -> Action {
    let slot = take(.list, row: first, at: now)
    var count = 0
    join(first, slot: slot, &count)
    while count < batches.most, let top = polls.top, top.deadline <= now {
      let record = unsafe rows.record(top.row)
      // Whatever else is to become of a job is not decided here.
      guard unsafe record.pointee.outcome == .none,
        unsafe !record.pointee.traits.contains(.unlisted), unsafe now < timeout(of: record)
      else { break }
      polls.pop()
      join(top.row, slot: slot, &count)
    }
    unsafe uses[slot].count = count
    return .batch(slot: slot)
  }

  private func join(_ row: Int, slot: Int, _ count: inout Int) {
    unsafe rows.record(row).pointee.polls &+= 1
    batches.put(row, slot: slot, at: count)
    count += 1
  }

  /// Number of jobs of the batch of `slot`.
  func batchCount(_ slot: Int) -> Int { unsafe uses[slot].count }

  // MARK: Pages

  /// When the next page is to be asked for; nil for not before a completion.
  var pageDue: Nanoseconds? {
    guard follow.readsPages, followedJobs > 0, !sweep.isUnderWay || sweep.isPageDue else {
      return nil
    }
    return max(sweep.due, budget.next)
  }

  /// The request for the next page of a list, if it is due and a slot is free.
  mutating func nextPage(at now: Nanoseconds) -> Action? {
    guard let due = pageDue, due <= now else { return nil }
    guard canPoll else { return exhausted() }
    spend(wished: sweep.due, at: now)
    if !sweep.isUnderWay {
      sweep = Sweep(
        isUnderWay: true, started: now, length: sweep.length, wanted: followedJobs,
        isShort: sweep.isShort, isOldestFirst: sweep.isOldestFirst, failures: sweep.failures)
    }
    sweep.isPageDue = false
    sweep.prints.last = sweep.prints.this
    sweep.prints.this = 0
    return .page(slot: take(.list, row: -1, at: now))
  }

  /// Takes a job that has its outcome out of the sweep that is under way, unless it was seen in it.
  mutating func leaveSweep(_ record: UnsafeMutablePointer<JobRecord>) {
    if sweep.isUnderWay, unsafe isLookedFor(record) { sweep.wanted -= 1 }
    if followedJobs == 0, sweep.isPageDue { endSweep(at: sweep.due) }
  }

  /// Whether the sweep that is under way looks for a job and has not seen it yet.
  func isLookedFor(_ record: UnsafeMutablePointer<JobRecord>) -> Bool {
    unsafe record.pointee.acknowledged <= sweep.started
      && record.pointee.stillOpen < sweep.started
  }

  /// Until when a list is trusted to have a job that it had, or that is new, at `now`.
  func listPatience(at now: Nanoseconds) -> Nanoseconds {
    now &+ 3 &* max(follow.poll.shortestDelay, sweep.length)
  }

  // MARK: Replies

  /// Takes in one job of the reply to the request in `slot`, complete at `now`.
  ///
  /// Jobs of others, which a list may have, and jobs of other engines are passed over.
  mutating func takeListed(
    _ id: UnsafeRawBufferPointer, _ reply: PollReply, slot: Int, at now: Nanoseconds
  ) {
    let use = unsafe uses[slot]
    if use.row < 0 {
      unsafe notePage(id)
      guard let row = unsafe ids.row(id, of: rows) else { return }
      let record = unsafe rows.record(row)
      unsafe record.pointee.polls &+= 1
      takeReply(row, reply, use, at: now)
      if unsafe record.pointee.outcome == .none { sweep.hasOpen = true }
      noteOrder(unsafe record.pointee.acknowledged)
    } else if let place = unsafe place(of: id, slot, use),
      let row = batches.row(slot: slot, at: place)
    {
      batches.markFound(slot: slot, at: place)
      unsafe uses[slot].lastPlace = place
      takeReply(row, reply, use, at: now)
    }
  }

  /// Counts whether the list has a job before or after one that was acknowledged earlier.
  ///
  /// Each pair counts, for jobs that were pushed together are acknowledged in any order.
  private mutating func noteOrder(_ acknowledged: Nanoseconds) {
    let last = sweep.lastAcknowledged
    if last != 0, last != acknowledged { sweep.ascents += acknowledged > last ? 1 : -1 }
    sweep.lastAcknowledged = acknowledged
  }

  /// Where in the batch of `slot` the job `id` is; nil for a job that it did not ask about.
  ///
  /// Most APIs answer in the order of the question, or the other way round.
  private func place(of id: UnsafeRawBufferPointer, _ slot: Int, _ use: SlotUse) -> Int? {
    func matches(_ place: Int) -> Bool {
      guard place >= 0, place < use.count, let row = batches.row(slot: slot, at: place) else {
        return false
      }
      return unsafe rows.hasID(id, row)
    }
    if matches(use.lastPlace + 1) { return use.lastPlace + 1 }
    if matches(use.lastPlace - 1) { return use.lastPlace - 1 }
    for place in 0..<use.count where matches(place) { return place }
    return nil
  }

  /// The fingerprint of a page is that of its ids in their order.
  private mutating func notePage(_ id: UnsafeRawBufferPointer) {
    sweep.prints.this = unsafe IDTable.fingerprint(id, from: sweep.prints.this)
  }

  /// Ends a request about many jobs whose reply has been taken in.
  mutating func endList(
    _ slot: Int, _ use: SlotUse, jobs: Int, hasNext: Bool, at now: Nanoseconds
  ) {
    if use.row < 0 {
      endPage(jobs: jobs, hasNext: hasNext, at: now)
      return
    }
    for place in 0..<use.count {
      guard let row = batches.row(slot: slot, at: place) else { continue }
      // Perhaps the reply was cut short, perhaps the API has lost the job: its own poll tells.
      tally.add(to: .listMisses)
      unsafe rows.record(row).pointee.traits.insert(.unlisted)
      wait(row, until: now)
    }
  }

  private mutating func endPage(jobs: Int, hasNext: Bool, at now: Nanoseconds) {
    let prints = sweep.prints
    if sweep.pages == 0 { sweep.prints.first = prints.this }
    // A list that gives a page again would be read for ever.
    let isRepeated = sweep.pages > 0 && (prints.this == prints.last || prints.this == prints.first)
    sweep.pages += 1
    sweep.failures = 0
    if hasNext, jobs > 0, !isRepeated, followedJobs > 0, sweep.seen < sweep.wanted {
      sweep.isPageDue = true
      sweep.due = now
    } else {
      let wasShort = sweep.isShort
      let sawAll = sweep.seen >= sweep.wanted
      endSweep(at: now, nextMayBeShort: sawAll)
      if wasShort, !sawAll { sweep.due = now }
    }
  }

  private mutating func endSweep(at now: Nanoseconds, nextMayBeShort: Bool = true) {
    sweep.isUnderWay = false
    sweep.isPageDue = false
    if !sweep.isShort { sweep.length = max(now - sweep.started, 0) }
    if sweep.ascents != 0 { sweep.isOldestFirst = sweep.ascents > 0 }
    sweep.isShort = nextMayBeShort && follow.pagesAreNumbered && sweep.isOldestFirst
    sweep.due = max(sweep.started &+ follow.poll.shortestDelay, now)
    tally.add(to: .sweeps)
  }

  /// A request about many jobs that failed ends none of them, whatever its status: it says nothing about
  /// any one of them.
  mutating func failList(
    _ slot: Int, _ use: SlotUse, _ failure: FailureKind, retryAfter: Nanoseconds,
    at now: Nanoseconds
  ) {
    if use.row < 0 {
      tally.add(to: .pollRetries)
      if retryAfter > 0 { tally.add(to: .retryAfterHonoured) }
      sweep.failures += 1
      let wait = follow.retry.wait(
        repetition: sweep.failures, unit: unit(0, sweep.failures), advised: retryAfter)
      // Perhaps the page that a short one would begin with is there no more.
      endSweep(at: now, nextMayBeShort: sweep.failures <= 1)
      sweep.due = max(sweep.due, now &+ wait)
      return
    }
    for place in 0..<use.count {
      guard let row = batches.row(slot: slot, at: place) else { continue }
      switch failure {
      case .notFound, .refused, .tooLong, .malformedReply:
        // Asking the same again would fail the same.
        unsafe rows.record(row).pointee.traits.insert(.unlisted)
        failPoll(row, .refused, retryAfter: retryAfter, at: now)
      default: failPoll(row, failure, retryAfter: retryAfter, at: now)
      }
    }
  }
}
