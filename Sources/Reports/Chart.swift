internal import Histogram
internal import Results
internal import Workloads

/// A histogram as lines of text: the lower edge of each bin, a bar, and the number of jobs.
enum Chart {
  /// A bin from `lower` to below the next one's `lower`.
  struct Bin: Equatable {
    var lower: UInt64
    var count: UInt64
  }

  /// The lines for `summary`, bars at most `width` characters wide; empty when nothing was observed.
  static func lines(_ summary: TimeSummary, width: Int) -> [String] {
    guard summary.count > 0, let histogram = try? HistogramLog.decode(summary.histogram) else {
      return []
    }
    let bins = bins(histogram)
    let labels = bins.map { Units.duration(Nanoseconds(clamping: $0.lower)) }
    let labelWidth = labels.map(\.count).max() ?? 0
    let highest = bins.map(\.count).max() ?? 0
    return zip(labels, bins).map { label, bin in
      let bar = bar(share: Double(bin.count) / Double(max(highest, 1)), width: width)
      let padding = String(repeating: " ", count: labelWidth - label.count)
      let line = "\(padding)\(label) \(bar)"
      return bin.count == 0 ? "\(padding)\(label)" : "\(line) \(Units.count(bin.count))"
    }
  }

  /// The counts of `histogram` in at most 25 bins with round edges.
  ///
  /// The bins have equal widths where the largest value is less than 20 times the lower end, else
  /// equal ratios, as far as round numbers allow. The lower end is the value that 1 % of all do not
  /// reach; what lies below the first round edge shares one bin from 0.
  static func bins(_ histogram: Histogram<UInt64>) -> [Bin] {
    let recorded = histogram.recordedBins().map { bin in
      Bin(lower: histogram.medianEquivalentForValue(bin.lowest), count: bin.count)
    }
    guard let first = recorded.first, let last = recorded.last else { return [] }
    let lowest = lowerEnd(recorded, total: histogram.totalCount)
    let isWide = last.lower / max(lowest, 1) >= 20
    var edges =
      isWide ? logarithmicEdges(lowest, last.lower) : linearEdges(lowest, last.lower)
    if first.lower < edges[0] { edges.insert(0, at: 0) }
    var bins = edges.map { Bin(lower: $0, count: 0) }
    for bin in recorded {
      let index = edges.lastIndex { $0 <= bin.lower } ?? 0
      bins[index].count += bin.count
    }
    return bins
  }

  /// The smallest value above 0 with at least 1 % of all values at or below it.
  static func lowerEnd(_ recorded: [Bin], total: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    for bin in recorded {
      sum += bin.count
      if bin.lower > 0, sum * 100 >= total { return bin.lower }
    }
    return 0
  }

  /// Round edges from at or below `lowest` to `highest`: two or three in each factor of ten, and
  /// twice as many where that leaves less than ten.
  private static func logarithmicEdges(_ lowest: UInt64, _ highest: UInt64) -> [UInt64] {
    var coarse: [UInt64] = []
    for digits in [[10, 15, 20, 30, 50, 70], [10, 20, 50], [10]] as [[UInt64]] {
      coarse = []
      var decade: UInt64 = 1
      while decade <= highest, decade < 1 << 58 {
        coarse += digits.map { $0 * decade / 10 }.filter { $0 <= highest }
        decade *= 10
      }
      coarse = Array(Set(coarse)).sorted()
      if let first = coarse.lastIndex(where: { $0 <= lowest }) { coarse.removeFirst(first) }
      if coarse.count <= 18 { break }
    }
    return coarse
  }

  private static func linearEdges(_ lowest: UInt64, _ highest: UInt64) -> [UInt64] {
    let step = roundStep(Double(max(highest - lowest, 1)) / 10)
    var edge = lowest / step * step
    var edges: [UInt64] = []
    while edge <= highest {
      edges.append(edge)
      edge += step
    }
    return edges
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least `step`.
  private static func roundStep(_ step: Double) -> UInt64 {
    var decade: UInt64 = 1
    while Double(decade) * 10 <= step { decade *= 10 }
    return [1, 2, 5].map { $0 * decade }.first { Double($0) >= step } ?? 10 * decade
  }

  /// A bar of `share` of `width` characters, in eighths of a character, never empty.
  static func bar(share: Double, width: Int) -> String {
    let eighths = max(Int((share * Double(width) * 8).rounded()), 1)
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  /// One character for each of at most `width` values, by its height among them; wider series are
  /// shown by the largest value of each stretch.
  static func sparkline(_ values: [Int], width: Int) -> String {
    guard let highest = values.max(), highest > 0 else {
      return String(repeating: "▁", count: min(values.count, width))
    }
    let columns = min(values.count, width)
    let levels = Array("▁▂▃▄▅▆▇█")
    return String(
      (0..<columns).map { column in
        let stretch = values[
          column * values.count / columns..<(column + 1) * values.count / columns]
        let share = Double(max(stretch.max() ?? 0, 0)) / Double(highest)
        return levels[Int((share * Double(levels.count - 1)).rounded(.up))]
      })
  }
}
