/// One of two runs that are compared: what it was and what came of it beside its times.
public struct ComparedRun: Sendable, Hashable, Codable {
  /// Where the run is stored, as the user named it.
  public var path: String
  /// The version of sojourn that made the run.
  public var version: String
  /// The scenario's name.
  public var scenarioName: String
  /// When, how long, against what.
  public var run: RunFacts
  /// The machine and the libraries.
  public var machine: RunEnvironment
  /// What became of the scheduled arrivals.
  public var jobs: JobCounts
  /// Arrivals and terminal states per second.
  public var throughput: Throughput
  /// The scenario's conditions and whether they hold.
  public var thresholds: [ThresholdResult]
  /// Whether the run may be believed.
  public var soundness: Validity.Soundness
  /// What speaks against the run, worst first.
  public var reasons: [Validity.Reason]

  /// The run of `document`, stored at `path`.
  public init(path: String, _ document: RunDocument) {
    self.path = path
    version = document.version
    scenarioName = document.scenarioName
    run = document.run
    machine = document.environment.machine
    jobs = document.jobs
    throughput = document.throughput
    thresholds = document.thresholds
    soundness = document.validity.verdict
    reasons = document.validity.reasons
  }

  enum CodingKeys: String, CodingKey {
    case path, version, run, machine, jobs, throughput, thresholds, reasons
    case scenarioName = "scenario_name"
    case soundness = "validity"
  }

  /// The share of the scheduled jobs that did not finish; nil without any.
  public var unfinishedShare: Double? {
    guard jobs.scheduled > 0 else { return nil }
    return Double(jobs.scheduled - jobs.outcomes.finished) / Double(jobs.scheduled)
  }
}

/// The times of one job class in both runs.
public struct ClassComparison: Sendable, Hashable, Codable {
  /// The class's name in the scenario.
  public var name: String
  /// What became of its arrivals in the base.
  public var base: JobCounts
  /// What became of its arrivals in the candidate.
  public var candidate: JobCounts
  /// Its times; no verdict hangs on them.
  public var metrics: [MetricComparison]

  /// A class from its parts.
  public init(
    name: String, base: JobCounts, candidate: JobCounts, metrics: [MetricComparison]
  ) {
    self.name = name
    self.base = base
    self.candidate = candidate
    self.metrics = metrics
  }
}

/// Something that was not the same when the two runs were made.
public struct RunDifference: Sendable, Hashable, Codable {
  /// What differs.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The arrivals.
    case schedule
    /// The bodies of the pushes.
    case payload
    /// A value of the effective scenario.
    case scenario
    /// A value of the dialect.
    case dialect
    /// The class of machine, or how sojourn ran on it.
    case machine
    /// The version of sojourn.
    case version

    /// Whether it makes the two runs answers to different questions.
    public var isUnlike: Bool { self != .machine && self != .version }
  }

  /// What differs.
  public var kind: Kind
  /// Which value, for example `load[0].constant.rate`.
  public var subject: String
  /// Its value in the base; null where it has none.
  @OrNull public var base: String?
  /// Its value in the candidate; null where it has none.
  @OrNull public var candidate: String?

  /// A difference from its parts.
  public init(_ kind: Kind, _ subject: String, base: String?, candidate: String?) {
    self.kind = kind
    self.subject = subject
    self.base = base
    self.candidate = candidate
  }
}
