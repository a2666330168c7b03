/// Where a series of values most likely changes: the split that E-divisive finds.
///
/// ```
/// Q(t) = t (n - t) / n · (2 · mean |x - y| - mean |x - x'| - mean |y - y'|)
///        x: the first t values, y: the others
/// ```
/// Every difference of the two distributions makes the term in brackets larger, not only one of their
/// means, and none is assumed to be normal. A single outlier moves it little.
///
/// Source: Matteson, James, "A nonparametric approach for multiple change point analysis of
/// multivariate data", JASA 109(505), 2014, doi:10.1080/01621459.2013.849605, with alpha = 1.
public enum EDivisive {
  /// A way to part a series in two.
  public struct Split: Sendable, Hashable {
    /// The number of values before the change.
    public var position: Int
    /// Q at this position.
    public var statistic: Double
  }

  /// The split of `values` with the largest Q; the first one where several are equal.
  ///
  /// A value that moves from the right of the split to its left takes its distances along, so each
  /// split costs one pass.
  ///
  /// - Parameters:
  ///   - values: The series.
  ///   - shortest: As many values are on each side at least; two or more.
  /// - Returns: The split; nil for fewer than twice `shortest` values.
  /// - Complexity: O(n²) time, O(1) memory.
  public static func split(_ values: ArraySlice<Double>, shortest: Int) -> Split? {
    precondition(shortest >= 2, "a mean distance needs two values")
    let count = values.count
    guard count >= 2 * shortest else { return nil }
    let origin = values.startIndex
    var (left, right, between) = (0.0, 0.0, 0.0)
    for one in 0..<count {
      for other in 0..<one { right += abs(values[origin + one] - values[origin + other]) }
    }
    var best: Split?
    for position in 1...(count - shortest) {
      let moved = values[origin + position - 1]
      var (toLeft, toRight) = (0.0, 0.0)
      for other in 0..<(position - 1) { toLeft += abs(values[origin + other] - moved) }
      for other in position..<count { toRight += abs(values[origin + other] - moved) }
      left += toLeft
      right -= toRight
      between += toRight - toLeft
      guard position >= shortest else { continue }
      let (n, m) = (Double(position), Double(count - position))
      let statistic =
        n * m / (n + m)
        * (2 * between / (n * m) - 2 * left / (n * (n - 1)) - 2 * right / (m * (m - 1)))
      if statistic > best?.statistic ?? -.infinity {
        best = Split(position: position, statistic: statistic)
      }
    }
    return best
  }
}
