internal import Results
internal import Workloads

/// Everything the summary needs to know about a set of jobs, gathered row by row.
///
/// Where an instant has several witnesses, the one that is true by causality counts:
/// - end-to-end: `detected - intended` is when the client knew, and the truth is not earlier than the
///   last poll that was not terminal or, without one, the dispatch of the push;
/// - a job that is cancelled as a part of the load says how long the cancellation took, and nothing
///   about the jobs that were left alone;
/// - queue and processing time: the server's own stamps, and for runs without usable ones the
///   bracket that what the client saw allows.
struct JobSamples {
  /// The share of stamped jobs in wrong order above which a run's stamps count for nothing.
  static let disorderLimit = 0.02

  /// Counts by outcome.
  private(set) var counts = JobCounts()
  /// Intended to terminal.
  private(set) var endToEnd = BracketSample()
  /// Dispatched to terminal.
  private(set) var endToEndFromDispatch = BracketSample()
  /// Dispatched to acknowledged.
  private(set) var push = Sample()
  /// Intended to dispatched.
  private(set) var dispatchDelay = Sample()
  /// The width of the terminal bracket.
  private(set) var detection = Sample()
  /// Cancel request sent to terminal.
  private(set) var cancel = BracketSample()
  private var queueStamped = Sample()
  private var processingStamped = Sample()
  private var queueSeen = BracketSample()
  private var processingSeen = BracketSample()
  /// The resolution of the server's stamps; 0 for exact ones.
  private let resolution: Nanoseconds
  /// Whether the server's clocks allow queue and processing times from stamps.
  var clocks = (queue: true, processing: true)

  /// No jobs of a job API whose stamps have `resolution`.
  init(resolution: Nanoseconds = 0) { self.resolution = resolution }

  /// Makes room for `count` jobs, most of which are seen to end.
  mutating func reserveCapacity(_ count: Int) {
    endToEnd.reserveCapacity(count)
    endToEndFromDispatch.reserveCapacity(count)
    push.reserveCapacity(count)
    dispatchDelay.reserveCapacity(count)
    detection.reserveCapacity(count)
    queueSeen.reserveCapacity(count)
    processingSeen.reserveCapacity(count)
    queueStamped.reserveCapacity(count)
    processingStamped.reserveCapacity(count)
  }

  /// Adds a row with its effective outcome, in `block` of the run.
  ///
  /// By the server's stamps the job was not created before `created`, which is 0 where nothing is known.
  /// The estimate takes it as not ended before that either; the hard bounds do not.
  mutating func add(
    _ job: JobRecord, outcome: Outcome, block: UInt8, created: Nanoseconds = 0
  ) {
    counts.add(job, outcome: outcome)
    guard job.dispatched != 0 else { return }
    dispatchDelay.add(from: job.intended, to: job.dispatched, block: block)
    if job.acknowledged != 0 {
      push.add(from: job.dispatched, to: job.acknowledged, block: block)
    }
    if job.traits.contains(.toCancel) {
      addCancelled(job, outcome: outcome, block: block)
      return
    }
    if outcome.isObserved {
      addObserved(job, block: block, created: created)
    } else {
      addCensored(job, block: block)
    }
    addStamps(job, block: block)
  }

  /// Adds the end-to-end time of an arrival that was held back until `end` at least, and never sent.
  mutating func addHeld(_ job: JobRecord, until end: Nanoseconds, block: UInt8) {
    guard !job.traits.contains(.toCancel) else { return }
    endToEnd.addOpen(end - job.intended, block: block)
  }

  private mutating func addObserved(_ job: JobRecord, block: UInt8, created: Nanoseconds) {
    let lower = max(job.stillOpen, job.dispatched)
    let likely = max(lower, min(created, job.detected))
    detection.add(from: lower, to: job.detected, block: block)
    endToEnd.add(
      lower: likely - job.intended, upper: job.detected - job.intended, block: block,
      proved: lower - job.intended)
    endToEndFromDispatch.add(
      lower: likely - job.dispatched, upper: job.detected - job.dispatched, block: block,
      proved: lower - job.dispatched)
    guard job.seenStarted != 0 else { return }
    addQueueSeen(job, block: block)
    let started = max(job.stillQueued, job.dispatched)
    processingSeen.add(
      lower: lower - job.seenStarted, upper: job.detected - started, block: block)
  }

  /// Created between dispatch and acknowledgement, started after the last reply that said queued.
  private mutating func addQueueSeen(_ job: JobRecord, block: UInt8) {
    queueSeen.add(
      lower: job.stillQueued - max(job.acknowledged, job.dispatched),
      upper: job.seenStarted - job.dispatched, block: block)
  }

  /// A job chosen to be cancelled: its time counts from the request, whatever came of it.
  private mutating func addCancelled(_ job: JobRecord, outcome: Outcome, block: UInt8) {
    guard job.cancelSent != 0 else { return }
    let lower = max(job.stillOpen, job.cancelSent) - job.cancelSent
    if outcome.isObserved {
      cancel.add(lower: lower, upper: job.detected - job.cancelSent, block: block)
    } else {
      cancel.addOpen(lower, block: block)
    }
  }

  /// A job that was not seen to end, a push that failed or was refused included: to whoever waits for
  /// it, it has taken at least until we last knew, and leaving it out would make overload look fast.
  ///
  /// A job with an id was alive when the last reply that was not terminal was asked for; the
  /// acknowledgement says nothing, for the job may have ended before it arrived.
  private mutating func addCensored(_ job: JobRecord, block: UInt8) {
    let isPushed = job.acknowledged != 0
    let alive = max(job.stillOpen, job.dispatched, job.intended, isPushed ? 0 : job.retired)
    endToEnd.addOpen(alive - job.intended, block: block)
    endToEndFromDispatch.addOpen(alive - job.dispatched, block: block)
    guard isPushed else { return }
    if job.seenStarted == 0 {
      queueSeen.addOpen(job.stillQueued - job.acknowledged, block: block)
    } else {
      addQueueSeen(job, block: block)
      processingSeen.addOpen(job.stillOpen - job.seenStarted, block: block)
    }
  }

  private mutating func addStamps(_ job: JobRecord, block: UInt8) {
    guard job.startedStamp != 0 else { return }
    if job.createdStamp != 0 {
      queueStamped.add(
        from: job.createdStamp, to: job.startedStamp, block: block, resolution: resolution)
    }
    if job.completedStamp != 0 {
      processingStamped.add(
        from: job.startedStamp, to: job.completedStamp, block: block, resolution: resolution)
    }
  }

  /// Whether queue times can come from server stamps.
  var hasQueueStamps: Bool { clocks.queue && Self.isUsable(queueStamped) }

  /// Whether processing times can come from server stamps.
  var hasProcessingStamps: Bool { clocks.processing && Self.isUsable(processingStamped) }

  private static func isUsable(_ sample: Sample) -> Bool {
    !sample.values.isEmpty && disorder(sample) <= disorderLimit
  }

  private static func disorder(_ sample: Sample) -> Double {
    let size = sample.values.count + sample.disordered
    return size == 0 ? 0 : Double(sample.disordered) / Double(size)
  }

  /// Queue times, from stamps or from what the client saw; jobs that never started are censored.
  func queueSummary(stamped: Bool) -> TimeSummary {
    stamped ? summary(queueStamped, queueSeen) : queueSeen.summary(source: Source.brackets)
  }

  /// Processing times, from stamps or from what the client saw; jobs that never ended are censored.
  func processingSummary(stamped: Bool) -> TimeSummary {
    stamped
      ? summary(processingStamped, processingSeen)
      : processingSeen.summary(source: Source.brackets)
  }

  /// The summary of `stamped` values and of the open ones among those `seen`.
  private func summary(_ stamped: Sample, _ seen: BracketSample) -> TimeSummary {
    stamped.with(openOf: seen).summary(source: Source.stamps, resolution: resolution)
  }
}

extension JobCounts {
  /// Counts a row with its effective outcome.
  mutating func add(_ job: JobRecord, outcome: Outcome) {
    scheduled += 1
    if outcome == .none { unsent += 1 } else { outcomes[outcome] += 1 }
    if job.dispatched != 0 { pushed += 1 }
    if job.dispatched != 0, job.acknowledged != 0 { acknowledged += 1 }
  }
}

/// Where times come from, in the words of documents.
enum Source {
  static let clientClock = "client clock"
  static let stamps = "server stamps"
  static let brackets = "client brackets"
  static let bins = "engine histogram"
}
