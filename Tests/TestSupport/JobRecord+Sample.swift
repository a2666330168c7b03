public import Workloads

extension JobRecord {
  /// When the made-up server's clock stood at the run's start, in nanoseconds since the Unix epoch.
  public static let sampleEpoch: Nanoseconds = 1_795_490_100_250_000_000

  /// The record of a made-up job with consistent instants, polled every 20 ms.
  ///
  /// Dispatched 0.2 ms after `intended`, acknowledged 3 ms later, created 1 ms before that; seen
  /// started 10 ms late and terminal 5 ms late. Only what the outcome allows is filled in.
  public static func sample(
    intended: Nanoseconds = 0, outcome: Outcome = .finished, queue: Nanoseconds = 100_000_000,
    processing: Nanoseconds = 400_000_000, hasStamps: Bool = true, jobClass: UInt16 = 0
  ) -> JobRecord {
    let ms: Nanoseconds = 1_000_000
    var job = JobRecord(intended: intended, jobClass: jobClass)
    guard outcome != .none else { return job }
    job.dispatched = intended + ms / 5
    job.pushAttempts = 1
    job.outcome = outcome
    job.retired = job.dispatched + 2 * ms
    guard outcome != .rejected, outcome != .failedToPush else {
      job.pushStatus = outcome == .rejected ? 400 : 0
      job.failure = outcome == .rejected ? .refused : .connect
      return job
    }
    job.acknowledged = job.dispatched + 3 * ms
    job.idLength = 36
    job.pushStatus = 201
    let created = job.acknowledged - ms
    let started = created + queue
    let completed = started + processing
    job.polls = UInt32((queue + processing) / (20 * ms)) + 1
    job.stillQueued = max(started - 10 * ms, job.dispatched)
    job.stillOpen = max(completed - 15 * ms, job.dispatched)
    job.seenStarted = started + 10 * ms
    job.state = .processing
    if hasStamps {
      job.createdStamp = sampleEpoch + created
      job.startedStamp = sampleEpoch + started
    }
    guard outcome.isObserved else {
      job.retired = job.stillOpen + 20 * ms
      return job
    }
    if hasStamps { job.completedStamp = sampleEpoch + completed }
    job.detected = max(completed, job.seenStarted) + 5 * ms
    job.retired = job.detected
    job.state = outcome == .finished ? .finished : outcome == .error ? .error : .cancelled
    return job
  }
}
