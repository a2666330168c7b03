/// Whether values rise or fall in the order in which they came: Spearman's rank correlation with time.
///
/// The probability is by permutation: how many of many random orders of the same values have a
/// correlation as large, to either side. Equal values share the mean of their ranks.
public struct RankTrend: Sendable, Hashable {
  /// From -1, falling, to 1, rising.
  public let correlation: Double
  /// The probability of a correlation as large without a trend, at least 1 / 5,000.
  public let p: Double

  private static let orders = 4_999

  /// The trend of `values` in the order of time; nil below five of them, or where all are equal.
  public init?(_ values: [Double]) {
    guard values.count >= 5, let first = values.first, values.contains(where: { $0 != first })
    else { return nil }
    var ranks = Self.ranks(values)
    let observed = Self.covariance(ranks)
    let middle = Double(values.count + 1) / 2
    let time = (1...values.count).reduce(0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    let spread = ranks.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    correlation = observed / (time * spread).squareRoot()
    // Any fixed seed will do: equal values give equal probabilities.
    var random = SplitMix(seed: 1)
    let limit = abs(observed) * (1 - 1e-12)
    var extreme = 0
    for _ in 0..<Self.orders {
      for index in stride(from: ranks.count - 1, to: 0, by: -1) {
        let other = Int(random.next().multipliedFullWidth(by: UInt64(index + 1)).high)
        ranks.swapAt(index, other)
      }
      if abs(Self.covariance(ranks)) >= limit { extreme += 1 }
    }
    p = Double(extreme + 1) / Double(Self.orders + 1)
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var result = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
      for place in first...last { result[order[place]] = Double(first + last) / 2 + 1 }
      first = last + 1
    }
    return result
  }

  /// The sum of (rank - mean)·(time - mean).
  private static func covariance(_ ranks: [Double]) -> Double {
    let middle = Double(ranks.count + 1) / 2
    var sum = 0.0
    for (index, rank) in ranks.enumerated() {
      sum += (rank - middle) * (Double(index + 1) - middle)
    }
    return sum
  }
}
