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

  /// The poll policy where a scenario says nothing.
  ///
  /// One request for one job is worth placing well. A list is read for all jobs at once, and the audit of
  /// webhooks is to find what never comes; neither has a budget for each job. Where long polls are few, a
  /// job without one is polled plainly.
  public var defaultPolicy: PollPolicy {
    switch self {
    case .poll: .learned(requestsPerJob: PollPolicy.usualRequestsPerJob)
    case .list, .longPoll: .fixed(every: 250_000_000)
    case .webhook: .fixed(every: 30_000_000_000)
    }
  }
}
