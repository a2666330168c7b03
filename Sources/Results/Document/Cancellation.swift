/// What became of the jobs that were to be cancelled as a part of the load.
public struct Cancellation: Sendable, Hashable, Codable {
  /// Jobs chosen to be cancelled.
  public var planned = 0
  /// Jobs among them for which a cancel request was sent.
  public var sent = 0
  /// Jobs among the chosen ones that had left the state in which they were to be cancelled.
  public var missed = 0
  /// Jobs whose cancel request was refused.
  public var refused = 0
  /// The outcomes of the jobs for which a cancel request was sent.
  public var outcomes = OutcomeCounts()

  /// No jobs.
  public init() {}
}
