public import Workloads

/// When a run was made, for how long, how it ended and against what.
public struct RunFacts: Sendable, Hashable, Codable {
  /// How a run ended.
  public enum Ending: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every arrival was dispatched and every job followed to an outcome.
    case complete
    /// A person or a signal stopped it.
    case interrupted
    /// It ended itself early.
    case aborted
    /// Its process died, or it goes on: what the job table held at the time of reading.
    case partial
  }

  /// What decides when jobs enter.
  public enum Workload: String, Sendable, Hashable, Codable, CaseIterable {
    /// The schedule alone.
    case open
    /// The job API as well: a member of a fixed population pushes when its job before has ended.
    case closed
    /// Some phases are open and some are closed.
    case mixed
  }

  /// The run's start as UTC text, for example `2026-11-24T03:15:00.250Z`.
  public var startedAt: String
  /// From the run's start to its end, or to the last thing that is known of a partial run.
  public var durationNanoseconds: Nanoseconds
  /// How it ended.
  public var ending: Ending
  /// How often it was resumed.
  public var resumptions: Int
  /// What decides when jobs enter.
  public var workload: Workload
  /// Number of engines.
  public var engines: Int
  /// The seed of every random sequence that the scenario gives none of its own.
  public var seed: UInt64
  /// The URL of the job API.
  public var url: String
  /// The fingerprint of the schedule in the job table, in which the instants of closed phases are not
  /// decided: equal ones stand for the same arrivals.
  public var scheduleHash: String
  /// What was tested, for example a commit; absent where nobody said.
  public var revision: String?

  /// Facts from their parts.
  public init(
    startedAt: String, durationNanoseconds: Nanoseconds, ending: Ending, resumptions: Int,
    workload: Workload, engines: Int, seed: UInt64, url: String, scheduleHash: String,
    revision: String? = nil
  ) {
    self.startedAt = startedAt
    self.durationNanoseconds = durationNanoseconds
    self.ending = ending
    self.resumptions = resumptions
    self.workload = workload
    self.engines = engines
    self.seed = seed
    self.url = url
    self.scheduleHash = scheduleHash
    self.revision = revision
  }

  enum CodingKeys: String, CodingKey {
    case ending, resumptions, workload, engines, seed, url, revision
    case startedAt = "started_at"
    case durationNanoseconds = "duration_ns"
    case scheduleHash = "schedule_hash"
  }
}

/// The machine of a run, and what the engines used of it.
public struct Environment: Sendable, Hashable, Codable {
  /// The machine and the libraries.
  public var machine: RunEnvironment
  /// Nanoseconds that all engines together spent outside their blocking call.
  public var engineBusyNanoseconds: UInt64
  /// Nanoseconds that all engines together spent in their blocking call.
  public var engineIdleNanoseconds: UInt64
  /// What the monitor saw; null when it did not run.
  @OrNull public var monitor: MonitorFacts?

  /// An environment from its parts.
  public init(
    machine: RunEnvironment, engineBusyNanoseconds: UInt64, engineIdleNanoseconds: UInt64,
    monitor: MonitorFacts? = nil
  ) {
    self.machine = machine
    self.engineBusyNanoseconds = engineBusyNanoseconds
    self.engineIdleNanoseconds = engineIdleNanoseconds
    self.monitor = monitor
  }

  enum CodingKeys: String, CodingKey {
    case monitor
    case engineBusyNanoseconds = "engine_busy_ns"
    case engineIdleNanoseconds = "engine_idle_ns"
  }

  /// Reads the machine's facts and the engines' from one object.
  public init(from decoder: any Decoder) throws {
    machine = try RunEnvironment(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    engineBusyNanoseconds = try container.decode(UInt64.self, forKey: .engineBusyNanoseconds)
    engineIdleNanoseconds = try container.decode(UInt64.self, forKey: .engineIdleNanoseconds)
    _monitor = try container.decode(OrNull<MonitorFacts>.self, forKey: .monitor)
  }

  /// Writes the machine's facts and the engines' into one object.
  public func encode(to encoder: any Encoder) throws {
    try machine.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(engineBusyNanoseconds, forKey: .engineBusyNanoseconds)
    try container.encode(engineIdleNanoseconds, forKey: .engineIdleNanoseconds)
    try container.encode(_monitor, forKey: .monitor)
  }
}
