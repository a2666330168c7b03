/// One question of the search for the smallest scenario that still shows an effect.
public struct ShrinkStep: Sendable, Hashable {
  /// In which way a scenario is made smaller, in the order of the search.
  public enum Dimension: String, Sendable, Hashable, CaseIterable {
    /// Nothing is left out: whether there is an effect at all.
    case start
    /// Independent arrivals in place of recorded ones.
    case arrivals
    /// One job class alone.
    case jobClass = "class"
    /// One phase fewer.
    case phase
    /// A lower rate, or a smaller population.
    case rate
    /// Bursts of fewer jobs.
    case burst
    /// Shorter phases.
    case duration
  }

  /// The step's number, from 0 for the start.
  public var number: Int
  /// In which way the scenario was made smaller.
  public var dimension: Dimension
  /// What was changed, in words.
  public var change: String
  /// What the base and the candidate said.
  public var answer: ShrinkAnswer

  /// A step from its parts.
  public init(number: Int, dimension: Dimension, change: String, answer: ShrinkAnswer) {
    self.number = number
    self.dimension = dimension
    self.change = change
    self.answer = answer
  }

  /// Whether the search goes on with the smaller scenario: where nothing is decided it does not.
  public var isTaken: Bool { answer.ruling == .shown }
}

/// Whether a scenario shows the effect.
public struct ShrinkAnswer: Sendable, Hashable {
  /// What the pairs decide.
  public enum Ruling: String, Sendable, Hashable, CaseIterable {
    /// The candidate is slower by half of the effect at least.
    case shown
    /// The candidate is slower by less than half of it, if at all.
    case gone
    /// Neither is sure.
    case undecided
  }

  /// What the pairs decide.
  public var ruling: Ruling
  /// The quantile that was looked at, for example `p50`.
  public var quantile: String
  /// By which share it rose; nil where that is not known.
  public var rise: Double?
  /// The 95 % interval of candidate over base; nil for too few pairs.
  public var interval: RatioBounds?
  /// As many pairs of runs were made.
  public var pairs: Int
  /// Why nothing is decided, where the numbers do not say it.
  public var reason: String?

  /// An answer from its parts.
  public init(
    _ ruling: Ruling, quantile: String, rise: Double?, interval: RatioBounds? = nil,
    pairs: Int, reason: String? = nil
  ) {
    self.ruling = ruling
    self.quantile = quantile
    self.rise = rise
    self.interval = interval
    self.pairs = pairs
    self.reason = reason
  }
}
