/// The search for the largest rate that is sustained: where a quantile crosses a limit.
///
/// ```
/// excess = ln(quantile / limit)
///    │                    ╱ ×      × probes: the middle of a bracket that narrows towards the crossing
///    │                  ×╱         ╱ the fit to all of them, which never falls
///  0 ┼─────────────────╱────▶ rate
///    │         ×   × ╱  ◀◀         ◀ certification: down by 2 % until three trials in a row hold,
///    │                                and once up where the fit to all of them lies well above
/// ```
/// A bisection that believes each probe goes wrong for good at the first one that chance turned round. Here
/// all probes count in the fit, and the bracket gives way: of the part that a probe rules out, a quarter
/// stays. What the fit says is off by chance to either side; only a rate that holds again and again is
/// found. The time of trials grows with the time over which the queue forgets: a probe that is too short ends
/// before the queue has formed, and finds too much.
///
/// The procedure knows no clock and no job API; trials are carried out by whoever asks.
public struct RateSearch: Sendable, Hashable {
  /// Growth of the jobs in flight above this share of the rate is a queue without end.
  public static let steadySlope = 0.02
  /// The bracket of the first probes, in shares of the drain's rate.
  public static let bracket = 0.6...1.02
  /// The part of a share that was ruled out which stays in the bracket.
  static let doubt = 0.25
  /// By how much a bracket without a failed rate goes up.
  private static let stretch = 1.25
  /// The ln(quantile / limit) of a rate at which jobs pile up is at least this.
  static let unstableExcess = 0.1
  /// A certified rate that the fit to all trials lies above by more than this share was taken too low.
  private static let gap = 0.03
  /// By which share such a rate is raised, once.
  private static let climb = 0.04
  /// No trial is longer, in seconds: a year.
  private static let longest = 31_536_000.0
  /// How many rates below the bracket are tried, each half of the one before.
  private static let descents = 5

  /// Probes within the first bracket.
  public var probes = 6
  /// Trials in a row that a rate must hold.
  public var certifications = 3
  /// By which share the rate is lowered when a certification fails.
  public var step = 0.02
  /// The shortest probe, in seconds.
  public var probeSeconds = 120.0
  /// The shortest certification, in seconds.
  public var certifySeconds = 300.0
  /// A trial has at least so many arrivals, on average.
  public var jobs = 1_000.0
  /// A trial lasts at least so many medians of the end-to-end time.
  public var medians = 20.0

  /// The search with its defaults.
  public init() {}

  /// How long a trial takes, in seconds.
  ///
  /// - Parameters:
  ///   - purpose: What for.
  ///   - rate: In arrivals per second.
  ///   - median: Of the end-to-end times, in seconds.
  /// - Returns: Seconds.
  public func seconds(_ purpose: Purpose, rate: Double, median: Double) -> Double {
    let shortest = purpose == .probe ? probeSeconds : certifySeconds
    return min(max(shortest, medians * median, jobs / rate), Self.longest)
  }

  /// How long all trials take if no probe fails to find a side and the first rate is certified, in seconds.
  public func foreseenSeconds(rate: Double, median: Double) -> Double {
    Double(probes) * seconds(.probe, rate: rate, median: median)
      + Double(certifications) * seconds(.certification, rate: rate, median: median)
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - drain: The rate at which a burst was worked off, in jobs per second.
  ///   - highest: No higher rate is tried; above the lower end of the bracket.
  ///   - median: Of the end-to-end times without a queue, in seconds.
  ///   - attempt: Tries a rate.
  /// - Returns: What was found.
  /// - Throws: What `attempt` throws.
  public func find<Failure: Error>(
    drain: Double, highest: Double, median: Double,
    attempt: (Request) throws(Failure) -> Answer
  ) throws(Failure) -> Finding {
    var state = RateSearchState(self, highest: highest, median: median)
    var (low, high) = (
      Self.bracket.lowerBound * drain, min(Self.bracket.upperBound * drain, highest)
    )
    var isOver = try state.narrow(low, high, probes: probes, attempt)
    while !isOver, !state.isBounded {
      if state.isAtHighest { return state.finding(.noLimit) }
      low = state.met.max() ?? low
      isOver = try state.probe(high, attempt)
      if !isOver, state.isBounded {
        isOver = try state.narrow(low, high, probes: probes / 2, attempt)
      }
      high = min(high * Self.stretch, highest)
    }
    var descents = 0
    while !isOver, state.met.isEmpty {
      if descents == Self.descents { return state.finding(.notMet) }
      (high, descents) = (state.failed.min() ?? low, descents + 1)
      isOver = try state.probe(low, attempt)
      if !isOver, !state.met.isEmpty {
        isOver = try state.narrow(low, high, probes: probes / 2, attempt)
      }
      low /= 2
    }
    return isOver ? state.finding(.ended) : try certify(&state, attempt)
  }

  /// Lowers the rate of the fit until it holds often enough, and raises one that was taken too low.
  private func certify<Failure: Error>(
    _ state: inout RateSearchState, _ attempt: (Request) throws(Failure) -> Answer
  ) throws(Failure) -> Finding {
    guard var rate = state.crossing else { return state.finding(.notMet) }
    let floor = rate / 2
    var certified: Double?
    var climbs = 0
    while rate > floor, rate > certified ?? 0 {
      var held = 0
      while held < certifications {
        guard let trial = try state.certify(rate, left: certifications - held, attempt) else {
          return state.finding(.ended)
        }
        guard trial.isMet else { break }
        held += 1
      }
      guard held == certifications, let crossing = state.crossing else {
        rate *= 1 - step
        continue
      }
      certified = rate
      guard climbs < 1, crossing > rate * (1 + Self.gap) else { break }
      climbs += 1
      rate = min(crossing, rate * (1 + Self.climb))
    }
    guard let certified else { return state.finding(.notMet) }
    // A rate that was raised may lie above all that failed.
    var next = certified * (1 + Self.climb)
    while !state.hasFailed(above: certified) {
      if state.isAtHighest { return state.finding(.noLimit, rate: certified) }
      if try state.probe(min(next, state.highest), attempt) { return state.finding(.ended) }
      next *= Self.stretch
    }
    return state.finding(.found, rate: certified)
  }
}
