public import Workloads

/// The outcome of a row in a document, which never changes the table.
public enum EffectiveOutcome {
  /// What the row says; in a partial run, for a dispatched row without an outcome, the terminal state
  /// it saw if its bracket is closed, and otherwise that the run ended first.
  public static func of(_ job: JobRecord, isPartial: Bool) -> Outcome {
    guard isPartial, job.outcome == .none, job.dispatched != 0 else { return job.outcome }
    guard job.detected != 0 else { return .abandoned }
    switch job.state {
    case .finished: return .finished
    case .error: return .error
    case .cancelled: return .cancelled
    case .unknown, .queued, .processing: return .abandoned
    }
  }
}
