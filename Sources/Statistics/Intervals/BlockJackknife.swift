/// Confidence intervals for quantiles of one run, whose jobs are not independent: the block jackknife.
///
/// The jobs are cut into 20 blocks in the order in which they were to enter. With theta the logarithm
/// of a quantile and theta_b that of all blocks but b,
///
/// ```
/// d_b = theta_b - mean
/// se  = sqrt( 19/20 * sum of d_b^2 )           interval: theta +- t(v; 0.975) se
/// v   = 3 (sum of d_b^2)^2 / (sum of d_b^4) - 1, from 2 to 19
/// ```
///
/// v is 19 where all blocks have a say, as they have in a median. A p99 of few thousand jobs is decided by
/// the few blocks that hold the tail, and a standard error that few blocks decide is worth as few
/// degrees of freedom: with t(19) the interval would cover less than it says.
///
/// Jobs of one block may depend on each other as they like (a queue that builds up, a cache that
/// fills); only blocks should be nearly independent. The classical interval from binomial ranks takes
/// all jobs as independent, and under a strong autocorrelation it covers the truth in a quarter of
/// runs instead of 95 %. No random numbers: equal samples give equal intervals.
public enum BlockJackknife {
  /// Number of blocks.
  public static let blocks = 20
  /// The smallest sample that gets an interval: ten jobs in a block.
  private static let minimumCount = 200
  /// As many jobs must lie beyond the quantile.
  private static let minimumBeyond = 10.0

  /// The block of each job, 0..<20, given their instants: equal numbers in the order of the instants,
  /// those with equal instants in the order in which they are given.
  ///
  /// - Complexity: O(n) for sorted instants, else O(n log n).
  public static func assign(_ instants: [Int64]) -> [UInt8] {
    let count = instants.count
    func block(_ rank: Int) -> UInt8 { UInt8(rank * blocks / max(count, 1)) }
    var isSorted = true
    var row = 1
    while row < count {
      if instants[row] < instants[row - 1] { isSorted = false }
      row += 1
    }
    if isSorted { return (0..<count).map(block) }
    let order = (0..<count).sorted { (instants[$0], $0) < (instants[$1], $1) }
    var result = [UInt8](repeating: 0, count: count)
    for (rank, row) in order.enumerated() { result[row] = block(rank) }
    return result
  }

  /// Whether a sample with these numbers of jobs in its blocks can have any interval.
  static func isEnough(_ sizes: [Int]) -> Bool {
    sizes.reduce(0, +) >= minimumCount && sizes.allSatisfy { $0 > 0 }
  }

  /// Whether a sample of `count` jobs reaches far enough beyond the quantile `q` for an interval.
  static func isEnough(_ q: Double, count: Int) -> Bool {
    Double(count) * (1 - q) >= minimumBeyond - 1e-6
  }

  /// The interval around `estimate`, given the quantile without each block.
  ///
  /// Nil where one of them is not known or not above 0.
  ///
  /// `independentError` is the standard error of the logarithm if the jobs were independent, or nil.
  static func interval(
    _ estimate: Double, without: [Double?], independentError: Double?
  ) -> QuantileInterval? {
    let logarithms = without.compactMap { value in
      value.flatMap { $0 > 0 ? Logarithm.natural($0) : nil }
    }
    guard estimate > 0, without.count == blocks, logarithms.count == blocks else { return nil }
    let mean = logarithms.reduce(0, +) / Double(blocks)
    let squares = logarithms.map { ($0 - mean) * ($0 - mean) }
    let sum = squares.reduce(0, +)
    let error = (sum * Double(blocks - 1) / Double(blocks)).squareRoot()
    let reach = StudentT.twoSided95(degrees(squares, sum: sum)) * error
    // An interval of more than 17 powers of ten says nothing.
    guard reach < 40 else { return nil }
    let factor = Logarithm.exponential(reach)
    var effect: Double?
    if let independentError, independentError > 0, error > 0 {
      effect = error * error / (independentError * independentError)
    }
    return QuantileInterval(
      lower: estimate / factor, upper: estimate * factor, designEffect: effect)
  }

  /// How many independent squares are in `squares`, less one: 19 for those of normal variates.
  private static func degrees(_ squares: [Double], sum: Double) -> Double {
    let fourths = squares.reduce(0) { $0 + $1 * $1 }
    guard fourths > 0 else { return Double(blocks - 1) }
    return min(max(3 * sum * sum / fourths - 1, 2), Double(blocks - 1))
  }
}

/// A 95 % confidence interval of a quantile.
public struct QuantileInterval: Sendable, Hashable {
  /// Its lower end, in nanoseconds.
  public var lower: Double
  /// Its upper end, in nanoseconds.
  public var upper: Double
  /// How many times larger the variance is than that of as many independent, exactly known jobs; nil
  /// where one of the two is not known.
  public var designEffect: Double?
}
