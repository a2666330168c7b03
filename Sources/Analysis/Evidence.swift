internal import Results
internal import Scenarios
internal import Workloads

/// What one pass over the rows of a job table gives.
struct Evidence {
  /// What became of all jobs, those of warm-ups included.
  private(set) var counts = JobCounts()
  /// The measured jobs of all classes: those outside of warm-ups.
  var measured: JobSamples
  /// The measured jobs of each class; empty for a scenario with one class, which is all of them.
  private(set) var classes: [JobSamples]
  /// The fingerprint of the rows' schedule.
  private(set) var hash = ScheduleHash()
  /// The second count of the same rows.
  private(set) var ledger = Ledger()
  /// How the schedule of measured jobs was kept, second by second.
  private(set) var rates = RateWindows()
  /// What engines flagged, and what is out of order.
  private(set) var flags = FlagLog()
  /// What became of the jobs that were to be cancelled.
  var cancellation = Cancellation()
  /// Arrivals of closed phases.
  private(set) var closedArrivals = 0
  /// The first dispatch of a push; nil without any.
  private(set) var firstDispatch: Nanoseconds?
  /// The last detection of a terminal state; 0 without any.
  private(set) var lastDetection: Nanoseconds = 0
  /// The last instant that any row knows.
  private(set) var lastInstant: Nanoseconds = 0

  /// Reads every row of `table`, a run of `scenario`.
  ///
  /// Jobs that are intended within a warm-up are not measured. Rows of closed phases enter the hash
  /// as those of a plan, because their instants depend on the job API; and such a row that never
  /// became an arrival is nothing else. `clocks` says what the server's stamps are worth.
  init(_ table: JobTable, _ scenario: Scenario, isPartial: Bool, clocks: ClockEvidence) {
    let (warmUps, classCount) = (scenario.load.warmUps, scenario.jobs.count)
    measured = JobSamples(resolution: clocks.resolutions.ofDifferences)
    measured.clocks = (clocks.isQueueUsable, clocks.isProcessingUsable)
    classes = [JobSamples](repeating: measured, count: classCount > 1 ? classCount : 0)
    measured.reserveCapacity(table.rows.count)
    let blocks = JobBlocks(table, warmUps: warmUps)
    var closed = scenario.load.closedPhases(seed: scenario.seed).map(\.rows)[...]
    for row in 0..<table.rows.count {
      while let rows = closed.first, row >= rows.upperBound { closed.removeFirst() }
      let isClosed = closed.first?.contains(row) == true
      let job = table.rows[row]
      hash.add(intended: isClosed ? JobRecord.undecided : job.intended, jobClass: job.jobClass)
      guard job.isArrival else { continue }
      if isClosed { closedArrivals += 1 }
      let outcome = EffectiveOutcome.of(job, isPartial: isPartial)
      let isWarmUp = warmUps.contains { $0.contains(job.intended) }
      // Whoever was polled once was created before that.
      let created = job.stillOpen < job.acknowledged ? clocks.earliestCreation(job) : 0
      enter(job, outcome: outcome, block: isWarmUp ? nil : blocks[row], created: created)
      if !isWarmUp, blocks.isHeld(job) {
        addHeld(job, until: blocks.lastDispatch, block: blocks[row])
      }
      flags.enter(job, outcome: outcome) { table.rows.id(row) }
    }
  }

  private mutating func addHeld(_ job: JobRecord, until end: Nanoseconds, block: UInt8) {
    measured.addHeld(job, until: end, block: block)
    let number = Int(job.jobClass)
    if number < classes.count { classes[number].addHeld(job, until: end, block: block) }
  }

  /// Enters a row, which was not created before `created`; `block` is nil for those of warm-ups.
  private mutating func enter(
    _ job: JobRecord, outcome: Outcome, block: UInt8?, created: Nanoseconds
  ) {
    counts.add(job, outcome: outcome)
    if let block {
      measured.add(job, outcome: outcome, block: block, created: created)
      rates.enter(job)
      let number = Int(job.jobClass)
      if number < classes.count {
        classes[number].add(job, outcome: outcome, block: block, created: created)
      }
    } else {
      counts.warmUp += 1
    }
    ledger.enter(job, outcome: outcome)
    cancellation.add(job, outcome: outcome)
    if job.dispatched != 0 { firstDispatch = min(firstDispatch ?? .max, job.dispatched) }
    lastDetection = max(lastDetection, job.detected)
    lastInstant = max(
      lastInstant, job.dispatched, job.acknowledged, job.seenStarted, job.stillOpen, job.detected,
      job.retired)
  }

  /// Jobs seen in a terminal state per second, from the first dispatch to the last detection.
  var achievedPerSecond: Double? {
    guard let firstDispatch, lastDetection > firstDispatch else { return nil }
    return Double(counts.outcomes.observed) / (Double(lastDetection - firstDispatch) / 1e9)
  }
}

extension Cancellation {
  /// Counts a row with its effective outcome; which cancellations came too late, only the engines
  /// know.
  mutating func add(_ job: JobRecord, outcome: Outcome) {
    guard job.traits.contains(.toCancel) else { return }
    planned += 1
    if job.traits.contains(.cancelRefused) { refused += 1 }
    guard job.cancelSent != 0 else { return }
    sent += 1
    outcomes[outcome] += 1
  }
}
