internal import Results
internal import Statistics
internal import Workloads

/// p99 is followed where runs have as many jobs at least.
private let jobsForTail = 1_000

/// One quantile of one time over `runs`; nil where no run has it.
///
/// - Parameters:
///   - name: The time.
///   - quantile: Its quantile.
///   - runs: The series, from old to new.
///   - rule: When two stretches are taken for different.
///   - recent: Changes at runs that began before this instant are no news.
///   - sums: Keeps what was counted.
/// - Returns: Its values, segments and marks.
func trendMetric(
  _ name: String, _ quantile: String, _ runs: [TrendInput], rule: ChangeRule, recent: String,
  _ sums: inout RankSums
) -> TrendMetric? {
  let all = runs.indices.compactMap { index -> (value: TrendValue, source: String)? in
    guard let time = runs[index].run.document.metrics[name] else { return nil }
    return trendValue(quantile, time, run: index).map { ($0, time.source) }
  }
  guard let source = all.last?.source else { return nil }
  let values = all.filter { $0.source == source }.map(\.value)
  let logarithms = values.map { Logarithm.natural(Double($0.value)) }
  let changes = ChangePoint.all(in: logarithms, rule, &sums)
  let marks = changes.indices.map { index -> TrendMark in
    let after = values[changes[index].position].run
    return trendMark(
      changes, index, values, isRecent: runs[after].startedAt >= recent)
  }
  return TrendMetric(
    name: name, quantile: quantile, source: source, values: values,
    segments: segments(values, at: changes.filter { !$0.isSuspect }.map(\.position)),
    marks: marks)
}

/// What `time` says of `quantile`: where that falls among jobs that were not seen to end, the least that
/// it can be.
private func trendValue(_ quantile: String, _ time: TimeSummary, run: Int) -> TrendValue? {
  guard let summary = time.quantiles[quantile],
    quantile != "p99" || time.sampleSize >= jobsForTail,
    let value = summary.estimate ?? summary.above, value > 0
  else { return nil }
  return TrendValue(run: run, value: value, isAtLeast: summary.estimate == nil)
}

private func trendMark(
  _ changes: [ChangePoint], _ index: Int, _ values: [TrendValue], isRecent: Bool
) -> TrendMark {
  let change = changes[index]
  let shift = change.shift
  let isLast = changes[(index + 1)...].allSatisfy(\.isSuspect)
  let isSlower = shift.estimate > 0
  return TrendMark(
    kind: change.isSuspect ? .suspect : .changePoint,
    before: values[change.position - 1].run, after: values[change.position].run,
    foundAt: values[change.foundAfter - 1].run,
    countBefore: change.countBefore, countAfter: change.countAfter,
    probability: change.probability, ratio: rounded(Logarithm.exponential(shift.estimate)),
    interval: shift.lower.isFinite && shift.upper.isFinite
      ? RatioBounds(
        lower: rounded(Logarithm.exponential(shift.lower)),
        upper: rounded(Logarithm.exponential(shift.upper))) : nil,
    change: isSlower ? .slower : .faster,
    isSlowdown: isSlower && !change.isSuspect && isLast && isRecent)
}

/// The stretches of `values` that begin at 0 and at `positions`.
private func segments(_ values: [TrendValue], at positions: [Int]) -> [TrendSegment] {
  let ends = positions + [values.count]
  return zip([0] + positions, ends).map { start, end in
    let sorted = values[start..<end].map(\.value).sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1
      ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    return TrendSegment(
      first: values[start].run, last: values[end - 1].run, count: end - start, median: median)
  }
}
