/// When to ask again after a reply that was not terminal.
///
/// What an engine makes of it is its pacing, in `Engines`: it alone sees what becomes of the jobs.
public enum PollPolicy: Sendable, Hashable, Codable {
  /// Every `every` nanoseconds; the first poll at a random phase of the interval, so that polls of
  /// many jobs do not fall on one grid.
  case fixed(every: Nanoseconds)
  /// `first`, then `factor` times as long each time, at most `cap`; each wait shortened by a random
  /// share of up to a quarter.
  case backoff(first: Nanoseconds, factor: Double, cap: Nanoseconds)
  /// Where jobs were seen to end so far, about `requestsPerJob` status requests for each.
  case learned(requestsPerJob: Double)

  /// The requests per job of a learned policy where nobody says how many.
  public static let usualRequestsPerJob = 6.0
  /// What may be asked of a learned policy: a job needs one request to be seen to end, and a little
  /// more for anything to be known about when.
  public static let requestsPerJobRange = 1.5...1_000.0
  /// The shortest wait of a learned policy, in nanoseconds; longer where a round trip takes longer.
  public static let shortestLearnedDelay: Nanoseconds = 10_000_000

  /// The shortest wait between two polls of a job, in nanoseconds.
  public var shortestDelay: Nanoseconds {
    switch self {
    case .fixed(let every): every
    case .backoff(let first, _, let cap): min(first, cap) / 4 * 3
    case .learned: Self.shortestLearnedDelay
    }
  }

  /// Whether waits come from what was seen of other jobs.
  public var isLearned: Bool { if case .learned = self { true } else { false } }
}
