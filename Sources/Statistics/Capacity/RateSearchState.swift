/// A search on its way.
struct RateSearchState {
  private let search: RateSearch
  let highest: Double
  private var median: Double
  private(set) var trials: [RateSearch.Trial] = []

  init(_ search: RateSearch, highest: Double, median: Double) {
    self.search = search
    self.highest = highest
    self.median = median
  }

  var met: [Double] { trials.filter(\.isMet).map(\.rate) }
  var failed: [Double] { trials.filter { !$0.isMet }.map(\.rate) }

  /// Whether a rate above `rate` was not sustained.
  func hasFailed(above rate: Double) -> Bool {
    trials.contains { !$0.isMet && $0.rate > rate }
  }

  /// Whether a rate above the highest one that was sustained failed: a failed rate below it was chance.
  var isBounded: Bool { hasFailed(above: met.max() ?? 0) }
  var isAtHighest: Bool { met.contains { $0 >= highest } }

  /// Where the fit to all trials crosses the limit.
  var crossing: Double? {
    Isotonic.crossing(
      trials.map(\.rate), trials.map(\.fitted), weights: trials.map(\.seconds))
  }

  func finding(_ ending: RateSearch.Ending, rate: Double? = nil) -> RateSearch.Finding {
    RateSearch.Finding(ending: ending, rate: rate, trials: trials)
  }

  /// Probes within a bracket; whether the search is over.
  mutating func narrow<Failure: Error>(
    _ low: Double, _ high: Double, probes: Int,
    _ attempt: (RateSearch.Request) throws(Failure) -> RateSearch.Answer
  ) throws(Failure) -> Bool {
    var (low, high) = (low, high)
    for number in 0..<probes {
      let middle = (low + high) / 2
      if try probe(middle, left: probes - number, attempt) { return true }
      if trials.last?.isMet == true {
        low = middle - RateSearch.doubt * (middle - low)
      } else {
        high = middle + RateSearch.doubt * (high - middle)
      }
    }
    return false
  }

  /// Probes one rate; whether the search is over.
  mutating func probe<Failure: Error>(
    _ rate: Double, left: Int = 1,
    _ attempt: (RateSearch.Request) throws(Failure) -> RateSearch.Answer
  ) throws(Failure) -> Bool {
    let seconds = search.seconds(.probe, rate: rate, median: median)
    let later =
      Double(search.certifications)
      * search.seconds(.certification, rate: rate, median: median)
    return try run(.probe, rate, seconds, left: Double(left) * seconds + later, attempt) == nil
  }

  /// Tries a rate that is to hold; nil when the search is over.
  mutating func certify<Failure: Error>(
    _ rate: Double, left: Int,
    _ attempt: (RateSearch.Request) throws(Failure) -> RateSearch.Answer
  ) throws(Failure) -> RateSearch.Trial? {
    let seconds = search.seconds(.certification, rate: rate, median: median)
    return try run(.certification, rate, seconds, left: Double(left) * seconds, attempt)
  }

  private mutating func run<Failure: Error>(
    _ purpose: RateSearch.Purpose, _ rate: Double, _ seconds: Double, left: Double,
    _ attempt: (RateSearch.Request) throws(Failure) -> RateSearch.Answer
  ) throws(Failure) -> RateSearch.Trial? {
    let request = RateSearch.Request(
      purpose: purpose, rate: rate, seconds: seconds, secondsLeft: left)
    guard case .tried(let trial) = try attempt(request) else { return nil }
    trials.append(trial)
    // Overload says nothing about how long the jobs of a sustained rate take.
    if trial.isMet, let median = trial.median { self.median = median }
    return trial
  }
}

extension RateSearch.Trial {
  /// ln(quantile / limit), as the fit counts it: where jobs pile up, the limit is passed.
  var fitted: Double { isStable ? excess : max(excess, RateSearch.unstableExcess) }
}
