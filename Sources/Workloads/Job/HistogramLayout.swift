/// The bins of an HDR histogram with three significant digits and a resolution of 1 ns:
/// the layout every HdrHistogram implementation uses, so counts move over without rounding again.
///
/// Values below 2,048 have a bin each; above, every doubling has 1,024 bins. The largest value is
/// 2^46 - 1 ns, about 19.5 hours; larger ones count as that, negative ones as 0.
///
/// Source: HdrHistogram, `AbstractHistogram.countsArrayIndex`.
public enum HistogramLayout {
  /// The largest value that is told apart, in nanoseconds.
  public static let highestValue: Nanoseconds = 1 << 46 - 1

  /// Number of bins.
  public static let count = (46 - 11 + 2) * 1_024

  /// The bin of `value`.
  @inline(__always)
  public static func index(of value: Nanoseconds) -> Int {
    let clamped = UInt64(min(max(value, 0), highestValue))
    let bucket = 53 - (clamped | 2_047).leadingZeroBitCount
    return (bucket + 1) &* 1_024 + Int(clamped &>> UInt64(bucket)) - 1_024
  }

  /// The smallest value of bin `index`.
  public static func lowestValue(of index: Int) -> Nanoseconds {
    if index < 2_048 { return Nanoseconds(index) }
    let bucket = index / 1_024 - 1
    return Nanoseconds(index % 1_024 + 1_024) << Nanoseconds(bucket)
  }
}
