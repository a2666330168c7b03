internal import Histogram
internal import Results
internal import Statistics
internal import Workloads

/// The values of one time as they were seen, from the histogram of a document: exact to three digits.
struct SeenDistribution {
  /// The middle of each bin with the number of jobs in it and below, ascending.
  private var bins: [(value: UInt64, below: UInt64)] = []
  /// Number of jobs, those that were not seen to end included.
  private let count: Int

  /// What `summary` says.
  init(_ summary: TimeSummary) {
    count = summary.sampleSize
    guard let histogram = try? HistogramLog.decode(summary.histogram) else { return }
    var sum: UInt64 = 0
    for bin in histogram.recordedBins() {
      sum &+= bin.count
      bins.append((histogram.medianEquivalentForValue(bin.lowest), sum))
    }
  }

  /// The quantile `q`; nil where it falls among jobs that were not seen to end.
  func quantile(_ q: Double) -> UInt64? {
    guard count > 0 else { return nil }
    let rank = UInt64(max((q * Double(count)).rounded(.up), 1))
    var (low, high) = (0, bins.count)
    while low < high {
      let middle = (low + high) / 2
      if bins[middle].below < rank { low = middle + 1 } else { high = middle }
    }
    return low < bins.count ? bins[low].value : nil
  }

  /// Whether the sample is large enough to speak about the quantile with this `minimumCount`.
  func isEnough(_ minimumCount: Int) -> Bool { count >= minimumCount }

  /// The largest difference of both shares of jobs at or below any value; nil where one has no jobs.
  func distance(from other: SeenDistribution) -> Double? {
    guard count > 0, other.count > 0 else { return nil }
    var (i, j) = (0, 0)
    var largest = 0.0
    while i < bins.count || j < other.bins.count {
      let mine = i < bins.count ? bins[i].value : .max
      let theirs = j < other.bins.count ? other.bins[j].value : .max
      if mine <= theirs { i += 1 }
      if theirs <= mine { j += 1 }
      let shares = (
        i > 0 ? Double(bins[i - 1].below) / Double(count) : 0,
        j > 0 ? Double(other.bins[j - 1].below) / Double(other.count) : 0
      )
      largest = max(largest, abs(shares.0 - shares.1))
    }
    return largest
  }
}

/// The quantiles of the shift, each with the smallest sample that may claim it: of so many jobs one lies
/// beyond it with a probability of 95 %, as for the quantiles of summaries.
private let shiftQuantiles: [(name: String, q: Double, minimumCount: Int)] = [
  ("p5", 0.05, 60), ("p10", 0.1, 30), ("p25", 0.25, 12), ("p50", 0.5, 5), ("p75", 0.75, 12),
  ("p90", 0.9, 30), ("p95", 0.95, 60), ("p99", 0.99, 300), ("p99.5", 0.995, 600),
]

/// The names of the quantiles of the shift, ascending.
let shiftNames = shiftQuantiles.map(\.name)

/// The shift of the whole distribution; points that one of both runs does not have are left out.
func shift(_ base: SeenDistribution, _ candidate: SeenDistribution) -> [ShiftPoint] {
  shiftQuantiles.compactMap { name, q, minimumCount in
    guard base.isEnough(minimumCount), candidate.isEnough(minimumCount),
      let old = base.quantile(q), let new = candidate.quantile(q), old > 0, new > 0
    else { return nil }
    return ShiftPoint(
      name: name, base: Nanoseconds(clamping: old), candidate: Nanoseconds(clamping: new),
      logRatio: rounded(Logarithm.natural(Double(new)) - Logarithm.natural(Double(old))))
  }
}

/// Which part of a job's life carries the change of end-to-end times.
///
/// Means add up, quantiles do not: the mean of what was seen is that of the parts together, but for what
/// polling adds. Where a job was not seen to end there is no mean, and medians have to do.
func movement(_ base: Metrics, _ candidate: Metrics) -> Movement? {
  let names = ["dispatch_delay", "push", "queue", "processing", "detection"]
  for (statistic, value) in [("mean", mean), ("p50", median)] {
    func part(_ name: String) -> Movement.Part? {
      guard let old = base[name].flatMap(value),
        let new = candidate[name].flatMap(value)
      else { return nil }
      return Movement.Part(name: name, base: old, candidate: new, share: nil)
    }
    guard let whole = part("seen") else { continue }
    var parts = names.compactMap(part)
    guard parts.contains(where: { $0.name == "queue" || $0.name == "processing" }) else {
      continue
    }
    let change = Double(whole.change)
    let hasMoved = abs(change) >= 0.01 * Double(whole.base)
    for index in parts.indices where change != 0 {
      parts[index].share = rounded(Double(parts[index].change) / change)
    }
    let carrier = parts.filter { ($0.share ?? 0) >= 0.5 }.max { ($0.share ?? 0) < ($1.share ?? 0) }
    return Movement(
      statistic: statistic, endToEnd: whole, parts: parts,
      carrier: hasMoved ? carrier?.name : nil)
  }
  return nil
}

private func mean(_ summary: TimeSummary) -> Nanoseconds? { summary.mean }
private func median(_ summary: TimeSummary) -> Nanoseconds? { summary.p50 }
