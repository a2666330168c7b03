extension RateSearch {
  /// What a trial is for.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// To learn where the limit lies.
    case probe
    /// To confirm a rate.
    case certification
  }

  /// A rate to try.
  public struct Request: Sendable, Hashable {
    /// What for.
    public var purpose: Purpose
    /// In arrivals per second.
    public var rate: Double
    /// For how many seconds, the first of which warm up.
    public var seconds: Double
    /// How many seconds of trials are left, this one included, if all goes as foreseen.
    public var secondsLeft: Double

    /// A request from its parts.
    public init(purpose: Purpose, rate: Double, seconds: Double, secondsLeft: Double) {
      self.purpose = purpose
      self.rate = rate
      self.seconds = seconds
      self.secondsLeft = secondsLeft
    }
  }

  /// What a trial showed.
  public struct Trial: Sendable, Hashable {
    /// What it was for.
    public var purpose: Purpose
    /// In arrivals per second.
    public var rate: Double
    /// For how many seconds.
    public var seconds: Double
    /// ln(quantile / limit): above 0 where the condition does not hold.
    public var excess: Double
    /// The growth of the jobs in flight, in jobs per second.
    public var slope: Double
    /// The median of the end-to-end times, in seconds; nil where it is not known.
    public var median: Double?

    /// A trial as asked by `request`, from what it showed.
    public init(_ request: Request, excess: Double, slope: Double, median: Double?) {
      purpose = request.purpose
      rate = request.rate
      seconds = request.seconds
      self.excess = excess
      self.slope = slope
      self.median = median
    }

    /// Whether the jobs in flight did not grow.
    public var isStable: Bool { slope <= RateSearch.steadySlope * rate }
    /// Whether the rate was sustained: the condition holds, and jobs do not pile up.
    public var isMet: Bool { excess <= 0 && isStable }
  }

  /// What comes of asking for a trial.
  public enum Answer: Sendable, Hashable {
    /// A trial was carried out.
    case tried(Trial)
    /// The search ends: whoever tries cannot try this rate.
    case ended
  }

  /// How a search ended.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// With a certified rate and one that failed above it.
    case found
    /// Not even the lowest rate was sustained.
    case notMet
    /// The highest rate was sustained.
    case noLimit
    /// By an answer ``Answer/ended``.
    case ended
  }

  /// What a search found.
  public struct Finding: Sendable, Hashable {
    /// How it ended.
    public var ending: Ending
    /// The certified rate, in arrivals per second; nil where none was.
    public var rate: Double?
    /// Every trial, in order.
    public var trials: [Trial]

    /// The highest rate of a probe that was sustained; nil for none.
    public var highestMet: Double? { trials.filter(\.isMet).map(\.rate).max() }

    /// The lowest rate above the certified one, or above all that were sustained, that was not
    /// sustained; nil for none.
    public var lowestFailed: Double? {
      let floor = rate ?? highestMet ?? 0
      return trials.filter { !$0.isMet && $0.rate > floor }.map(\.rate).min()
    }
  }
}
