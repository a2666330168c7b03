/// The runs of a folder in the order of time, and where their times change.
///
/// `Schema/sojourn.trend.1.schema.json` describes its JSON form. Times are whole nanoseconds. Equal runs
/// give equal bytes.
public struct Trend: Sendable, Hashable, Codable {
  /// The kind of document that this version writes.
  public static let schema = "sojourn.trend/1"

  /// The kind of this document.
  public var schema = Trend.schema
  /// The version of sojourn that looked.
  public var version: String
  /// Where the runs were looked for, as the user named it.
  public var folder: String
  /// When two stretches of a series are taken for different.
  public var rule: TrendRule
  /// How many runs were found, those that were left out included.
  public var runs: Int
  /// The runs that say nothing, in the order of their paths.
  public var leftOut: [LeftOutRun]
  /// Runs that can be seen together, those with the newest run first.
  public var series: [TrendSeries]

  /// A trend from its parts.
  public init(
    version: String, folder: String, rule: TrendRule, runs: Int, leftOut: [LeftOutRun],
    series: [TrendSeries]
  ) {
    self.version = version
    self.folder = folder
    self.rule = rule
    self.runs = runs
    self.leftOut = leftOut
    self.series = series
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, folder, rule, runs, series
    case leftOut = "left_out"
  }

  /// Every mark of every series.
  public var marks: [TrendMark] { series.flatMap(\.metrics).flatMap(\.marks) }

  /// Whether a time got longer not long ago, and has not become shorter since.
  public var isSlower: Bool { marks.contains(where: \.isSlowdown) }

  /// The document as JSON: sorted keys, indented, with a final line break.
  public func json() -> String { JSONText.encode(self) }
}

/// When two stretches of a series are taken for different.
public struct TrendRule: Sendable, Hashable, Codable {
  /// As many of the newest runs are looked at together at most.
  public var window: Int
  /// As many runs are on each side of a mark at least.
  public var shortest: Int
  /// Below this number of runs nothing is judged.
  public var fewest: Int
  /// As many runs a series needs before it can have a suspect.
  public var needsForSuspect: Int
  /// As many runs a series needs before it can have a change point.
  public var needsForChangePoint: Int
  /// Below this probability under no change a place is a change point.
  public var changePoint: Double
  /// Below this probability under no change a place is suspect.
  public var suspect: Double
  /// Changes by a smaller share are not marked.
  public var smallest: Double

  /// A rule from its parts.
  public init(
    window: Int, shortest: Int, fewest: Int, needsForSuspect: Int, needsForChangePoint: Int,
    changePoint: Double, suspect: Double, smallest: Double
  ) {
    self.window = window
    self.shortest = shortest
    self.fewest = fewest
    self.needsForSuspect = needsForSuspect
    self.needsForChangePoint = needsForChangePoint
    self.changePoint = changePoint
    self.suspect = suspect
    self.smallest = smallest
  }

  enum CodingKeys: String, CodingKey {
    case window, shortest, fewest, suspect, smallest
    case needsForSuspect = "needs_for_suspect"
    case needsForChangePoint = "needs_for_change_point"
    case changePoint = "change_point"
  }
}

/// A run that says nothing about a trend.
public struct LeftOutRun: Sendable, Hashable, Codable {
  /// Why a run says nothing.
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// It cannot be believed.
    case invalid
    /// Its process died, or it goes on.
    case partial
    /// It cannot be read.
    case unreadable
    /// It is the same run as one that counts, stored a second time.
    case copy
  }

  /// Where the run is stored.
  public var path: String
  /// Why it says nothing.
  public var reason: Reason
  /// The same in words, with the numbers; no final full stop.
  public var message: String

  /// A run at `path` that says nothing.
  public init(path: String, _ reason: Reason, _ message: String) {
    self.path = path
    self.reason = reason
    self.message = message
  }
}
