/// What went over the wire.
public struct RequestCounts: Sendable, Hashable, Codable {
  /// Requests of one kind.
  public struct Kind: Sendable, Hashable, Codable {
    /// Requests sent.
    public var sent: UInt64
    /// Complete replies by HTTP status.
    public var replies: [String: UInt64]
    /// Failures by name, for example `timeout`.
    public var failures: [String: UInt64]

    /// Counts from their parts.
    public init(sent: UInt64, replies: [String: UInt64], failures: [String: UInt64]) {
      self.sent = sent
      self.replies = replies
      self.failures = failures
    }
  }

  /// The kinds of request.
  public struct Kinds: Sendable, Hashable, Codable {
    /// Pushes.
    public var push: Kind
    /// Polls.
    public var poll: Kind
    /// Cancellations.
    public var cancel: Kind
    /// Requests about many jobs.
    public var list: Kind
    /// Long polls.
    public var longPoll: Kind

    /// Kinds from their parts.
    public init(push: Kind, poll: Kind, cancel: Kind, list: Kind, longPoll: Kind) {
      self.push = push
      self.poll = poll
      self.cancel = cancel
      self.list = list
      self.longPoll = longPoll
    }

    /// Status requests sent, of whatever kind: what it costs to follow.
    public var statusSent: UInt64 { poll.sent + list.sent + longPoll.sent }

    enum CodingKeys: String, CodingKey {
      case push, poll, cancel, list
      case longPoll = "await"
    }
  }

  /// Requests repeated by rule.
  public struct Retries: Sendable, Hashable, Codable {
    /// Pushes repeated because the earlier one was surely not accepted.
    public var push: UInt64
    /// Polls repeated because the earlier one failed.
    public var poll: UInt64

    /// Retries from their parts.
    public init(push: UInt64, poll: UInt64) {
      self.push = push
      self.poll = poll
    }
  }

  /// Requests of all kinds.
  public var total: UInt64
  /// Requests by kind, status and failure.
  public var byKind: Kinds
  /// Repeated requests.
  public var retries: Retries
  /// Waits that a `Retry-After` header set.
  public var retryAfterHonoured: UInt64
  /// Status requests sent per acknowledged job; null when there is none.
  @OrNull public var perJob: Double?
  /// Bytes of reply bodies.
  public var replyBytes: UInt64
  /// Connections opened.
  public var connectionsOpened: UInt64

  /// Counts from their parts.
  public init(
    byKind: Kinds, retries: Retries, retryAfterHonoured: UInt64, perJob: Double?,
    replyBytes: UInt64, connectionsOpened: UInt64
  ) {
    total = byKind.push.sent + byKind.cancel.sent + byKind.statusSent
    self.byKind = byKind
    self.retries = retries
    self.retryAfterHonoured = retryAfterHonoured
    self.perJob = perJob
    self.replyBytes = replyBytes
    self.connectionsOpened = connectionsOpened
  }

  enum CodingKeys: String, CodingKey {
    case total, retries
    case byKind = "by_kind"
    case retryAfterHonoured = "retry_after_honoured"
    case perJob = "per_job"
    case replyBytes = "reply_bytes"
    case connectionsOpened = "connections_opened"
  }
}
