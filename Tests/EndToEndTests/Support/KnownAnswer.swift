import ReferenceServer
import Results
import Workloads

/// A row of a job table with its id.
struct Row {
  var number: Int
  var id: String
  var job: JobRecord

  /// The rows of `table`.
  static func all(of table: JobTable) -> [Row] {
    (0..<table.rows.count).map { Row(number: $0, id: table.rows.id($0), job: table.rows[$0]) }
  }

  /// The record's bytes.
  var bytes: [UInt8] { unsafe withUnsafeBytes(of: job) { unsafe Array($0) } }
}

/// Compares what a run wrote down with what really happened.
///
/// Both processes read the same monotonic clock, so instants compare exactly; the server cuts its
/// stamps to whole milliseconds.
struct KnownAnswer {
  private let truth: [String: TruthRecord]
  /// The run's start on the monotonic clock.
  private let start: Nanoseconds
  private let resolution: Nanoseconds = 1_000_000

  init(_ truth: [TruthRecord], start: Nanoseconds) {
    self.truth = Dictionary(truth.map { ($0.id, $0) }) { first, _ in first }
    self.start = start
  }

  /// The outcome that the server's state allows a client to have seen, if it is terminal.
  private func outcome(_ state: JobState) -> Outcome? {
    switch state {
    case .finished: .finished
    case .error: .error
    case .cancelled: .cancelled
    case .unknown, .queued, .processing: nil
    }
  }

  /// What is untrue in the row of a job that has an id; empty when nothing is.
  func contradictions(_ row: Row) -> [String] {
    guard let truth = truth[row.id] else { return ["row \(row.number): no such job: '\(row.id)'"] }
    let job = row.job
    var found: [String] = []
    func expect(_ isTrue: Bool, _ claim: String) {
      if !isTrue { found.append("row \(row.number): not so: \(claim)") }
    }
    func instant(_ instant: Instant?) -> Nanoseconds? { instant.map { $0.monotonic - start } }
    func stamp(_ instant: Instant?) -> Nanoseconds? {
      instant.map { $0.wall / resolution * resolution }
    }

    let created = truth.created.monotonic - start
    expect(job.dispatched < created, "created after the push was dispatched")
    expect(created < job.acknowledged, "created before the push was acknowledged")
    expect(job.createdStamp == 0 || job.createdStamp == stamp(truth.created), "created stamp")
    expect(job.startedStamp == 0 || job.startedStamp == stamp(truth.started), "started stamp")
    expect(job.completedStamp == 0 || job.completedStamp == stamp(truth.completed), "end stamp")

    let started = instant(truth.started) ?? .max
    expect(max(job.stillQueued, job.dispatched) < started, "queued before it started")
    expect(job.seenStarted == 0 || started <= job.seenStarted, "started before it was seen to be")
    let completed = instant(truth.completed) ?? .max
    expect(max(job.stillOpen, job.dispatched) < completed, "open before it ended")
    expect(job.detected == 0 || completed <= job.detected, "ended before that was detected")
    if job.outcome.isObserved {
      expect(job.outcome == outcome(truth.state), "outcome \(job.outcome) of a \(truth.state) job")
      expect(job.detected != 0, "an observed job has a closed bracket")
      expect(job.createdStamp != 0 && job.startedStamp != 0 && job.completedStamp != 0, "stamps")
    }
    return found
  }

  /// The true queue time of the job `id` in nanoseconds.
  func queueTime(_ id: String) -> Nanoseconds? {
    guard let job = truth[id], let started = job.started else { return nil }
    return started.wall - job.created.wall
  }

  /// The true processing time of the job `id` in nanoseconds.
  func processingTime(_ id: String) -> Nanoseconds? {
    guard let job = truth[id], let started = job.started, let completed = job.completed else {
      return nil
    }
    return completed.wall - started.wall
  }

  /// The true instant at which the job `id` ended, in nanoseconds since the run's start.
  func completed(_ id: String) -> Nanoseconds? {
    truth[id]?.completed.map { $0.monotonic - start }
  }
}
