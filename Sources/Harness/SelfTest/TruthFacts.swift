internal import ReferenceServer
internal import Workloads

/// What really happened, by job, and what it makes of the claims of a row.
struct TruthFacts {
  typealias Untruth = (kind: TruthComparison.Difference.Kind, claim: String)

  /// The jobs by their ids.
  let jobs: [String: TruthRecord]
  /// The faults by the ids of the jobs that they happened to.
  private let faults: [String: Set<FaultName>]
  /// The run's start on the monotonic clock.
  private let start: Nanoseconds
  /// What stamps were cut to; nil when clocks were wrong, so that no stamp says what was.
  private let resolution: Nanoseconds?
  /// Whether replies of pushes were lost on purpose, so that it is known of which jobs.
  private let ordersLostReplies: Bool

  init(_ truth: GroundTruth, start: Nanoseconds) {
    jobs = Dictionary(truth.jobs.map { ($0.id, $0) }) { first, _ in first }
    var faults: [String: Set<FaultName>] = [:]
    var resolution: Nanoseconds? = 1_000_000
    for fault in truth.faults {
      if let id = fault.id { faults[id, default: []].insert(fault.name) }
      if fault.name == .stampResolution, resolution != nil { resolution = fault.time }
      if fault.offset != nil { resolution = nil }
    }
    self.faults = faults
    self.start = start
    self.resolution = resolution
    ordersLostReplies = truth.faults.contains { $0.name == .dropAccepted }
  }

  /// The true end of a job in nanoseconds since the run's start; nil when it never ended.
  func end(of record: TruthRecord) -> Nanoseconds? {
    record.completed.map { $0.monotonic - start }
  }

  /// Whether the reply to the push of a job may have been lost.
  func mayBeOrphan(_ record: TruthRecord) -> Bool {
    !ordersLostReplies || has(.dropAccepted, record)
  }

  /// What is untrue in the row of a job that has an id.
  func untruths(_ job: JobRecord, _ record: TruthRecord) -> [Untruth] {
    var found: [Untruth] = []
    func expect(_ isTrue: Bool, _ kind: TruthComparison.Difference.Kind, _ claim: String) {
      if !isTrue { found.append((kind, claim)) }
    }
    let created = record.created.monotonic - start
    expect(job.dispatched < created, .push, "created after the push was dispatched")
    expect(created < job.acknowledged, .push, "created before the push was acknowledged")

    let started = record.started.map { $0.monotonic - start } ?? .max
    if !has(.statusBack, record) {
      expect(
        max(job.stillQueued, job.dispatched) < started, .startBracket, "queued before it started")
    }
    expect(
      job.seenStarted == 0 || started <= job.seenStarted, .startBracket,
      "started before it was seen to be")

    // To its clients, a job that was forgotten has ended with that.
    let forgotten = record.events.last { $0.kind == .lost }.map { $0.instant.monotonic - start }
    let end = end(of: record) ?? forgotten ?? .max
    expect(max(job.stillOpen, job.dispatched) < end, .bracket, "open before it ended")
    expect(job.detected == 0 || end <= job.detected, .bracket, "ended before that was detected")
    expect(
      !job.outcome.isObserved || job.detected != 0, .bracket, "an observed job has a closed bracket"
    )
    expect(
      isPossible(job, record), .outcome,
      "outcome \(job.outcome.name) of a job that is \(record.state)"
        + (forgotten == nil ? "" : " and forgotten"))
    found += stampUntruths(job, record)
    return found
  }

  /// Whether a client may have come to the outcome of `job`.
  private func isPossible(_ job: JobRecord, _ record: TruthRecord) -> Bool {
    switch job.outcome {
    case .finished: record.state == .finished
    case .error: record.state == .error
    case .cancelled: record.state == .cancelled
    case .lost: record.events.last?.kind == .lost || has(.hidden, record)
    // The end may have come after the last look.
    case .none, .timedOut, .abandoned:
      record.completed.map { $0.monotonic - start > job.stillOpen } ?? true
    case .rejected, .failedToPush: false
    }
  }

  private func stampUntruths(_ job: JobRecord, _ record: TruthRecord) -> [Untruth] {
    guard let resolution else { return [] }
    func isTrue(_ stamp: Nanoseconds, _ instant: Instant?) -> Bool {
      stamp == 0 || stamp == instant.map { $0.wall / resolution * resolution }
    }
    var found: [Untruth] = []
    if !isTrue(job.createdStamp, record.created) { found.append((.stamp, "created stamp")) }
    if !isTrue(job.startedStamp, record.started) { found.append((.stamp, "started stamp")) }
    if !has(.completedTwice, record), !isTrue(job.completedStamp, record.completed) {
      found.append((.stamp, "end stamp"))
    }
    let all = [job.createdStamp, job.startedStamp, job.completedStamp]
    if job.outcome.isObserved, record.started != nil, all.contains(0) {
      found.append((.stamp, "an ended job has all its stamps"))
    }
    return found
  }

  private func has(_ fault: FaultName, _ record: TruthRecord) -> Bool {
    faults[record.id]?.contains(fault) ?? false
  }
}
