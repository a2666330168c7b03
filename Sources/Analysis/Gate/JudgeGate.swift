public import Results
public import Statistics
internal import Workloads

/// What `pairs` say about each judged quantile.
///
/// - Parameters:
///   - pairs: The pairs in the order of time.
///   - rule: How they are judged.
///   - look: The number of the look, from 0; nil between two looks, when nothing is judged.
/// - Returns: The quantiles that every pair can tell.
public func gateQuantiles(_ pairs: [GatePair], rule: GateRule, look: Int?) -> [GateQuantile] {
  guard !pairs.isEmpty else { return [] }
  return rule.quantiles.compactMap { quantile in
    let differences = pairs.compactMap { $0.changes[quantile.name] }
    // One that some pairs cannot tell is told by a choice of pairs, which is no fair one.
    guard differences.count == pairs.count else { return nil }
    return gateQuantile(quantile, differences, pairs, rule: rule, look: look)
  }
}

private func gateQuantile(
  _ quantile: JudgedQuantile, _ differences: [Double], _ pairs: [GatePair], rule: GateRule,
  look: Int?
) -> GateQuantile {
  let test = PairedTest(differences)
  let alpha = look.map { rule.alpha(of: quantile, look: $0) } ?? 0
  let finding = look.map { rule.finding(quantile, test, look: $0) } ?? .open
  let deviation = PairSizing.deviation(of: differences)
  // What all looks up to now spent together is what the change could have been seen by.
  let level = quantile.alpha * rule.spent(look: look ?? 0)
  let trend = RankTrend(differences)
  return GateQuantile(
    name: quantile.name, pairs: differences.count, base: typical(pairs.map(\.base), quantile.name),
    candidate: typical(pairs.map(\.candidate), quantile.name), ratio: ratio(test.effect),
    interval: test.interval.map { RatioBounds(lower: ratio($0.lower), upper: ratio($0.upper)) },
    pSlower: test.pSlower, pFaster: test.pFaster, alpha: alpha, tolerance: quantile.tolerance,
    upper: test.upperBound(look.map { rule.passAlpha(look: $0) } ?? 0.01).map(ratio),
    deviation: deviation.map(rounded),
    detectable: deviation.map {
      rounded(
        max(
          PairSizing.detectable(pairs: differences.count, deviation: $0, alpha: level),
          rule.leastEffect))
    },
    // Half of the alpha is spent about where the usual gate ends; no gate ends before its first look.
    pairsNeeded: deviation.map {
      max(
        PairSizing.pairs(toSee: quantile.tolerance, deviation: $0, alpha: quantile.alpha / 2),
        rule.looks.first ?? 1)
    },
    trend: trend.map { GateTrend(correlation: rounded($0.correlation), p: rounded($0.p)) },
    change: test.pSlower <= alpha ? .slower : test.pFaster <= alpha ? .faster : .unclear,
    // Beyond what both runs saw there may be any rise.
    verdict: finding == .slower
      ? .fail
      : finding == .within && !pairs.contains { isHidden(quantile.name, in: $0) }
        ? .pass : .inconclusive)
}

/// Whether a quantile falls among jobs that were not seen to end in both runs of a pair.
private func isHidden(_ name: String, in pair: GatePair) -> Bool {
  pair.changes[name] != nil && pair.base.quantiles[name] == nil
    && pair.candidate.quantiles[name] == nil
}

/// The median of a quantile over runs; nil where half of them do not tell it.
private func typical(_ runs: [GateRun], _ name: String) -> Nanoseconds? {
  let values = runs.map { $0.quantiles[name] ?? .max }.sorted()
  let middle = values[(values.count - 1) / 2]
  return middle == .max ? nil : middle
}

private func ratio(_ logarithm: Double) -> Double {
  rounded(Logarithm.exponential(min(max(logarithm, -30), 30)))
}

/// The verdict of a look.
///
/// - Parameters:
///   - pairs: The pairs in the order of time.
///   - quantiles: What they say at this look.
///   - rule: How they are judged.
///   - required: Quantiles without which nothing passes.
///   - isLast: Whether there is no further look.
/// - Returns: Nil where the gate is to go on.
public func gateVerdict(
  _ pairs: [GatePair], _ quantiles: [GateQuantile], rule: GateRule, required: Set<String> = [],
  isLast: Bool
) -> GateVerdict? {
  var limits: [GateVerdict.Limit] = []
  if hasMoreUnfinished(pairs) { limits.append(.moreUnfinished) }
  if quantiles.contains(where: { ($0.trend?.p ?? 1) < 0.01 }) { limits.append(.trend) }
  if quantiles.isEmpty {
    let untellable = pairs.filter(\.changes.isEmpty)
    // Where the base tells its times in one of them, more than the base is wrong.
    let isOfBase = !untellable.isEmpty && untellable.allSatisfy(\.base.quantiles.isEmpty)
    return GateVerdict(
      .invalid, reason: untold(pairs), troubleOf: isOfBase ? .base : nil, limits: limits)
  }
  let missing = rule.quantiles.map(\.name).filter { name in
    !quantiles.contains { $0.name == name }
  }
  if !missing.isEmpty { limits.append(.unjudged) }
  if quantiles.contains(where: { $0.verdict == .fail }) {
    return GateVerdict(.fail, limits: limits)
  }
  if quantiles.allSatisfy({ $0.verdict == .pass }) {
    if let name = missing.first(where: required.contains) {
      return GateVerdict(
        .inconclusive, reason: "some runs have too few jobs for \(name), which is asked for",
        limits: limits)
    }
    return GateVerdict(
      limits.contains(.moreUnfinished) ? .inconclusive : .pass, limits: limits)
  }
  guard isLast else { return nil }
  let open = quantiles.filter { $0.verdict == .inconclusive }.map(\.name)
  let hidden = open.filter { name in pairs.contains { isHidden(name, in: $0) } }
  let reason =
    hidden.isEmpty || limits.contains(.moreUnfinished)
    ? nil
    : "\(hidden.joined(separator: " and ")) of both sides "
      + "\(hidden.count == 1 ? "falls" : "fall") among jobs that were not seen to end, so a rise would not be seen"
  return GateVerdict(.inconclusive, reason: reason, limits: limits)
}

/// Why the pairs tell no quantile.
private func untold(_ pairs: [GatePair]) -> String {
  let fewest = QuantileRule.all.map(\.minimumCount).min() ?? 0
  for pair in pairs where pair.changes.isEmpty {
    if pair.base.quantiles.keys.contains(where: { pair.candidate.quantiles[$0] != nil }) {
      return "the times of base and candidate come from different sources, as stamps of the job "
        + "API and polls do, so they cannot be compared"
    }
    if min(pair.base.finished, pair.candidate.finished) >= fewest {
      return "not every run tells the judged time; `sojourn report` of a run shows which times it "
        + "tells"
    }
  }
  return "the runs have too few jobs for any quantile"
}

/// Whether the candidate left more jobs unfinished, by a hundredth of all at least and beyond chance: in
/// the signed-rank test of the pairs at 1 %.
func hasMoreUnfinished(_ pairs: [GatePair]) -> Bool {
  func unfinished(_ run: GateRun) -> Double {
    run.scheduled > 0 ? 1 - Double(run.finished) / Double(run.scheduled) : 0
  }
  let differences = pairs.map { unfinished($0.candidate) - unfinished($0.base) }
  guard !differences.isEmpty else { return false }
  return differences.reduce(0, +) / Double(differences.count) >= 0.01
    && SignedRank(differences).upperTail <= 0.01
}
