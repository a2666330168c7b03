/// The mean difference at several points of a distribution, with a band that holds all of them together.
///
/// ```
/// m(j) ± c·se(j)      c: the quantile 0.95 of max over j of |t(j)| over random signings of the pairs
/// ```
/// The differences of a pair at all points get one sign together, as the coin would have had it, so c
/// knows how the points hang together. What is signed are the differences less their mean: the band is
/// about where the means are, and not about whether they are 0.
public struct ShiftBand: Sendable, Hashable {
  /// One point.
  public struct Point: Sendable, Hashable {
    /// The mean difference.
    public let mean: Double
    /// The lower end of the band.
    public let lower: Double
    /// The upper end of the band.
    public let upper: Double
  }

  /// The points, in the order of the columns.
  public let points: [Point]

  private static let signings = 1_999

  /// The band of `rows`, for each pair its differences at all points; nil below six pairs, whose signings
  /// are too few to speak of 95 %.
  public init?(_ rows: [[Double]]) {
    guard rows.count >= 6, let width = rows.first?.count,
      rows.allSatisfy({ $0.count == width })
    else { return nil }
    let count = Double(rows.count)
    let means = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / count }
    let centred = rows.map { row in zip(row, means).map { $0 - $1 } }
    let squares = (0..<width).map { column in
      centred.reduce(0) { $0 + $1[column] * $1[column] }
    }
    func error(_ mean: Double, _ squares: Double) -> Double {
      (max(squares - count * mean * mean, 0) / (count * (count - 1))).squareRoot()
    }
    var random = SplitMix(seed: 1)
    var largest: [Double] = []
    var sums = [Double](repeating: 0, count: width)
    for _ in 0..<Self.signings {
      for column in 0..<width { sums[column] = 0 }
      for row in centred {
        let sign = random.next() & 1 == 0 ? 1.0 : -1.0
        for column in 0..<width { sums[column] += sign * row[column] }
      }
      var most = 0.0
      for column in 0..<width {
        let mean = sums[column] / count
        let scale = error(mean, squares[column])
        if scale > 0 { most = max(most, abs(mean) / scale) }
      }
      largest.append(most)
    }
    let reach = quantile(0.95, ofSorted: largest.sorted())
    points = zip(means, squares).map { mean, squares in
      let half = reach * error(0, squares)
      return Point(mean: mean, lower: mean - half, upper: mean + half)
    }
  }
}
