public import Workloads

/// How the states of jobs were learned, and what that took besides the requests.
public struct Following: Sendable, Hashable, Codable {
  /// What became of the webhooks.
  public struct Hooks: Sendable, Hashable, Codable {
    /// Those that named a job of the run.
    public var received: UInt64
    /// Those among them that said nothing new.
    public var repeated: UInt64
    /// Those that were thrown away because there were too many to look at.
    public var dropped: UInt64

    /// Counts from their parts.
    public init(received: UInt64, repeated: UInt64, dropped: UInt64) {
      self.received = received
      self.repeated = repeated
      self.dropped = dropped
    }
  }

  /// How states were learned.
  public var mode: FollowMode
  /// The poll budget: status requests per second at most; null for no limit.
  @OrNull public var pollsPerSecond: Double?
  /// Status requests that were due and waited for the poll budget.
  public var held: UInt64
  /// How long they waited together, in nanoseconds.
  public var heldNanoseconds: UInt64
  /// Times a list was read to its end, or until it had every job that was looked for.
  public var sweeps: UInt64
  /// Jobs that a list did not have, and that were asked about one by one.
  public var listMisses: UInt64
  /// What became of the webhooks.
  public var hooks: Hooks
  /// Jobs that were asked about once more after they ended.
  public var rechecks: UInt64
  /// What a learned poll policy made of it; null for other policies.
  @OrNull public var learned: LearnedPolicy?

  /// Counts from their parts.
  public init(
    mode: FollowMode, pollsPerSecond: Double?, held: UInt64, heldNanoseconds: UInt64,
    sweeps: UInt64, listMisses: UInt64, hooks: Hooks, rechecks: UInt64,
    learned: LearnedPolicy? = nil
  ) {
    self.mode = mode
    self.pollsPerSecond = pollsPerSecond
    self.held = held
    self.heldNanoseconds = heldNanoseconds
    self.sweeps = sweeps
    self.listMisses = listMisses
    self.hooks = hooks
    self.rechecks = rechecks
    self.learned = learned
  }

  enum CodingKeys: String, CodingKey {
    case mode, held, sweeps, hooks, rechecks, learned
    case pollsPerSecond = "polls_per_second"
    case heldNanoseconds = "held_ns"
    case listMisses = "list_misses"
  }
}
