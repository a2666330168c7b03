/// The times that histogram exports have.
public enum ExportMetric: String, Sendable, CaseIterable {
  /// Intended to terminal, placed within the bracket.
  case endToEnd = "end_to_end"
  /// Dispatched to terminal, placed within the bracket: what a tool that times from the sending of a
  /// request would say.
  case fromDispatch = "from_dispatch"
  /// Dispatched to acknowledged.
  case push
  /// Created to started.
  case queue
  /// Started to completed.
  case processing
  /// Intended to dispatched.
  case dispatchDelay = "dispatch_delay"
  /// Intended to detected: when the client knew.
  case detected

  /// The short name, which tags the lines of logs.
  public var tag: String {
    switch self {
    case .endToEnd: "e2e"
    case .fromDispatch: "e2e_send"
    case .push: "push"
    case .queue: "queue"
    case .processing: "proc"
    case .dispatchDelay: "sched_lag"
    case .detected: "seen"
    }
  }
}
