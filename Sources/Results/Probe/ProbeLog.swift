internal import Workloads

/// What one job showed about a dialect: every exchange, what each path matched, and each doubt.
public struct ProbeLog: Sendable, Hashable, Codable {
  /// How a probe ended.
  public enum Ending: String, Sendable, Hashable, Codable {
    /// The job was seen in a terminal state.
    case ended
    /// The job was not seen to end in time.
    case unended
    /// The polls of the job were not answered any more, or never were.
    case lost
    /// Someone asked to stop.
    case interrupted
    /// The push was accepted, and no id could be read.
    case noID = "no_id"
    /// The push was refused.
    case refused
    /// The push had no reply.
    case failed
  }

  /// The dialect's name.
  public var api: String
  /// The target's URL, without user and password.
  public var target: String
  /// The header lines of every request, without what may be secret.
  public var headers: [String]
  /// How the probe ended.
  public var ending: Ending
  /// The last state that was read, as a word; nil when there was none.
  @OrNull public var state: String?
  /// Every request with its reply, in order.
  public var exchanges: [ProbeExchange] = []
  /// Every key of the dialect that names a place in a reply, and what is there.
  public var keys: [ProbeKey] = []
  /// What the dialect may have wrong, or what will surprise.
  public var doubts: [ProbeDoubt] = []
  /// What the dialect might say in addition.
  public var notes: [String] = []

  /// A log without exchanges.
  public init(
    api: String, target: String, headers: [String], ending: Ending, state: String? = nil
  ) {
    self.api = api
    self.target = target
    self.headers = headers
    self.ending = ending
    self.state = state
  }

  /// Whether the push had no reply, or one that refused it.
  public var isUnusable: Bool { ending == .refused || ending == .failed }

  /// Whether the job ended and there is no doubt.
  public var isClear: Bool { ending == .ended && doubts.isEmpty }

  /// The log's JSON text.
  public func json() -> String { JSONText.encode(self) }
}

/// A key of the dialect and what became of it.
public struct ProbeKey: Sendable, Hashable, Codable {
  /// What became of a key.
  public enum Verdict: String, Sendable, Hashable, Codable {
    /// It matched something, and there is no doubt about it.
    case matched = "ok"
    /// It matched nothing.
    case never
    /// There is a doubt about it.
    case doubt
    /// No reply was of the kind that it is about.
    case untried
  }

  /// The key as the dialect's file has it, for example `state.path`.
  public var key: String
  /// The path into the reply; empty for the reply itself.
  public var path: String
  /// What became of it.
  public var verdict: Verdict
  /// The different values that it matched, in order, as JSON.
  public var values: [String]

  /// A key from its parts.
  public init(key: String, path: String, verdict: Verdict, values: [String]) {
    self.key = key
    self.path = path
    self.verdict = verdict
    self.values = values
  }
}

/// Something that the dialect may have wrong.
public struct ProbeDoubt: Sendable, Hashable, Codable {
  /// The key of the dialect that it is about; also a key of the scenario.
  public var key: String
  /// The path of the key that it is about, where the key may have several.
  @OrNull public var path: String?
  /// What is doubtful, in one sentence; lower case, no final full stop.
  public var message: String
  /// What to change.
  @OrNull public var hint: String?
  /// The number of the exchange that shows it, from 0; nil when it takes the whole probe.
  @OrNull public var exchange: Int?

  /// A doubt from its parts.
  public init(
    key: String, path: String? = nil, message: String, hint: String? = nil, exchange: Int? = nil
  ) {
    self.key = key
    self.path = path
    self.message = message
    self.hint = hint
    self.exchange = exchange
  }
}
