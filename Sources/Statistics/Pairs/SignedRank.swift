/// The exact signed-rank test of Wilcoxon: whether differences lie around 0.
///
/// ```
/// differences    0.03  -0.01   0.05   0.02
/// ranks of |d|      3      1      4      2
/// W = sum of the ranks of positive ones = 3 + 4 + 2 = 9 of 10
/// ```
/// Where a coin decided which side of a pair came first, each sign is as likely as the other, whatever
/// the differences are: all 2ⁿ signings of the same sizes are equally likely, and the p-value is the
/// share of them whose W is as large. Nothing is assumed about the distribution of differences.
///
/// Equal sizes share the mean of their ranks. A difference of 0 has its rank and no sign, so it is in W
/// under no signing (Pratt, JASA 54, 1959, doi:10.1080/01621459.1959.10501526). Both leave the test exact.
public struct SignedRank: Sendable, Hashable {
  /// Number of differences, those of 0 included.
  public let count: Int
  /// W: the sum of the ranks of the positive differences.
  public let sum: Double
  /// The probability of a ``sum`` as large or larger when every sign is as likely as the other.
  public let upperTail: Double
  /// The probability of a ``sum`` as small or smaller.
  public let lowerTail: Double

  /// The test of `differences`.
  public init(_ differences: [Double]) {
    // Twice the ranks, which are whole numbers also where they are shared.
    let sizes = differences.map(abs)
    let ranks = Self.doubledRanks(sizes)
    var weights: [Int] = []
    var observed = 0
    for (index, difference) in differences.enumerated() where difference != 0 {
      weights.append(ranks[index])
      if difference > 0 { observed += ranks[index] }
    }
    count = differences.count
    // Ranks that nobody shares are whole: half the sums are enough.
    if weights.allSatisfy({ $0 % 2 == 0 }) {
      weights = weights.map { $0 / 2 }
      observed /= 2
      sum = Double(observed)
    } else {
      sum = Double(observed) / 2
    }
    let shares = Self.distribution(of: weights)
    upperTail = min(shares[observed...].reduce(0, +), 1)
    lowerTail = min(shares[...observed].reduce(0, +), 1)
  }

  /// Twice the rank of each of `sizes`, from 2; equal ones have their mean.
  static func doubledRanks(_ sizes: [Double]) -> [Int] {
    let order = sizes.indices.sorted { sizes[$0] < sizes[$1] }
    var ranks = [Int](repeating: 0, count: sizes.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, sizes[order[last + 1]] == sizes[order[first]] { last += 1 }
      for place in first...last { ranks[order[place]] = first + last + 2 }
      first = last + 1
    }
    return ranks
  }

  /// The probability of each sum of some of `weights`, from 0 on, when each is in it with probability ½.
  ///
  /// One weight after another: P'(s) = ½ P(s) + ½ P(s - w). O(n · Σw), instead of all 2ⁿ signings.
  static func distribution(of weights: [Int]) -> [Double] {
    var shares = [Double](repeating: 0, count: weights.reduce(0, +) + 1)
    shares[0] = 1
    var reached = 0
    for weight in weights {
      reached += weight
      var sum = reached
      while sum >= weight {
        shares[sum] = (shares[sum] + shares[sum - weight]) / 2
        sum -= 1
      }
      while sum >= 0 {
        shares[sum] /= 2
        sum -= 1
      }
    }
    return shares
  }

  /// The largest W that has a probability of `alpha` at most to be reached from below, for `count`
  /// differences of distinct sizes; nil where not even 0 has.
  static func largest(below alpha: Double, count: Int) -> Int? {
    var below = 0.0
    for (sum, share) in distribution(of: Array(1...max(count, 1))).enumerated() {
      below += share
      if below > alpha { return sum > 0 ? sum - 1 : nil }
    }
    return nil
  }
}
