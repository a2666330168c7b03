public import Workloads

extension HistogramLog {
  /// The base64 text of the histogram of `sorted`, with the bins of ``HistogramLayout``; larger values
  /// than it has count as its largest, negative ones as 0.
  ///
  /// The same text as that of a whole histogram, in time that grows with the number of values and not
  /// of bins: a log has thousands of small histograms.
  ///
  /// - Precondition: `sorted` is ascending.
  /// - Throws: ``HistogramLogError/compression(_:)`` when zlib has no memory.
  public static func encode(ofNanoseconds sorted: [Nanoseconds]) throws(HistogramLogError) -> String
  {
    var counts: [UInt8] = []
    var next = 0
    for bin in HistogramBin.all(ofSorted: sorted) {
      if bin.index > next { ZigZag.append(Int64(next - bin.index), to: &counts) }
      ZigZag.append(Int64(bin.count), to: &counts)
      next = bin.index + 1
    }
    return try text(
      ofPayload: payload(
        counts: counts, digits: 3, lowest: 1, highest: UInt64(HistogramLayout.highestValue)))
  }
}

/// A bin of ``HistogramLayout`` that holds something.
public struct HistogramBin: Sendable, Hashable {
  /// The bin's number.
  public var index: Int
  /// How many values are in it.
  public var count: Int

  /// A bin with its count.
  public init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// The largest value of the bin.
  public var highest: Nanoseconds { HistogramLayout.lowestValue(of: index + 1) - 1 }

  /// The bins of the values `sorted`, in order.
  ///
  /// - Precondition: `sorted` is ascending.
  public static func all(ofSorted sorted: [Nanoseconds]) -> [HistogramBin] {
    var bins: [HistogramBin] = []
    for value in sorted {
      let index = HistogramLayout.index(of: value)
      if let last = bins.last, last.index == index {
        bins[bins.count - 1].count += 1
      } else {
        bins.append(HistogramBin(index: index, count: 1))
      }
    }
    return bins
  }
}
