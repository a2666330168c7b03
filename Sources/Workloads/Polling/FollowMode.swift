/// How an engine learns what becomes of its jobs.
public enum FollowMode: String, Sendable, Hashable, Codable, CaseIterable {
  /// One status request for one job, by the poll policy.
  case poll
  /// One status request for many jobs: a list or a batch query of the API.
  case list
  /// One long poll for one job, where there are connections for it; else as ``poll``.
  case longPoll = "await"
  /// The API calls back, and a status request confirms it; the poll policy is the audit that finds what
  /// a lost webhook would leave open.
  case webhook

  /// The wait between two status requests for a job where a scenario says nothing, in nanoseconds.
  public var defaultInterval: Nanoseconds {
    switch self {
    case .poll, .list, .longPoll: 250_000_000
    case .webhook: 30_000_000_000
    }
  }
}
