internal import Results
internal import Scenarios
internal import Workloads

/// What a threshold compares: the value, or only how small it can be.
private struct Measured {
  var value: Double?
  /// When there is no value: the true one is at least this.
  var lower: Double?
  var unit: ThresholdResult.Unit
}

/// Evaluates one condition: without a value it is inconclusive, unless what is known about censored
/// jobs already decides it.
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
    text: threshold.text, measured: measured.value, unit: measured.unit,
    verdict: ruling(measured, threshold))
}

private func ruling(_ measured: Measured, _ threshold: Threshold) -> Ruling {
  let limit = threshold.limit
  if let value = measured.value {
    return threshold.comparison.holds(value, limit) ? .pass : .fail
  }
  guard let lower = measured.lower, lower > limit else { return .inconclusive }
  switch threshold.comparison {
  case .less, .lessOrEqual, .equal: return .fail
  case .greater, .greaterOrEqual, .notEqual: return .pass
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

private func time(_ summary: TimeSummary?, _ statistic: String) -> Measured {
  let value = summary?.statistic(statistic)
  let lower = summary?.bounds?[statistic]?.lower
  return Measured(value: value.map(Double.init), lower: lower.map(Double.init), unit: .nanoseconds)
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
