/// The last word about a scheduled arrival.
///
/// Every dispatched job ends with exactly one; `scheduled = unsent + sum of all others` holds
/// after every run.
public enum Outcome: UInt8, Sendable, Codable, CaseIterable {
  /// No outcome yet; after the run, an arrival that was never dispatched.
  case none = 0
  /// The job API reported success.
  case finished = 1
  /// The job API reported that the job failed.
  case error = 2
  /// The job API reported that the job was cancelled.
  case cancelled = 3
  /// The job API answered the push with a refusal.
  case rejected = 4
  /// The push got no answer that could be used; ``FailureKind`` says why.
  case failedToPush = 5
  /// Our deadline passed before a terminal state was seen.
  case timedOut = 6
  /// Acknowledged, and later unknown to the job API.
  case lost = 7
  /// The run ended first.
  case abandoned = 8

  /// Whether the job was seen in a terminal state, so that its bracket is closed.
  public var isObserved: Bool { (1...3).contains(rawValue) }

  /// Whether the job was still alive when we last knew: its times are at least what was seen.
  public var isCensored: Bool { (6...8).contains(rawValue) }

  /// The name in reports, for example `failed_to_push`; `unsent` for ``none``.
  public var name: String {
    switch self {
    case .none: "unsent"
    case .finished: "finished"
    case .error: "error"
    case .cancelled: "cancelled"
    case .rejected: "rejected"
    case .failedToPush: "failed_to_push"
    case .timedOut: "timed_out"
    case .lost: "lost"
    case .abandoned: "abandoned"
    }
  }
}
