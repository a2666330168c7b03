public import Platform
internal import Results
internal import Workloads

/// A metric of a run as the percentile distribution that the tools of HdrHistogram print and plot.
///
/// ```
///        Value     Percentile TotalCount 1/(1-Percentile)
///
///       31.425 0.000000000000          1           1.00
///       ...
/// ```
/// Values are milliseconds, the largest of their bin. Percentiles have five steps for each halving
/// of the distance to 1. What else is to be said stands in lines with `#` after the table.
public enum PercentileExport {
  private static let stepsPerHalving = 5.0

  /// Writes the first metric of `source`.
  public static func write(
    _ source: HistogramSource, to sink: inout ByteSink
  ) throws(SystemError) {
    guard let metric = source.metrics.first else { return }
    let sorted = source.sorted(metric)
    sink.append("       Value     Percentile TotalCount 1/(1-Percentile)\n")
    try sink.endLine()
    let bins = HistogramBin.all(ofSorted: sorted)
    var level = 0.0
    var total = 0
    for bin in bins {
      total += bin.count
      // One line for each level that the bin reaches; the last bin is followed by the whole.
      while Double(total) * 100 / Double(sorted.count) >= level {
        try writeLine(bin.highest, level, total, to: &sink)
        level = next(after: level)
        if total == sorted.count { break }
      }
    }
    if let last = bins.last { try writeLine(last.highest, 100, total, to: &sink) }
    for line in footer(sorted, last: bins.last?.highest ?? 0) + source.remarks(0) {
      sink.append("#[\(line)]")
      try sink.endLine()
    }
    try sink.finish()
  }

  /// The level after `level`, in percent.
  private static func next(after level: Double) -> Double {
    guard level < 100 else { return level }
    let halvings = (100 / (100 - level)).exponent
    var steps = stepsPerHalving * 2
    for _ in 0..<halvings { steps *= 2 }
    return level + 100 / steps
  }

  private static func writeLine(
    _ value: Nanoseconds, _ level: Double, _ total: Int, to sink: inout ByteSink
  ) throws(SystemError) {
    let share = level / 100
    sink.append(Column.right(milliseconds(value), 12))
    sink.append(" \(Column.fixed(share, decimals: 12)) \(Column.right("\(total)", 10))")
    if share < 1 { sink.append(" " + Column.right(Column.fixed(1 / (1 - share), decimals: 2), 14)) }
    try sink.endLine()
  }

  private static func footer(_ sorted: [Nanoseconds], last: Nanoseconds) -> [String] {
    let count = Double(max(sorted.count, 1))
    let mean = sorted.reduce(0) { $0 + Double($1) } / count
    let variance = sorted.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    func column(_ nanoseconds: Double) -> String {
      Column.right(Column.fixed(nanoseconds / 1e6, decimals: 3), 12)
    }
    let buckets = HistogramLayout.count / 1_024 - 1
    return [
      "Mean    = \(column(mean)), StdDeviation   = \(column(variance.squareRoot()))",
      "Max     = \(Column.right(milliseconds(last), 12)), "
        + "Total count    = \(Column.right("\(sorted.count)", 12))",
      "Buckets = \(Column.right("\(buckets)", 12)), SubBuckets     = \(Column.right("2048", 12))",
      "values are milliseconds",
    ]
  }

  private static func milliseconds(_ value: Nanoseconds) -> String {
    Column.fixed(Double(value) / 1e6, decimals: 3)
  }
}

/// Numbers in columns.
enum Column {
  /// `text` with spaces before it, `width` wide at least.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  /// `value`, which is not negative, with `decimals` decimals, at most 12.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    // Apart, so that neither part leaves the range of integers.
    var whole = Int64(value.rounded(.down))
    var fraction = Int64(((value - value.rounded(.down)) * Double(scale)).rounded())
    if fraction == Int64(scale) { (whole, fraction) = (whole + 1, 0) }
    return "\(whole)." + String(fraction + Int64(scale)).dropFirst()
  }
}
