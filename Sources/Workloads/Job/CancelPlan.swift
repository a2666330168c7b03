/// Cancellation as load: a share of the jobs is cancelled at a chosen moment of its life.
public struct CancelPlan: Sendable, Hashable, Codable {
  /// In which state a job is cancelled.
  public enum Moment: String, Sendable, Hashable, Codable, CaseIterable {
    /// While it waits; `after` counts from the acknowledgement.
    case queued
    /// While it runs; `after` counts from the first reply that said so.
    case processing
  }

  /// The share of jobs that are chosen, 0...1, by the seed and the arrival's number alone.
  public var share: Double
  /// In which state they are cancelled; one that has left it by then is not cancelled.
  public var when: Moment
  /// How long after the job was first known to be in it, in nanoseconds.
  public var after: Nanoseconds

  /// Cancels `share` of the jobs `after` nanoseconds into the state `when`.
  public init(share: Double, when: Moment, after: Nanoseconds = 0) {
    self.share = share
    self.when = when
    self.after = after
  }

  enum CodingKeys: String, CodingKey {
    case share, when
    case after = "after_ns"
  }
}
