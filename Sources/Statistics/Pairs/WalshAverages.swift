/// The means of all pairs of values, each value with itself included: n (n + 1) / 2 of them.
///
/// Their median estimates the centre of the values (Hodges and Lehmann), and the number of them above
/// some θ is the signed-rank sum of the values less θ. So bounds of the centre are single ones of them:
/// those θ that the signed-rank test does not reject. See Hollander, Wolfe and Chicken, Nonparametric
/// Statistical Methods, 3rd edition, sections 3.2 and 3.3.
public struct WalshAverages: Sendable {
  private let sorted: [Double]

  /// Those of `values`, of which there is one at least.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "there is no mean of nothing")
    sorted = values.sorted()
  }

  /// How many there are.
  public var count: Int { sorted.count * (sorted.count + 1) / 2 }

  /// Their median.
  public var median: Double {
    let low = element((count - 1) / 2)
    return count % 2 == 1 ? low : (low + element(count / 2)) / 2
  }

  /// The value that the centre exceeds with a probability of `alpha` at most; nil where there are too
  /// few values to say so.
  public func upperBound(_ alpha: Double) -> Double? {
    SignedRank.largest(below: alpha, count: sorted.count).map { element(count - 1 - $0) }
  }

  /// The value below which the centre lies with a probability of `alpha` at most; nil where there are
  /// too few values to say so.
  public func lowerBound(_ alpha: Double) -> Double? {
    SignedRank.largest(below: alpha, count: sorted.count).map { element($0) }
  }

  /// The one of them with `index` smaller ones, from 0.
  ///
  /// By bisection of the values: how many are at most some θ is known after one pass over the sorted
  /// values, and 64 halvings leave no number between the ends that could be told from them.
  func element(_ index: Int) -> Double {
    var (low, high) = (sorted[0], sorted[sorted.count - 1])
    if number(atMost: low) > index { return low }
    for _ in 0..<64 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if number(atMost: middle) > index { high = middle } else { low = middle }
    }
    return high
  }

  /// How many are at most `limit`.
  private func number(atMost limit: Double) -> Int {
    var found = 0
    var partner = sorted.count - 1
    for first in 0..<sorted.count {
      while partner >= first, (sorted[first] + sorted[partner]) / 2 > limit { partner -= 1 }
      guard partner >= first else { break }
      found += partner - first + 1
    }
    return found
  }
}
