public import Workloads

/// One request of a probe and what came back.
public struct ProbeExchange: Sendable, Hashable, Codable {
  /// What requests are for.
  public enum Kind: String, Sendable, Hashable, Codable {
    case push
    case poll
    case cancel
    /// A poll after the terminal state.
    case recheck
    case result
    case list
    case longPoll = "long_poll"
  }

  /// What was sent.
  public struct Request: Sendable, Hashable, Codable {
    /// What it is for.
    public var kind: Kind
    /// The method as on the wire.
    public var method: String
    /// Path and query.
    public var path: String
    /// The body; nil for none.
    @OrNull public var body: String?

    /// A request from its parts.
    public init(_ kind: Kind, method: String, path: String, body: String? = nil) {
      self.kind = kind
      self.method = method
      self.path = path
      self.body = body
    }
  }

  /// What came back.
  public struct Reply: Sendable, Hashable, Codable {
    /// The HTTP status.
    public var status: Int
    /// The body; bytes that are not UTF-8 are replaced.
    public var body: String

    /// A reply from its parts.
    public init(_ status: Int, _ body: String) {
      self.status = status
      self.body = body
    }

    /// Whether the status is one from 200 to 299.
    public var isSuccess: Bool { 200...299 ~= status }
  }

  /// What was sent.
  public var request: Request
  /// When the request was sent, on the probe's own clock, in nanoseconds.
  public var sent: Nanoseconds
  /// When the request was sent, in nanoseconds since the Unix epoch.
  public var sentWall: Nanoseconds
  /// How long the exchange took, in nanoseconds.
  public var took: Nanoseconds
  /// What came back; nil when nothing did.
  @OrNull public var reply: Reply?
  /// Why nothing came back.
  @OrNull public var failure: String?
  /// Whether it says anything that the one of its kind before did not.
  public var isNews = true
  /// What the dialect's paths matched in the reply.
  public var findings: [ProbeFinding] = []

  private enum CodingKeys: String, CodingKey {
    case request, reply, failure, findings
    case sent = "sent_ns"
    case sentWall = "sent_wall_ns"
    case took = "took_ns"
    case isNews = "is_news"
  }

  /// An exchange from its parts, not yet judged.
  public init(
    _ request: Request, sent: Nanoseconds, sentWall: Nanoseconds, took: Nanoseconds,
    reply: Reply?, failure: String? = nil
  ) {
    self.request = request
    self.sent = sent
    self.sentWall = sentWall
    self.took = took
    self.reply = reply
    self.failure = failure
  }
}

/// What one path of the dialect matched in one reply.
public struct ProbeFinding: Sendable, Hashable, Codable {
  /// The key of the dialect.
  public var key: String
  /// The path; empty for the reply itself.
  public var path: String
  /// The kind of the value: `string`, `number`, `boolean`, `object`, `array`, `null` or `nothing`.
  public var kind: String
  /// The value as JSON, cut where it is long; empty for nothing.
  public var value: String
  /// What the value means; nil where there is nothing to add.
  @OrNull public var meaning: String?

  /// A finding from its parts.
  public init(key: String, path: String, kind: String, value: String, meaning: String? = nil) {
    self.key = key
    self.path = path
    self.kind = kind
    self.value = value
    self.meaning = meaning
  }

  /// Whether there is a value, be it null.
  public var isPresent: Bool { kind != "nothing" }
}
