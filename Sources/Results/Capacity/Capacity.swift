public import Workloads

/// The largest rate at which a job API kept what was asked of it, and every run that says so.
public struct Capacity: Sendable, Hashable, Codable {
  /// The kind of document that this version writes and reads.
  public static let schema = "sojourn.capacity/1"

  /// The kind of this document.
  public var schema = Capacity.schema
  /// The version of sojourn.
  public var version: String
  /// When the search began, as UTC text.
  public var startedAt: String
  /// How long it has taken.
  public var durationNanoseconds: Nanoseconds = 0
  /// The scenario's name.
  public var scenarioName: String
  /// The scenario file as the user named it.
  public var scenarioFile: String
  /// The URL of the job API; `embedded` for the embedded server.
  public var target: String
  /// Where the generator ran.
  public var environment: RunEnvironment
  /// Number of engines.
  public var engines: Int
  /// The seed that those of the runs are derived from.
  public var seed: UInt64
  /// What had to hold, as written.
  public var conditions: [String]
  /// How the search was carried out.
  public var plan: Plan
  /// How it ended.
  public var ending = Ending.interrupted
  /// The exit code that goes with it.
  public var exitCode = Ending.interrupted.exitCode
  /// Why, where the ending does not say it all; null elsewhere.
  @OrNull public var reason: String?
  /// The largest certified rate, in arrivals per second; null where none was certified.
  @OrNull public var jobsPerSecond: Double?
  /// The highest rate that was sustained in a trial, certified or not; null for none.
  @OrNull public var highestMetPerSecond: Double?
  /// The lowest rate above that was not sustained; null for none.
  @OrNull public var lowestFailedPerSecond: Double?
  /// How many jobs run at once at the found rate: the rate times the mean processing time.
  @OrNull public var workers: Double?
  /// The bursts, in order.
  public var drains: [Drain] = []
  /// Whether the last two bursts were worked off at one rate.
  public var isDrainSteady = false
  /// The trials, in order.
  public var trials: [Trial] = []

  /// A search that has not tried anything.
  public init(
    version: String, startedAt: String, scenarioName: String, scenarioFile: String, target: String,
    environment: RunEnvironment, engines: Int, seed: UInt64, conditions: [String], plan: Plan
  ) {
    self.version = version
    self.startedAt = startedAt
    self.scenarioName = scenarioName
    self.scenarioFile = scenarioFile
    self.target = target
    self.environment = environment
    self.engines = engines
    self.seed = seed
    self.conditions = conditions
    self.plan = plan
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, target, environment, engines, seed, conditions, plan, ending, reason
    case workers, drains, trials
    case startedAt = "started_at"
    case durationNanoseconds = "duration_ns"
    case scenarioName = "scenario"
    case scenarioFile = "scenario_file"
    case exitCode = "exit_code"
    case jobsPerSecond = "jobs_per_second"
    case highestMetPerSecond = "highest_met_per_second"
    case lowestFailedPerSecond = "lowest_failed_per_second"
    case isDrainSteady = "drain_steady"
  }

  /// Says how the search ended.
  public mutating func end(_ ending: Ending, reason: String? = nil) {
    self.ending = ending
    self.reason = reason
    exitCode = ending.exitCode
  }

  /// The document's JSON text.
  public func json() -> String { JSONText.encode(self) }

  /// How a search ended.
  public enum Ending: String, Sendable, Hashable, Codable, CaseIterable {
    /// With a certified rate.
    case found
    /// Not even the lowest rate was sustained.
    case notMet = "not_met"
    /// The highest rate that was allowed was sustained: the limit is above.
    case noLimit = "no_limit"
    /// The generator could not push on time: the limit of the job API was not reached.
    case generatorLimit = "generator_limit"
    /// A run could not vouch for itself, as often as it was tried.
    case invalid
    /// Somebody stopped it, or it goes on.
    case interrupted

    /// The exit code.
    public var exitCode: Int {
      switch self {
      case .found: 0
      case .notMet: 1
      case .noLimit, .generatorLimit: 2
      case .invalid: 125
      case .interrupted: 130
      }
    }
  }

  /// How a search is carried out.
  public struct Plan: Sendable, Hashable, Codable {
    /// Whether the short form was asked for.
    public var isQuick: Bool
    /// How often a trial is carried out, at most, until its run is valid.
    public var attempts: Int
    /// Probes in the first bracket.
    public var probes: Int
    /// The shortest probe.
    public var probeNanoseconds: Nanoseconds
    /// Trials in a row that a rate must hold.
    public var certifications: Int
    /// The shortest certification.
    public var certificationNanoseconds: Nanoseconds
    /// A trial has at least so many arrivals, on average.
    public var jobs: Int
    /// No higher rate is tried.
    public var highestPerSecond: Double

    /// A plan from its parts.
    public init(
      isQuick: Bool, attempts: Int, probes: Int, probeNanoseconds: Nanoseconds,
      certifications: Int, certificationNanoseconds: Nanoseconds, jobs: Int,
      highestPerSecond: Double
    ) {
      self.isQuick = isQuick
      self.attempts = attempts
      self.probes = probes
      self.probeNanoseconds = probeNanoseconds
      self.certifications = certifications
      self.certificationNanoseconds = certificationNanoseconds
      self.jobs = jobs
      self.highestPerSecond = highestPerSecond
    }

    enum CodingKeys: String, CodingKey {
      case attempts, probes, certifications, jobs
      case isQuick = "quick"
      case probeNanoseconds = "probe_ns"
      case certificationNanoseconds = "certification_ns"
      case highestPerSecond = "highest_per_second"
    }
  }
}
