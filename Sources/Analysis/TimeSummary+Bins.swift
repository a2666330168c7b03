internal import Histogram
internal import Results
internal import Statistics
internal import Workloads

extension TimeSummary {
  /// The summary of a histogram of all engines, exact to three digits.
  init(_ tallies: [EngineTally], _ name: EngineTally.Histogram) {
    self.init(source: Source.bins)
    let bins = Histogram<UInt64>.merging(tallies, name)
    histogram = (try? HistogramLog.encode(bins)) ?? ""
    count = Int(clamping: bins.totalCount)
    guard count > 0 else { return }
    min = Nanoseconds(clamping: bins.min)
    let sum = bins.recordedBins().reduce(0.0) { sum, bin in
      sum + Double(bins.medianEquivalentForValue(bin.lowest)) * Double(bin.count)
    }
    mean = Nanoseconds((sum / Double(bins.totalCount)).rounded())
    max = Nanoseconds(clamping: bins.max)
    for rule in QuantileRule.all where count >= rule.minimumCount {
      quantiles[rule].estimate = Nanoseconds(clamping: bins.valueAtPercentile(rule.quantile * 100))
    }
  }
}
