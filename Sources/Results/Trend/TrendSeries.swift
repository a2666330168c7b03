public import Workloads

/// Runs of the same load on the same class of machine, in the order of their starts.
public struct TrendSeries: Sendable, Hashable, Codable {
  /// The name of the newest run's scenario.
  public var scenarioName: String
  /// The scenario file of the newest run, as the user named it.
  public var scenarioFile: String
  /// The fingerprint of the schedule.
  public var scheduleHash: String
  /// The machine and the libraries of the newest run.
  public var machine: RunEnvironment
  /// Number of engines.
  public var engines: Int
  /// What makes it another series than the first one of a scenario of this name, whose values are those
  /// of the base; empty for that one.
  public var differences: [RunDifference]
  /// Whether there are enough runs to judge.
  public var isJudged: Bool
  /// The runs, from old to new.
  public var runs: [TrendRun]
  /// The times, each with its values and marks.
  public var metrics: [TrendMetric]

  /// A series from its parts.
  public init(
    scenarioName: String, scenarioFile: String, scheduleHash: String, machine: RunEnvironment,
    engines: Int, differences: [RunDifference], isJudged: Bool, runs: [TrendRun],
    metrics: [TrendMetric]
  ) {
    self.scenarioName = scenarioName
    self.scenarioFile = scenarioFile
    self.scheduleHash = scheduleHash
    self.machine = machine
    self.engines = engines
    self.differences = differences
    self.isJudged = isJudged
    self.runs = runs
    self.metrics = metrics
  }

  enum CodingKeys: String, CodingKey {
    case machine, engines, differences, runs, metrics
    case scenarioName = "scenario_name"
    case scenarioFile = "scenario_file"
    case scheduleHash = "schedule_hash"
    case isJudged = "judged"
  }
}

/// A run of a series.
public struct TrendRun: Sendable, Hashable, Codable {
  /// Where it is stored.
  public var path: String
  /// Its start as UTC text.
  public var startedAt: String
  /// What was tested; null where nobody said.
  @OrNull public var revision: String?
  /// The version of sojourn that made it.
  public var version: String
  /// Number of scheduled jobs.
  public var jobs: Int

  /// A run from its parts.
  public init(path: String, startedAt: String, revision: String?, version: String, jobs: Int) {
    self.path = path
    self.startedAt = startedAt
    self.revision = revision
    self.version = version
    self.jobs = jobs
  }

  enum CodingKeys: String, CodingKey {
    case path, revision, version, jobs
    case startedAt = "started_at"
  }
}

/// One quantile of one time over the runs of a series.
public struct TrendMetric: Sendable, Hashable, Codable {
  /// The time, as thresholds call it, for example `end_to_end`.
  public var name: String
  /// The quantile, for example `p99`.
  public var quantile: String
  /// Where the values come from, for example `server stamps`; those of runs with another source are no
  /// values of this quantity.
  public var source: String
  /// What is known of the runs that have a value, from old to new.
  public var values: [TrendValue]
  /// The stretches between the change points, from old to new; suspects part nothing.
  public var segments: [TrendSegment]
  /// Where the values change, from old to new.
  public var marks: [TrendMark]

  /// A metric from its parts.
  public init(
    name: String, quantile: String, source: String, values: [TrendValue],
    segments: [TrendSegment], marks: [TrendMark]
  ) {
    self.name = name
    self.quantile = quantile
    self.source = source
    self.values = values
    self.segments = segments
    self.marks = marks
  }
}

/// A quantile of one run of a series.
public struct TrendValue: Sendable, Hashable, Codable {
  /// The index of the run in the series.
  public var run: Int
  /// The estimate, in nanoseconds, or the least that it can be.
  public var value: Nanoseconds
  /// Whether the quantile falls among jobs that were not seen to end, so that it is this or more.
  public var isAtLeast: Bool

  /// A value of the `run`th run.
  public init(run: Int, value: Nanoseconds, isAtLeast: Bool) {
    self.run = run
    self.value = value
    self.isAtLeast = isAtLeast
  }

  enum CodingKeys: String, CodingKey {
    case run
    case value = "value_ns"
    case isAtLeast = "at_least"
  }
}

/// The runs between two change points.
public struct TrendSegment: Sendable, Hashable, Codable {
  /// The index of its first run in the series.
  public var first: Int
  /// The index of its last run.
  public var last: Int
  /// How many of these runs have a value.
  public var count: Int
  /// The median of their values, in nanoseconds.
  public var median: Nanoseconds

  /// A segment from its parts.
  public init(first: Int, last: Int, count: Int, median: Nanoseconds) {
    self.first = first
    self.last = last
    self.count = count
    self.median = median
  }

  enum CodingKeys: String, CodingKey {
    case first, last, count
    case median = "median_ns"
  }
}
