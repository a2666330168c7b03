/// The distribution of values of which only brackets are known: EM with a smoothing step.
///
/// With p_j the share of values in bin j, a step gives each bracket to its bins as p has it and then
/// smooths the sum S over ln t:
///
/// ```
/// w_i = 1 / (sum of p_j over the bins of bracket i)
/// p_j <- S[ p_j * (sum of w_i over the brackets i that reach bin j) / n ]
/// ```
///
/// Without S this is Turnbull's estimator (J. R. Statist. Soc. B 38, 1976), which puts all mass on a few
/// points; with it, Silverman, Jones, Wilson and Nychka's EMS (J. R. Statist. Soc. B 52, 1990). Both ask
/// that when a value was looked for says nothing about the value, which holds for polls with a random
/// phase. Open brackets take no part: they stand beyond the last finite end.
///
/// The last step leaves S out: each bracket keeps its own mass, and what the smoothing carried across its
/// ends, up to 8 % of a quantile where all values are alike, does not remain in the result.
struct EMS {
  /// The standard deviation of the smoothing in ln t.
  static let bandwidth = 0.03
  /// Steps from the uniform start.
  private static let steps = 60
  /// Steps from the solution of a larger sample.
  private static let laterSteps = 5

  private let kernel: [Double]
  /// p between as many zeros on each side as the kernel reaches.
  private var padded: [Double]
  /// The sums of p below each edge.
  private var sums: [Double]
  /// What each bin gets from the brackets, as differences.
  private var gains: [Double]

  /// The estimator on `grid`.
  init(_ grid: LogGrid) {
    kernel = grid.kernel(bandwidth: Self.bandwidth)
    padded = [Double](repeating: 0, count: grid.count + 2 * (kernel.count - 1))
    sums = [Double](repeating: 0, count: grid.count + 1)
    gains = sums
  }

  /// The smooth shares of the bins, from the uniform start: what other fits may begin with.
  ///
  /// - Complexity: O(g + m) with brackets of g kinds and m bins, 60 times.
  mutating func smoothFit(_ brackets: BracketCounts) -> [Double] {
    let count = sums.count - 1
    var shares = [Double](repeating: 1 / Double(count), count: count)
    for _ in 0..<(brackets.total > 0 ? Self.steps : 0) {
      expect(&shares, brackets, in: 0..<count)
      smooth(&shares, in: 0..<count)
    }
    return shares
  }

  /// The shares of the bins, from the smooth solution `start` of a sample that these are a part of.
  ///
  /// - Complexity: O(g + m) with brackets of g kinds that reach m bins, five times.
  mutating func fit(_ brackets: BracketCounts, from start: [Double]) -> [Double] {
    guard brackets.total > 0 else { return start }
    var shares = start
    // Beyond what the brackets reach, each step leaves nothing.
    let reach = kernel.count - 1
    let first = max(Int(brackets.first.min() ?? 0) - reach, 0)
    let end = min(Int(brackets.end.max() ?? 0) + reach, shares.count)
    for bin in shares.indices where bin < first || bin >= end { shares[bin] = 0 }
    for _ in 1..<Self.laterSteps {
      expect(&shares, brackets, in: first..<end)
      smooth(&shares, in: first..<end)
    }
    expect(&shares, brackets, in: first..<end)
    return shares
  }

  /// One step of EM; outside of `range` there is nothing.
  private mutating func expect(
    _ shares: inout [Double], _ brackets: BracketCounts, in range: Range<Int>
  ) {
    var bin = range.lowerBound
    sums[bin] = 0
    while bin < range.upperBound {
      sums[bin + 1] = sums[bin] + shares[bin]
      gains[bin] = 0
      bin += 1
    }
    gains[bin] = 0
    var kind = 0
    while kind < brackets.counts.count {
      let (from, to) = (Int(brackets.first[kind]), Int(brackets.end[kind]))
      let weight = brackets.counts[kind] / max(sums[to] - sums[from], 1e-300)
      gains[from] += weight
      gains[to] -= weight
      kind += 1
    }
    var gain = 0.0
    bin = range.lowerBound
    while bin < range.upperBound {
      gain += gains[bin]
      shares[bin] *= max(gain, 0) / brackets.total
      bin += 1
    }
  }

  /// The Gaussian mean of each bin's neighbours, made to sum to 1 again; outside of `range` there is
  /// nothing.
  private mutating func smooth(_ shares: inout [Double], in range: Range<Int>) {
    let reach = kernel.count - 1
    var place = range.lowerBound
    while place < range.upperBound + 2 * reach {
      let bin = place - reach
      padded[place] = bin >= range.lowerBound && bin < range.upperBound ? shares[bin] : 0
      place += 1
    }
    var total = 0.0
    for bin in range {
      let middle = bin + reach
      var sum = kernel[0] * padded[middle]
      var step = 1
      while step <= reach {
        sum += kernel[step] * (padded[middle - step] + padded[middle + step])
        step += 1
      }
      shares[bin] = sum
      total += sum
    }
    guard total > 0 else { return }
    for bin in range { shares[bin] /= total }
  }
}
