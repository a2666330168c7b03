/// What a learned poll policy was asked for, and what it made of it.
public struct LearnedPolicy: Sendable, Hashable, Codable {
  /// The status requests per job that were asked for.
  public var requestsPerJob: Double
  /// Those that it took, of all acknowledged jobs; null without any job.
  @OrNull public var reached: Double?
  /// The median of the planned waits before a poll, in nanoseconds; null without any poll.
  @OrNull public var medianGap: Int64?
  /// The share of polls that were placed by when a job was to start, or had started, in a queue that is
  /// first in, first out; null without any poll.
  @OrNull public var wavefrontShare: Double?
  /// Times the density of polls was solved for anew.
  public var refits: UInt64

  /// Facts from their parts.
  public init(
    requestsPerJob: Double, reached: Double?, medianGap: Int64?, wavefrontShare: Double?,
    refits: UInt64
  ) {
    self.requestsPerJob = requestsPerJob
    self.reached = reached
    self.medianGap = medianGap
    self.wavefrontShare = wavefrontShare
    self.refits = refits
  }

  enum CodingKeys: String, CodingKey {
    case reached, refits
    case requestsPerJob = "requests_per_job"
    case medianGap = "median_gap_ns"
    case wavefrontShare = "wavefront_share"
  }
}
