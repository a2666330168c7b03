internal import Results
internal import Workloads

/// Everything the summary needs to know about a set of jobs, gathered row by row.
///
/// Where an instant has several witnesses, the one that is true by causality counts:
/// - end-to-end: `detected - intended` is when the client knew, and the truth is not earlier than the
///   last poll that was not terminal or, without one, the dispatch of the push;
/// - a job that is cancelled as a part of the load says how long the cancellation took, and nothing
///   about the jobs that were left alone;
/// - queue and processing time: the server's own stamps, and for runs without stamps the widest
///   interval that what the client saw allows, so that the truth is never more.
struct JobSamples {
  /// The share of stamped jobs in wrong order above which a run's stamps count for nothing.
  static let disorderLimit = 0.02

  /// Counts by outcome.
  private(set) var counts = JobCounts()
  /// Intended to detected.
  private(set) var endToEnd = Sample()
  /// The lower ends of the end-to-end times, also of jobs that were never seen terminal.
  private(set) var endToEndLowers: [Nanoseconds] = []
  /// Dispatched to acknowledged.
  private(set) var push = Sample()
  /// Intended to dispatched.
  private(set) var dispatchDelay = Sample()
  /// The width of the terminal bracket.
  private(set) var detection = Sample()
  private var cancel = Sample()
  private var cancelLowers: [Nanoseconds] = []
  private var queueStamped = Sample()
  private var processingStamped = Sample()
  private var queueSeen = Sample()
  private var processingSeen = Sample()
  private var neverStarted = 0
  private var neverEnded = 0

  /// Adds a row with its effective outcome.
  mutating func add(_ job: JobRecord, outcome: Outcome) {
    counts.add(job, outcome: outcome)
    guard job.dispatched != 0 else { return }
    dispatchDelay.add(from: job.intended, to: job.dispatched)
    if job.acknowledged != 0 { push.add(from: job.dispatched, to: job.acknowledged) }
    if job.traits.contains(.toCancel) {
      addCancelled(job, outcome: outcome)
      return
    }
    if outcome.isObserved {
      addObserved(job)
    } else {
      addCensored(job)
    }
    addStamps(job)
  }

  private mutating func addObserved(_ job: JobRecord) {
    let lower = max(job.stillOpen, job.dispatched)
    detection.add(from: lower, to: job.detected)
    endToEnd.add(from: job.intended, to: job.detected)
    if job.detected >= job.intended {
      endToEndLowers.append(min(max(lower, job.intended), job.detected) - job.intended)
    }
    guard job.seenStarted != 0 else { return }
    queueSeen.add(from: job.dispatched, to: job.seenStarted)
    processingSeen.add(from: max(job.stillQueued, job.dispatched), to: job.detected)
  }

  /// A job chosen to be cancelled: its time counts from the request, whatever came of it.
  private mutating func addCancelled(_ job: JobRecord, outcome: Outcome) {
    guard job.cancelSent != 0 else { return }
    let lower = max(job.stillOpen, job.cancelSent)
    guard outcome.isObserved else {
      cancel.censored += 1
      cancelLowers.append(lower - job.cancelSent)
      return
    }
    cancel.add(from: job.cancelSent, to: job.detected)
    if job.detected >= job.cancelSent {
      cancelLowers.append(min(lower, job.detected) - job.cancelSent)
    }
  }

  /// A job that was not seen to end, a push that failed or was refused included: to whoever waits for
  /// it, it has taken at least until we last knew, and leaving it out would make overload look fast.
  private mutating func addCensored(_ job: JobRecord) {
    let isPushed = job.acknowledged != 0
    let alive = max(job.stillOpen, job.dispatched, job.intended, isPushed ? 0 : job.retired)
    endToEnd.censored += 1
    endToEndLowers.append(alive - job.intended)
    guard job.acknowledged != 0 else { return }
    if job.seenStarted == 0 {
      neverStarted += 1
    } else {
      neverEnded += 1
      queueSeen.add(from: job.dispatched, to: job.seenStarted)
    }
  }

  private mutating func addStamps(_ job: JobRecord) {
    guard job.startedStamp != 0 else { return }
    if job.createdStamp != 0 { queueStamped.add(from: job.createdStamp, to: job.startedStamp) }
    if job.completedStamp != 0 {
      processingStamped.add(from: job.startedStamp, to: job.completedStamp)
    }
  }

  /// Whether queue times can come from server stamps.
  var hasQueueStamps: Bool { Self.isUsable(queueStamped) }

  /// Whether processing times can come from server stamps.
  var hasProcessingStamps: Bool { Self.isUsable(processingStamped) }

  /// The share of stamped jobs whose stamps are in the wrong order.
  var stampDisorder: Double {
    max(Self.disorder(queueStamped), Self.disorder(processingStamped))
  }

  private static func isUsable(_ sample: Sample) -> Bool {
    !sample.values.isEmpty && disorder(sample) <= disorderLimit
  }

  private static func disorder(_ sample: Sample) -> Double {
    let size = sample.values.count + sample.disordered
    return size == 0 ? 0 : Double(sample.disordered) / Double(size)
  }

  /// The end-to-end summary with its bounds.
  func endToEndSummary() -> TimeSummary {
    var result = endToEnd.summary(source: Source.clientClock)
    result.bounds = Quantiles.bounds(lowers: endToEndLowers, upper: result)
    return result
  }

  /// The summary of cancellations with its bounds.
  func cancelSummary() -> TimeSummary {
    var result = cancel.summary(source: Source.clientClock)
    result.bounds = Quantiles.bounds(lowers: cancelLowers, upper: result)
    return result
  }

  /// Queue times, from stamps or from what the client saw; jobs that never started are censored.
  func queueSummary(stamped: Bool) -> TimeSummary {
    var sample = stamped ? queueStamped : queueSeen
    sample.censored = neverStarted
    return sample.summary(source: stamped ? Source.stamps : Source.brackets)
  }

  /// Processing times, from stamps or from what the client saw; jobs that never ended are censored.
  func processingSummary(stamped: Bool) -> TimeSummary {
    var sample = stamped ? processingStamped : processingSeen
    sample.censored = neverEnded
    return sample.summary(source: stamped ? Source.stamps : Source.brackets)
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
