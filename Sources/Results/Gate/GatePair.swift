public import Workloads

/// A run of the base and one of the candidate with the same arrivals and payloads, one right after the
/// other.
public struct GatePair: Sendable, Hashable, Codable {
  /// The pair's number, from 1.
  public var number: Int
  /// The seed of both runs.
  public var seed: UInt64
  /// Whether the coin let the candidate run first.
  public var isCandidateFirst: Bool
  /// The run of the base.
  public var base: GateRun
  /// The run of the candidate.
  public var candidate: GateRun
  /// ln(candidate / base) of each judged quantile, by its name.
  public var changes: [String: Double]
  /// ln(candidate / base) of each quantile of the shift, by its name.
  public var shift: [String: Double]

  /// A pair from its parts.
  public init(
    number: Int, seed: UInt64, isCandidateFirst: Bool, base: GateRun, candidate: GateRun,
    changes: [String: Double], shift: [String: Double]
  ) {
    self.number = number
    self.seed = seed
    self.isCandidateFirst = isCandidateFirst
    self.base = base
    self.candidate = candidate
    self.changes = changes
    self.shift = shift
  }

  enum CodingKeys: String, CodingKey {
    case number, seed, base, candidate, changes, shift
    case isCandidateFirst = "candidate_first"
  }
}

/// One run of a pair.
public struct GateRun: Sendable, Hashable, Codable {
  /// The name of its folder in the gate's.
  public var folder: String
  /// When it began, as UTC text.
  public var startedAt: String
  /// The fingerprint of its schedule: the same in both runs of a pair.
  public var scheduleHash: String
  /// Number of scheduled jobs.
  public var scheduled: Int
  /// Number of jobs that finished.
  public var finished: Int
  /// The judged quantiles by their names, in nanoseconds; one that falls among jobs which were not seen
  /// to end is missing.
  public var quantiles: [String: Nanoseconds]

  /// A run from its parts.
  public init(
    folder: String, startedAt: String, scheduleHash: String, scheduled: Int, finished: Int,
    quantiles: [String: Nanoseconds]
  ) {
    self.folder = folder
    self.startedAt = startedAt
    self.scheduleHash = scheduleHash
    self.scheduled = scheduled
    self.finished = finished
    self.quantiles = quantiles
  }

  enum CodingKeys: String, CodingKey {
    case folder, scheduled, finished
    case startedAt = "started_at"
    case scheduleHash = "schedule_hash"
    case quantiles = "quantiles_ns"
  }
}

/// An attempt at a pair that came to nothing, because one of its runs was not valid.
public struct GateRepeat: Sendable, Hashable, Codable {
  /// The pair's number, from 1.
  public var pair: Int
  /// The folder of the run that is not valid, in the gate's.
  public var folder: String
  /// Why it is not.
  public var reason: String

  /// An attempt from its parts.
  public init(pair: Int, folder: String, reason: String) {
    self.pair = pair
    self.folder = folder
    self.reason = reason
  }
}
