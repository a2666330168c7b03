import NIOCore
import Workloads

/// One job: what was asked, what it is bound to become, and what it is now.
final class Job {
  let id: UUIDBits
  let sequence: Int
  let function: Function
  /// The `inputs` member, ready to send.
  let inputs: Text
  let webhooks: [Webhook]
  let fate: Fate
  /// What will go wrong with it.
  let faults: Set<FaultName>
  let created: Instant

  var state = JobState.queued
  var started: Instant?
  var completed: Instant?
  /// When it completed once more, by a fault.
  var completedAgain: Instant?
  /// Nobody knows of it any more, by a fault.
  var isForgotten = false
  /// Replies that were to say that it runs, and that it has ended; counted where faults need it.
  var repliesProcessing = 0
  var repliesTerminal = 0
  var worker: Int?
  /// A restart gives the job another one.
  var runID: UUIDBits
  /// When the run that `runID` names began, on the monotonic clock.
  var runStart: Nanoseconds = 0
  var outputs = 0
  var restarts: [Restart] = []
  var events: [TruthEvent]

  /// What happens next to a running job.
  var timer: Scheduled<Void>?
  /// The clients that wait for its end.
  var waiters: [Waiter] = []

  init(
    sequence: Int, request: PushRequest, function: Function, fate: Fate, seed: UInt64,
    faults: Set<FaultName> = [], created: Instant
  ) {
    id = UUIDBits(.job, seed: seed, index: UInt64(sequence))
    runID = UUIDBits(.run, seed: seed, index: 2 * UInt64(sequence))
    self.sequence = sequence
    self.function = function
    self.fate = fate
    self.faults = faults
    self.created = created
    inputs = request.renderedInputs
    webhooks = request.webhooks
    events = [TruthEvent(kind: .queued, instant: created)]
  }

  var truth: TruthRecord {
    TruthRecord(
      id: id.text, sequence: sequence, state: state, worker: worker, service: fate.service,
      created: created, started: started, completed: completed, events: events)
  }
}

extension JobState {
  /// The canonical word; text made of a case by its reflection takes many times as long.
  var word: String {
    switch self {
    case .unknown: "unknown"
    case .queued: "queued"
    case .processing: "processing"
    case .finished: "finished"
    case .error: "error"
    case .cancelled: "cancelled"
    }
  }
}

/// A run of the job that was given up.
struct Restart {
  var instant: Instant
  var runID: UUIDBits
}

/// A client of `/await`.
final class Waiter {
  /// Continues the client; called at most once.
  private var resume: ((_ isTerminal: Bool) -> Void)?
  var timeout: Scheduled<Void>?

  init(_ resume: @escaping (_ isTerminal: Bool) -> Void) { self.resume = resume }

  func end(isTerminal: Bool) {
    let resume = self.resume
    forget()
    resume?(isTerminal)
  }

  /// The client is gone.
  func forget() {
    timeout?.cancel()
    timeout = nil
    resume = nil
  }
}
