/// A place between two runs at which a time changes.
public struct TrendMark: Sendable, Hashable, Codable {
  /// How sure it is.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Beyond the chance that a look after every run leaves.
    case changePoint = "change_point"
    /// Worth a look: it may go away with the next runs.
    case suspect
  }

  /// How sure it is.
  public var kind: Kind
  /// The index of the last run before it in the series.
  public var before: Int
  /// The index of the first run after it.
  public var after: Int
  /// The index of the run after which it was found.
  public var foundAt: Int
  /// How many values are before it, back to the mark before, and in the window.
  public var countBefore: Int
  /// How many values are after it, up to the next mark, and in the window.
  public var countAfter: Int
  /// The probability of sides as different as these under no change, had the place been chosen before.
  public var probability: Double
  /// What comes after over what was before.
  public var ratio: Double
  /// The 95 % interval of the ratio, had the place been chosen before; null with too few runs.
  @OrNull public var interval: RatioBounds?
  /// The direction: slower or faster.
  public var change: QuantileJudgement.Change
  /// Whether it is a change point for the worse, the last one of its time, and no further back than a
  /// window of runs of its scenario.
  public var isSlowdown: Bool

  /// A mark from its parts.
  public init(
    kind: Kind, before: Int, after: Int, foundAt: Int, countBefore: Int, countAfter: Int,
    probability: Double, ratio: Double, interval: RatioBounds?,
    change: QuantileJudgement.Change, isSlowdown: Bool
  ) {
    self.kind = kind
    self.before = before
    self.after = after
    self.foundAt = foundAt
    self.countBefore = countBefore
    self.countAfter = countAfter
    self.probability = probability
    self.ratio = ratio
    self.interval = interval
    self.change = change
    self.isSlowdown = isSlowdown
  }

  enum CodingKeys: String, CodingKey {
    case kind, before, after, probability, ratio, interval, change
    case foundAt = "found_at"
    case countBefore = "count_before"
    case countAfter = "count_after"
    case isSlowdown = "slowdown"
  }
}
