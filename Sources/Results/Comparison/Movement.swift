public import Workloads

/// Which part of a job's life carries the change of end-to-end times.
public struct Movement: Sendable, Hashable, Codable {
  /// One part of a job's life.
  public struct Part: Sendable, Hashable, Codable {
    /// The part, as thresholds call it.
    public var name: String
    /// What it took in the base, in nanoseconds.
    public var base: Nanoseconds
    /// What it took in the candidate, in nanoseconds.
    public var candidate: Nanoseconds
    /// Its change as a share of that of end-to-end times; null where those did not change.
    @OrNull public var share: Double?

    /// A part from its values.
    public init(name: String, base: Nanoseconds, candidate: Nanoseconds, share: Double?) {
      self.name = name
      self.base = base
      self.candidate = candidate
      self.share = share
    }

    enum CodingKeys: String, CodingKey {
      case name, share
      case base = "base_ns"
      case candidate = "candidate_ns"
    }

    /// By how much it is longer in the candidate, in nanoseconds.
    public var change: Nanoseconds { candidate - base }
  }

  /// What the values are: `mean`, whose parts add up, or `p50` where a job was not seen to end.
  public var statistic: String
  /// What end-to-end times are as seen, by ``statistic``.
  public var endToEnd: Part
  /// The parts, in the order of a job's life.
  public var parts: [Part]
  /// The part that carries half of the change or more; null where none does, or where end-to-end times
  /// changed by less than 1 %.
  @OrNull public var carrier: String?

  /// A movement from its parts.
  public init(statistic: String, endToEnd: Part, parts: [Part], carrier: String?) {
    self.statistic = statistic
    self.endToEnd = endToEnd
    self.parts = parts
    self.carrier = carrier
  }

  enum CodingKeys: String, CodingKey {
    case statistic, parts, carrier
    case endToEnd = "end_to_end"
  }
}
