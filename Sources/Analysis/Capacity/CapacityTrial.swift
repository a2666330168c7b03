internal import Glibc
public import Results
public import Scenarios
public import Statistics
internal import Workloads

/// A run that tried a rate, judged.
public struct CapacityTrial: Sendable {
  /// What the search makes of it.
  public let trial: RateSearch.Trial
  /// What is stored of it.
  public let stored: Capacity.Trial

  /// Judges the run of `table`.
  ///
  /// - Parameters:
  ///   - request: What was asked for.
  ///   - conditions: What has to hold; the thresholds of the run's scenario.
  ///   - document: What the run says.
  ///   - table: What it recorded.
  ///   - run: The name of its folder.
  /// - Throws: ``Unmeasured`` for a condition that the run has no value for.
  public init(
    _ request: RateSearch.Request, _ conditions: [Threshold], _ document: RunDocument,
    _ table: JobTable, run: String
  ) throws(Unmeasured) {
    let pushed = Nanoseconds(request.seconds * 1e9)
    let growth = inFlightGrowth(table, from: pushed / 10, to: pushed)
    let median = document.metrics.endToEnd.p50
    var stored = Capacity.Trial(
      run: run, purpose: request.purpose == .probe ? .probe : .certification,
      offeredPerSecond: request.rate, pushNanoseconds: pushed, conditions: document.thresholds,
      excess: 0, growthPerSecond: growth, medianNanoseconds: median,
      processingNanoseconds: document.metrics.processing.mean, verdict: .invalid)
    var excess = -Threshold.largestExcess
    for (condition, result) in zip(conditions, document.thresholds) {
      guard let value = condition.excess(result) else {
        throw Unmeasured(condition: condition.text, stored: stored)
      }
      excess = max(excess, value)
    }
    trial = RateSearch.Trial(
      request, excess: excess, slope: growth, median: median.map { Double($0) / 1e9 })
    stored.excess = excess
    stored.verdict = trial.isMet ? .met : trial.isStable ? .notMet : .unstable
    self.stored = stored
  }

  /// Thrown for a condition on something that a run does not have.
  public struct Unmeasured: Error, Sendable {
    /// The condition as written.
    public let condition: String
    /// What is stored of a run that was not to be judged.
    public let stored: Capacity.Trial
  }
}

/// By how many jobs a second the jobs in flight of `table` grew between two instants, by the straight line
/// through twenty of them; a job counts from its intended instant on.
func inFlightGrowth(_ table: JobTable, from start: Nanoseconds, to end: Nanoseconds) -> Double {
  let count = 20
  // The last instants see jobs of which nobody knows yet that they have ended.
  let last = start + (end - start) * 98 / 100
  let instants = (0..<count).map {
    start + (last - start) * Nanoseconds($0) / Nanoseconds(count - 1)
  }
  var entered = [Int](repeating: 0, count: count + 1)
  for row in 0..<table.rows.count {
    let job = table.rows[row]
    let ended = job.detected != 0 ? job.detected : job.retired != 0 ? job.retired : .max
    entered[firstIndex(instants, from: job.intended)] += 1
    entered[firstIndex(instants, from: ended)] -= 1
  }
  var inFlight = 0
  let counts = entered.dropLast().map { change -> Double in
    inFlight += change
    return Double(inFlight)
  }
  return Line.slope(instants.map { Double($0) / 1e9 }, counts) ?? 0
}

/// The index of the first of ascending `instants` that is `instant` or later; their number for none.
private func firstIndex(_ instants: [Nanoseconds], from instant: Nanoseconds) -> Int {
  instants.firstIndex { $0 >= instant } ?? instants.count
}

extension Threshold {
  /// The largest ln(measured / limit) that is told from more; nothing at all is this far below.
  static let largestExcess = 3.0
  /// A condition that does not hold is at least this far from its limit.
  private static let smallestExcess = 1e-6

  /// How far from its limit a measured condition is: ln(measured / limit), above 0 where it does not
  /// hold; nil where nothing was measured.
  func excess(_ result: ThresholdResult) -> Double? {
    // A quantile without an estimate is at most the upper end; among jobs that were not seen to end it has
    // none, and is at least the lower end.
    let isOpen = result.measured == nil && result.range?.upper == nil
    guard let measured = result.measured ?? result.range.map({ Double($0.upper ?? $0.lower) })
    else {
      return nil
    }
    let holds = !isOpen && comparison.holds(measured, limit)
    let isBelow = comparison == .greater || comparison == .greaterOrEqual
    let distance = isBelow ? log(limit / measured) : log(measured / limit)
    let bound = Self.largestExcess
    let isExact = comparison == .equal || comparison == .notEqual
    // What holds at a limit of 0, or because of one value, tells nothing of how far it is from failing.
    if holds, isExact || distance.isNaN { return -bound }
    let size = distance.isNaN ? 0 : min(max(distance, -bound), bound)
    return holds ? min(size, 0) : max(size, Self.smallestExcess)
  }
}
