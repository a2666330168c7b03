internal import Results
internal import Scenarios
internal import Workloads

/// What a threshold compares: a value, or a range in which it lies.
private struct Measured {
  var value: Double?
  /// The interval, or the bounds, of a quantile.
  var range: Bounds?
  var unit: ThresholdResult.Unit
}

/// Evaluates one condition.
///
/// A quantile is judged by its interval, so that a result that another run of the same may turn round
/// is inconclusive; without an interval by its hard bounds, and without those by the value. What has
/// none of them is inconclusive.
func evaluate(
  _ threshold: Threshold, jobs: JobCounts, cancellation: Cancellation, metrics: Metrics,
  throughput: Throughput
) -> ThresholdResult {
  let measured =
    switch threshold.subject {
    case .time(let metric, let statistic): time(metrics[metric], statistic)
    case .count("cancellation", let name):
      Measured(value: count(name, cancellation).map(Double.init), unit: .jobs)
    case .count(let group, let name):
      Measured(value: count(group, name, jobs).map(Double.init), unit: .jobs)
    case .rate(let name): Measured(value: rate(name, throughput), unit: .perSecond)
    case .share(let name): Measured(value: share(name, jobs), unit: .share)
    }
  return ThresholdResult(
    text: threshold.text, measured: measured.value, range: measured.range, unit: measured.unit,
    verdict: ruling(measured, threshold))
}

/// Judges by the range where there is one: what all of it agrees on.
private func ruling(_ measured: Measured, _ threshold: Threshold) -> Ruling {
  guard let range = measured.range else {
    guard let value = measured.value else { return .inconclusive }
    return threshold.comparison.holds(value, threshold.limit) ? .pass : .fail
  }
  let upper = range.upper.map(Double.init) ?? .infinity
  return threshold.comparison.ruling(Double(range.lower)...upper, threshold.limit)
}

extension Threshold.Comparison {
  /// Whether all values of `range` compare to `limit` this way, or none, or some of them.
  func ruling(_ range: ClosedRange<Double>, _ limit: Double) -> Ruling {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let ends = (holds(range.lowerBound, limit), holds(range.upperBound, limit))
      return ends.0 == ends.1 ? (ends.0 ? .pass : .fail) : .inconclusive
    case .equal:
      if !range.contains(limit) { return .fail }
      return range.lowerBound == range.upperBound ? .pass : .inconclusive
    case .notEqual:
      if !range.contains(limit) { return .pass }
      return range.lowerBound == range.upperBound ? .fail : .inconclusive
    }
  }
}

extension Threshold.Comparison {
  /// Whether `value` compares to `limit` this way.
  func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .lessOrEqual: value <= limit
    case .greater: value > limit
    case .greaterOrEqual: value >= limit
    case .equal: value == limit
    case .notEqual: value != limit
    }
  }
}

extension Bounds {
  /// The bounds that cover these and `other`.
  fileprivate func hull(_ other: Bounds) -> Bounds {
    let uppers = (upper, other.upper)
    return Bounds(
      lower: min(lower, other.lower),
      upper: uppers.0.flatMap { first in uppers.1.map { max(first, $0) } })
  }
}

/// A statistic of a time: a quantile with its interval, or with its bounds where it has none; with what
/// both cover where the label says that the estimate follows the polling.
private func time(_ summary: TimeSummary?, _ statistic: String) -> Measured {
  guard let quantile = summary?.quantiles[statistic] else {
    return Measured(value: summary?.extreme(statistic).map(Double.init), unit: .nanoseconds)
  }
  var range = quantile.interval ?? quantile.bounds
  if quantile.isPollLimited, let interval = quantile.interval, let bounds = quantile.bounds {
    range = interval.hull(bounds)
  }
  return Measured(
    value: quantile.estimate.map(Double.init),
    range: range ?? quantile.above.map { Bounds(lower: $0, upper: nil) }, unit: .nanoseconds)
}

private func count(_ group: String, _ name: String, _ jobs: JobCounts) -> Int? {
  switch (group, name) {
  case ("jobs", "scheduled"): jobs.scheduled
  case ("jobs", "unsent"): jobs.unsent
  case ("jobs", "pushed"): jobs.pushed
  case ("jobs", "acknowledged"): jobs.acknowledged
  case ("outcomes", _): OutcomeCounts.counted.first { $0.name == name }.map { jobs.outcomes[$0] }
  default: nil
  }
}

private func count(_ name: String, _ cancellation: Cancellation) -> Int? {
  switch name {
  case "planned": cancellation.planned
  case "sent": cancellation.sent
  case "missed": cancellation.missed
  case "refused": cancellation.refused
  default: nil
  }
}

private func rate(_ name: String, _ throughput: Throughput) -> Double? {
  switch name {
  case "achieved_rate": throughput.achievedPerSecond
  case "offered_rate": throughput.offeredPerSecond
  default: nil
  }
}

private func share(_ name: String, _ jobs: JobCounts) -> Double? {
  guard jobs.scheduled > 0 else { return nil }
  let part = name == "unsent" ? jobs.unsent : count("outcomes", name, jobs)
  return part.map { Double($0) / Double(jobs.scheduled) }
}

/// The verdict on a run: what cannot be believed is neither good nor bad.
func ruling(_ validity: Validity, _ thresholds: [ThresholdResult]) -> Ruling {
  if validity.verdict == .invalid { return .invalid }
  if thresholds.contains(where: { $0.verdict == .fail }) { return .fail }
  return thresholds.contains { $0.verdict == .inconclusive } ? .inconclusive : .pass
}
