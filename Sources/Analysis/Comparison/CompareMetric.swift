internal import Results
internal import Statistics
internal import Workloads

/// One time in both runs, judged by `rule` unless that is nil.
func compareMetric(
  _ name: String, _ base: TimeSummary?, _ candidate: TimeSummary?, rule: ComparisonRule?,
  _ history: History?
) -> MetricComparison {
  let (old, new) = (base ?? TimeSummary(source: "none"), candidate ?? TimeSummary(source: "none"))
  let isOneSource = old.source == new.source
  let quantiles = QuantileRule.all.map { quantile in
    let judged = rule?.quantiles.first { $0.name == quantile.name }
    var judging: Judging?
    if let rule, let judged, isOneSource {
      judging = Judging(
        tolerance: judged.tolerance,
        alpha: judged.alpha / Double(max(rule.metrics.count, 1)),
        deviation: history?.deviation(name, quantile.name))
    }
    return compareQuantile(
      quantile.name, old.quantiles[quantile], new.quantiles[quantile], judging)
  }
  let distributions = (SeenDistribution(old), SeenDistribution(new))
  return MetricComparison(
    name: name, isJudged: rule != nil, baseCount: old.sampleSize,
    candidateCount: new.sampleSize, baseSource: old.source, candidateSource: new.source,
    quantiles: quantiles, shift: shift(distributions.0, distributions.1),
    distance: distributions.0.distance(from: distributions.1).map(rounded))
}

/// By what a quantile is judged.
struct Judging {
  /// The tolerated rise, as a share.
  var tolerance: Double
  /// The probability of a false alarm.
  var alpha: Double
  /// The spread from run to run, where there is a history.
  var deviation: LogChange.Deviation?
}

/// One quantile in both runs.
func compareQuantile(
  _ name: String, _ base: QuantileSummary, _ candidate: QuantileSummary, _ judging: Judging?
) -> QuantileComparison {
  var result = QuantileComparison(
    name: name, base: base, candidate: candidate, ratio: nil, interval: nil, judgement: nil)
  // A candidate's quantile among censored jobs is at least what is known of them.
  guard let old = base.estimate, old > 0, let new = candidate.estimate ?? candidate.above, new > 0
  else {
    result.judgement = judging.flatMap { undecided(base, candidate, $0) }
    return result
  }
  let change = Logarithm.natural(Double(new)) - Logarithm.natural(Double(old))
  result.ratio = rounded(Logarithm.exponential(change))
  let reaches = [reach(base), candidate.estimate == nil ? reach(base) : reach(candidate)]
  if let one = reaches[0], let other = reaches[1], !result.isAtLeast {
    let both = (one * one + other * other).squareRoot()
    result.interval = bounds(change - both, change + both)
  }
  if let judging {
    result.judgement = judge(change, reaches, isAtLeast: result.isAtLeast, judging)
  }
  return result
}

/// Half the length of the 95 % interval of the logarithm; nil without an interval.
private func reach(_ quantile: QuantileSummary) -> Double? {
  guard let interval = quantile.interval, let upper = interval.upper, interval.lower > 0 else {
    return nil
  }
  return (Logarithm.natural(Double(upper)) - Logarithm.natural(Double(interval.lower))) / 2
}

/// What may be said about a quantile that changed by `change`.
///
/// Slower needs to be beyond chance and the estimate beyond the tolerance; within the tolerance is only
/// what surely is.
private func judge(
  _ change: Double, _ reaches: [Double?], isAtLeast: Bool, _ judging: Judging
) -> QuantileJudgement? {
  let limit = Logarithm.naturalOfOnePlus(judging.tolerance)
  var result = QuantileJudgement(
    tolerance: judging.tolerance, alpha: judging.alpha,
    runDeviation: judging.deviation.map { rounded($0.value) }, bounds: nil, detectable: nil,
    change: .unclear, verdict: .inconclusive)
  guard let found = LogChange(change, reaches: reaches, deviation: judging.deviation) else {
    // Nothing says how much so small a sample varies: not a word unless it looks bad.
    return change > limit ? result : nil
  }
  let reach = found.reach(judging.alpha)
  result.bounds = bounds(change - reach, change + reach)
  result.detectable = rounded(
    Logarithm.exponential(min(found.detectable(judging.alpha, beyond: limit), 30)) - 1)
  if change - reach > 0 { result.change = .slower }
  if change + reach < 0, !isAtLeast { result.change = .faster }
  if result.change == .slower, change > limit {
    result.verdict = .fail
  } else if change + reach < limit, !isAtLeast {
    result.verdict = .pass
  }
  return result
}

/// The judgement of a quantile that only one run can tell; nil where neither can, for lack of jobs.
private func undecided(
  _ base: QuantileSummary, _ candidate: QuantileSummary, _ judging: Judging
) -> QuantileJudgement? {
  let isKnown = [base, candidate].contains { $0.estimate != nil || $0.above != nil }
  guard isKnown else { return nil }
  return QuantileJudgement(
    tolerance: judging.tolerance, alpha: judging.alpha,
    runDeviation: judging.deviation.map { rounded($0.value) }, bounds: nil, detectable: nil,
    change: .unclear, verdict: .inconclusive)
}

/// The ratios between two logarithms.
private func bounds(_ lower: Double, _ upper: Double) -> RatioBounds {
  RatioBounds(
    lower: rounded(Logarithm.exponential(max(lower, -30))),
    upper: rounded(Logarithm.exponential(min(upper, 30))))
}

/// `value` to six decimals, which is more than any run can tell.
func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
