public import Histogram
public import Workloads

extension Histogram where Count == UInt64 {
  /// An empty histogram with the bins of ``HistogramLayout``: three digits, 1 ns to 2^46 - 1 ns.
  public static func ofNanoseconds() -> Histogram<UInt64> {
    Histogram<UInt64>(
      lowestDiscernibleValue: 1, highestTrackableValue: UInt64(HistogramLayout.highestValue),
      numberOfSignificantValueDigits: .three)
  }

  /// The histogram of `values`; larger ones than the layout has count as its largest, negative ones
  /// as 0.
  public static func ofNanoseconds(_ values: [Nanoseconds]) -> Histogram<UInt64> {
    var result = ofNanoseconds()
    for value in values {
      result.record(UInt64(Swift.min(Swift.max(value, 0), HistogramLayout.highestValue)))
    }
    return result
  }

  /// The sum of one histogram of several engines, bin by bin.
  public static func merging(
    _ tallies: [EngineTally], _ histogram: EngineTally.Histogram
  ) -> Histogram<UInt64> {
    var result = ofNanoseconds()
    for bin in 0..<HistogramLayout.count {
      let count = tallies.reduce(0) { $0 &+ $1.count(in: histogram, bin: bin) }
      guard count > 0 else { continue }
      result.recordBin(UInt64(HistogramLayout.lowestValue(of: bin)), count: count)
    }
    return result
  }

  /// The bins that hold something, in order, each with its lowest value.
  ///
  /// Unlike the library's iterators this adds no values up, so no sum can overflow.
  public func recordedBins() -> [(lowest: UInt64, count: UInt64)] {
    guard totalCount > 0 else { return [] }
    var bins: [(lowest: UInt64, count: UInt64)] = []
    var value: UInt64 = 0
    while value <= max {
      let count = countForValue(value)
      if count > 0 { bins.append((value, count)) }
      value = nextNonEquivalentForValue(value)
    }
    return bins
  }

  /// Adds `count` values of which only the bin that starts at `lowest` is known: they may be as large
  /// as the bin's largest value and as small as its smallest.
  ///
  /// Returns false when the bin lies beyond the histogram's range.
  @discardableResult
  mutating func recordBin(_ lowest: UInt64, count: UInt64) -> Bool {
    record(highestEquivalentForValue(lowest), count: count) && record(lowest, count: 0)
  }
}
