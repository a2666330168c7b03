public import Scenarios
public import Statistics
public import Workloads

/// What a gate found: a base and a candidate that were run again and again in pairs, and whether the
/// candidate is slower.
///
/// `Schema/sojourn.gate.1.schema.json` describes its JSON form. Times are whole nanoseconds.
public struct GateResult: Sendable, Hashable, Codable {
  /// The kind of document that this version writes and reads.
  public static let schema = "sojourn.gate/1"

  /// The kind of this document.
  public var schema = GateResult.schema
  /// The version of sojourn that carried the gate out.
  public var version: String
  /// The scenario's name.
  public var scenarioName: String
  /// The folder with everything of the gate, as the user named it.
  public var folder: String
  /// When it began, as UTC text.
  public var startedAt: String
  /// How long it took, in nanoseconds.
  public var durationNanoseconds: Nanoseconds
  /// The last word.
  public var verdict: GateVerdict
  /// What the candidate is judged against.
  public var base: GateSideFacts
  /// What is judged.
  public var candidate: GateSideFacts
  /// The time that is judged, as thresholds call it.
  public var metric: String
  /// How it is judged.
  public var rule: GateRule
  /// The seed of the coin and of the schedule and payloads of each pair.
  public var seed: UInt64
  /// The judged quantiles at the last look.
  public var quantiles: [GateQuantile]
  /// The shift over the whole distribution; empty before six pairs.
  public var shift: [GateShiftPoint]
  /// The pairs in the order of time.
  public var pairs: [GatePair]
  /// Attempts at a pair that came to nothing.
  public var repeats: [GateRepeat]
  /// Where the gate was carried out.
  public var environment: RunEnvironment
  /// The scenario of each run but for its target and seed.
  public var scenario: Scenario

  /// A result from its parts.
  public init(
    version: String, folder: String, startedAt: String, durationNanoseconds: Nanoseconds,
    verdict: GateVerdict, base: GateSideFacts, candidate: GateSideFacts, metric: String,
    rule: GateRule, seed: UInt64, quantiles: [GateQuantile], shift: [GateShiftPoint],
    pairs: [GatePair], repeats: [GateRepeat], environment: RunEnvironment, scenario: Scenario
  ) {
    self.version = version
    scenarioName = scenario.name
    self.folder = folder
    self.startedAt = startedAt
    self.durationNanoseconds = durationNanoseconds
    self.verdict = verdict
    self.base = base
    self.candidate = candidate
    self.metric = metric
    self.rule = rule
    self.seed = seed
    self.quantiles = quantiles
    self.shift = shift
    self.pairs = pairs
    self.repeats = repeats
    self.environment = environment
    self.scenario = scenario
  }

  enum CodingKeys: String, CodingKey {
    case schema, version, folder, verdict, base, candidate, metric, rule, seed, quantiles, shift
    case pairs, repeats, environment, scenario
    case scenarioName = "scenario_name"
    case startedAt = "started_at"
    case durationNanoseconds = "duration_ns"
  }

  /// The document as JSON: sorted keys, indented, with a final line break.
  public func json() -> String { JSONText.encode(self) }
}

/// The verdict of a gate.
public struct GateVerdict: Sendable, Hashable, Codable {
  /// What is to be known beside the result.
  public enum Limit: String, Sendable, Hashable, Codable, CaseIterable {
    /// The same two instances served all pairs: what differs between two starts of one build is not
    /// covered.
    case conditional
    /// More of the candidate's jobs did not finish, so it cannot pass.
    case moreUnfinished = "more_unfinished"
    /// The difference changed in the course of the gate.
    case trend
    /// Some runs have too few jobs for a quantile of the rule, so it is not among the judged ones.
    case unjudged
    /// Somebody ended the gate early.
    case interrupted
  }

  /// Whose trouble it is that a gate is invalid.
  public enum TroubleSide: String, Sendable, Hashable, Codable, CaseIterable {
    /// The base's: its command fails, nobody answers there, or its runs tell nothing.
    case base
    /// The candidate's: its command fails, or nobody answers there.
    case candidate
    /// The machine's, or that of what was asked: a full disk, a key that is refused.
    case elsewhere
  }

  /// The result for all judged quantiles together.
  ///
  /// Fail: a quantile is higher, beyond chance and by more than the least effect. Pass: each is surely
  /// within its tolerance. Inconclusive: the pairs do not decide. Invalid: a pair cannot be believed.
  public var result: Ruling
  /// The exit code that goes with it.
  public var exitCode: Int
  /// Why there is no other verdict, where the quantiles do not say it; null elsewhere.
  @OrNull public var reason: String?
  /// Whose trouble it is that the gate is invalid; null where that is not known, as for a run that is
  /// not valid, and for every other result.
  @OrNull public var troubleOf: TroubleSide?
  /// What is to be known beside it.
  public var limits: [Limit]

  /// The verdict `result` under `limits`.
  public init(
    _ result: Ruling, reason: String? = nil, troubleOf: TroubleSide? = nil, limits: [Limit] = []
  ) {
    self.result = result
    exitCode = result.exitCode
    self.reason = reason
    self.troubleOf = troubleOf
    self.limits = limits
  }

  enum CodingKeys: String, CodingKey {
    case result, reason, limits
    case exitCode = "exit_code"
    case troubleOf = "trouble_of"
  }
}

/// One of the two sides of a gate.
public struct GateSideFacts: Sendable, Hashable, Codable {
  /// What a side is.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A job API that is there already.
    case url
    /// A command that starts or deploys one before each run.
    case command
    /// The server in this process, started for each run.
    case embedded
  }

  /// What it is.
  public var kind: Kind
  /// The URL or the command as the user gave it, secrets masked.
  public var text: String

  /// A side from its parts.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }
}
