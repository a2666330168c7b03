public import Workloads

/// How many jobs a second the generator carried on time, and every rate that was tried.
public struct GeneratorCapacityResult: Sendable, Hashable, Codable {
  /// The kind of document that this version writes.
  public static let schema = "sojourn.generator-capacity/1"
  /// What the first versions called the same kind.
  static let earlierSchema = "sojourn.capacity/1"
  /// The p99 dispatch delay from which on a rate is not carried, in nanoseconds.
  public static let delayLimit: Nanoseconds = 1_000_000
  /// The share of the capacity up to which a generator is unlikely to be late.
  public static let soundShare = 0.7

  /// The kind of this document.
  public var schema = GeneratorCapacityResult.schema
  /// The version of sojourn.
  public var version: String
  /// Where it was measured.
  public var environment: RunEnvironment
  /// Number of engines.
  public var engines: Int
  /// Connections of each engine.
  public var connections: Int
  /// The seed of the arrivals.
  public var seed: UInt64
  /// How long all of it took.
  public var durationNanoseconds: Nanoseconds
  /// The capacity; null when none was found.
  @OrNull public var jobsPerSecond: Double?
  /// The rates that were tried, in order.
  public var trials: [Trial]
  /// A trial at ``soundShare`` of the capacity; null without one.
  @OrNull public var soundTrial: Trial?

  /// A result from its parts.
  public init(
    version: String, environment: RunEnvironment, engines: Int, connections: Int, seed: UInt64,
    durationNanoseconds: Nanoseconds, jobsPerSecond: Double?, trials: [Trial],
    soundTrial: Trial? = nil
  ) {
    self.version = version
    self.environment = environment
    self.engines = engines
    self.connections = connections
    self.seed = seed
    self.durationNanoseconds = durationNanoseconds
    self.jobsPerSecond = jobsPerSecond
    self.trials = trials
    self.soundTrial = soundTrial
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, environment, engines, connections, seed, trials
    case durationNanoseconds = "duration_ns"
    case jobsPerSecond = "jobs_per_second"
    case soundTrial = "sound_trial"
  }

  /// Whether the null target was at its own limit when a rate was not carried: then the capacity may be
  /// higher.
  public var isLimitedByTarget: Bool {
    trials.contains { !$0.isCarried && $0.targetBusyShare > 0.9 && $0.engineBusyShare < 0.9 }
  }

  /// The result's JSON text.
  public func json() -> String { JSONText.encode(self) }

  /// One run at one rate.
  public struct Trial: Sendable, Hashable, Codable {
    /// Jobs that were to be pushed each second, on average.
    public var offeredPerSecond: Double
    /// The p99 dispatch delay of the middle one of all seconds; null where nothing was pushed.
    @OrNull public var dispatchDelayP99Nanoseconds: Nanoseconds?
    /// Whether every job was pushed and finished.
    public var isWhole: Bool
    /// The busiest engine's share of time outside its wait.
    public var engineBusyShare: Double
    /// The null target's share of time outside its wait.
    public var targetBusyShare: Double
    /// Whether the rate was carried: every job finished, and that p99 was under 1 ms.
    public var isCarried: Bool

    /// A trial from its parts.
    public init(
      offeredPerSecond: Double, dispatchDelayP99Nanoseconds: Nanoseconds?, isWhole: Bool,
      engineBusyShare: Double, targetBusyShare: Double
    ) {
      self.offeredPerSecond = offeredPerSecond
      self.dispatchDelayP99Nanoseconds = dispatchDelayP99Nanoseconds
      self.isWhole = isWhole
      self.engineBusyShare = engineBusyShare
      self.targetBusyShare = targetBusyShare
      isCarried =
        isWhole && (dispatchDelayP99Nanoseconds ?? .max) < GeneratorCapacityResult.delayLimit
    }

    enum CodingKeys: String, CodingKey {
      case offeredPerSecond = "offered_per_second"
      case dispatchDelayP99Nanoseconds = "dispatch_delay_p99_ns"
      case isWhole = "whole"
      case engineBusyShare = "engine_busy"
      case targetBusyShare = "target_busy"
      case isCarried = "carried"
    }
  }
}
