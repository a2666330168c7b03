/// Two runs side by side: how the times of the candidate differ from those of the base, and how much
/// of it may be said for certain.
///
/// `Schema/sojourn.comparison.1.schema.json` describes its JSON form. Times are whole nanoseconds.
/// Equal runs give equal bytes.
public struct Comparison: Sendable, Hashable, Codable {
  /// The kind of document that this version writes.
  public static let schema = "sojourn.comparison/1"

  /// The kind of this document.
  public var schema = Comparison.schema
  /// The version of sojourn that compared.
  public var version: String
  /// The last word.
  public var verdict: ComparisonVerdict
  /// The run that is compared with.
  public var base: ComparedRun
  /// The run that is judged.
  public var candidate: ComparedRun
  /// What is not the same in both runs, apart from the target and what came out.
  public var differences: [RunDifference]
  /// Whether unlike runs were compared because somebody asked for it.
  public var isForced: Bool
  /// The earlier runs that say how much one run differs from the next.
  public var history: RunHistory
  /// The times of all jobs.
  public var metrics: [MetricComparison]
  /// Which part of a job's life carries the change of end-to-end times; null where it is not known.
  @OrNull public var movement: Movement?
  /// The times of each job class that both runs have.
  public var classes: [ClassComparison]

  /// A comparison from its parts.
  public init(
    version: String, verdict: ComparisonVerdict, base: ComparedRun, candidate: ComparedRun,
    differences: [RunDifference], isForced: Bool, history: RunHistory,
    metrics: [MetricComparison], movement: Movement?, classes: [ClassComparison]
  ) {
    self.version = version
    self.verdict = verdict
    self.base = base
    self.candidate = candidate
    self.differences = differences
    self.isForced = isForced
    self.history = history
    self.metrics = metrics
    self.movement = movement
    self.classes = classes
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, verdict, base, candidate, differences, history, metrics, movement, classes
    case isForced = "compared_anyway"
  }

  /// Whether the two runs differ in what was asked, so that their times are not those of one load.
  public var isUnlike: Bool { differences.contains { $0.kind.isUnlike } }

  /// The document as JSON: sorted keys, indented, with a final line break.
  public func json() -> String { JSONText.encode(self) }
}

/// The verdict on a candidate.
public struct ComparisonVerdict: Sendable, Hashable, Codable {
  /// What keeps the verdict from being more than it is.
  public enum Limit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Too few earlier runs say how much one run differs from the next.
    case noHistory = "no_history"
    /// The runs were made on machines of different classes.
    case otherMachine = "other_machine"
    /// The runs were made by different versions of sojourn.
    case otherVersion = "other_version"
    /// The runs are unlike and were compared anyway.
    case unlike
    /// More of the candidate's jobs did not finish, so its times are those of other jobs.
    case moreUnfinished = "more_unfinished"

    /// Whether a verdict with it is advice only.
    public var isAdvisory: Bool { self != .moreUnfinished }
  }

  /// The result for all judged quantiles together.
  ///
  /// Pass: within the tolerances. Fail: a regression. Inconclusive: the runs do not decide. Invalid: one
  /// of them cannot be believed.
  public var result: Ruling
  /// Whether the result is advice only: two runs like these can differ as much for other reasons.
  public var isAdvisory: Bool
  /// What keeps the verdict from being more than it is.
  public var limits: [Limit]
  /// The exit code that goes with it: a regression that is advice only decides nothing.
  public var exitCode: Int

  /// The verdict `result` under `limits`.
  public init(_ result: Ruling, limits: [Limit]) {
    self.result = result
    self.limits = limits
    isAdvisory = result != .invalid && limits.contains(where: \.isAdvisory)
    exitCode = isAdvisory && result == .fail ? Ruling.inconclusive.exitCode : result.exitCode
  }

  enum CodingKeys: String, CodingKey {
    case result, limits
    case isAdvisory = "advisory"
    case exitCode = "exit_code"
  }
}

/// Earlier runs with the same schedule on the same class of machine.
public struct RunHistory: Sendable, Hashable, Codable {
  /// As many runs are needed before they can tell how much runs differ.
  public static let needed = 8

  /// Where they were looked for.
  public var folder: String
  /// How many were used.
  public var runs: Int

  /// A history from its parts.
  public init(folder: String, runs: Int) {
    self.folder = folder
    self.runs = runs
  }
}
