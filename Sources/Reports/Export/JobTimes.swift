internal import Results
internal import Workloads

/// The times of single jobs, by the definitions of the report of the same run.
struct JobTimes: Sendable {
  /// What is known of one time of a job.
  enum Value: Hashable {
    /// The job has no such time.
    case absent
    /// The time, in nanoseconds.
    case known(Nanoseconds)
    /// The job was still going on when it was last seen, so there is no value to put into a histogram.
    case censored
    /// The instants are in the wrong order.
    case disordered

    /// From `start` to `end`.
    fileprivate static func between(_ start: Nanoseconds, _ end: Nanoseconds) -> Value {
      end >= start ? .known(end.since(start)) : .disordered
    }
  }

  private let isQueueStamped: Bool
  private let isProcessingStamped: Bool
  private let placement: Placement

  /// The times of jobs of `run`, on which `document` reports.
  init(_ run: ExportedRun, _ document: RunDocument) {
    placement = Placement(run)
    isQueueStamped = Self.isStamped(document.metrics.queue)
    isProcessingStamped = Self.isStamped(document.metrics.processing)
  }

  /// Whether the values of a time are differences of the server's stamps.
  static func isStamped(_ summary: TimeSummary) -> Bool { summary.source == "server stamps" }

  /// What is known of `metric` of `job`.
  func value(_ metric: ExportMetric, of job: ExportedJob) -> Value {
    let record = job.record
    guard record.dispatched != 0 else { return .absent }
    switch metric {
    case .dispatchDelay: return .between(record.intended, record.dispatched)
    case .push:
      return record.acknowledged == 0 ? .absent : .between(record.dispatched, record.acknowledged)
    case .endToEnd, .fromDispatch, .queue, .processing, .detected: break
    }
    // A job that is cancelled as a part of the load has a shortened life.
    guard !record.traits.contains(.toCancel) else { return .absent }
    switch metric {
    case .endToEnd: return endToEnd(job, from: record.intended)
    case .fromDispatch: return endToEnd(job, from: record.dispatched)
    case .detected:
      return job.outcome.isObserved ? .between(record.intended, record.detected) : .censored
    case .queue: return queue(job)
    case .processing: return processing(job)
    case .dispatchDelay, .push: return .absent
    }
  }

  /// The placed terminal instant, from `start`; one placement, whatever the start.
  private func endToEnd(_ job: ExportedJob, from start: Nanoseconds) -> Value {
    let record = job.record
    guard job.outcome.isObserved else { return .censored }
    guard record.detected >= record.intended, let bound = job.terminalLower else {
      return .disordered
    }
    let lower = max(bound.since(record.intended), 0)
    let placed = placement.value(lower: lower, upper: record.detected.since(record.intended))
    return .between(start, record.intended &+ placed)
  }

  private func queue(_ job: ExportedJob) -> Value {
    let record = job.record
    if isQueueStamped {
      if record.startedStamp != 0, record.createdStamp != 0 {
        return .between(record.createdStamp, record.startedStamp)
      }
    } else if record.seenStarted != 0, job.outcome.isObserved || record.acknowledged != 0 {
      return .between(record.dispatched, record.seenStarted)
    }
    let isWaiting = !job.outcome.isObserved && record.acknowledged != 0 && record.seenStarted == 0
    return isWaiting ? .censored : .absent
  }

  private func processing(_ job: ExportedJob) -> Value {
    let record = job.record
    if isProcessingStamped {
      if record.startedStamp != 0, record.completedStamp != 0 {
        return .between(record.startedStamp, record.completedStamp)
      }
    } else if job.outcome.isObserved, record.seenStarted != 0 {
      return .between(max(record.stillQueued, record.dispatched), record.detected)
    }
    let isRunning = !job.outcome.isObserved && record.acknowledged != 0 && record.seenStarted != 0
    return isRunning ? .censored : .absent
  }
}

/// How many jobs of a run have a metric, and how many of them a histogram cannot have.
struct MetricCounts: Sendable {
  /// Values that a histogram has.
  private(set) var known = 0
  /// Jobs that were still going on.
  private(set) var censored = 0
  /// Jobs whose instants are in the wrong order.
  private(set) var disordered = 0
  /// Values beyond the histogram's range, which count as its largest.
  private(set) var cut = 0

  /// Counts one job.
  mutating func add(_ value: JobTimes.Value) {
    switch value {
    case .absent: break
    case .known(let value):
      known += 1
      if value > HistogramLayout.highestValue { cut += 1 }
    case .censored: censored += 1
    case .disordered: disordered += 1
    }
  }
}
