/// By how much one sample lies above another: the estimate of Hodges and Lehmann, which is the median of
/// all differences, and the interval that the test of Mann and Whitney does not reject.
///
/// Source: Hodges, Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
/// Statistics 34(2), 1963, doi:10.1214/aoms/1177704172.
public struct SampleShift: Sendable, Hashable {
  /// The median of all differences.
  public var estimate: Double
  /// The lower end of the interval.
  public var lower: Double
  /// The upper end of the interval.
  public var upper: Double

  /// The shift from `before` to `after`.
  ///
  /// - Parameters:
  ///   - before: The values that are compared with; not empty.
  ///   - after: The values that are compared; not empty.
  ///   - alpha: The probability that the interval, were the samples chosen beforehand, misses the truth.
  ///   - sums: Keeps what was counted.
  public init(
    from before: ArraySlice<Double>, to after: ArraySlice<Double>, alpha: Double = 0.05,
    _ sums: inout RankSums
  ) {
    let differences = before.flatMap { old in after.map { $0 - old } }.sorted()
    let middle = differences.count / 2
    estimate =
      differences.count % 2 == 1
      ? differences[middle] : (differences[middle - 1] + differences[middle]) / 2
    let counts = sums.counts(before.count, after.count)
    let allowed = counts.reduce(0, +) * alpha / 2
    var (skipped, total) = (0, 0.0)
    while skipped < middle, total + counts[skipped] <= allowed {
      total += counts[skipped]
      skipped += 1
    }
    // Where nothing may be skipped the interval has no ends.
    lower = skipped > 0 ? differences[skipped - 1] : -.infinity
    upper = skipped > 0 ? differences[differences.count - skipped] : .infinity
  }
}
