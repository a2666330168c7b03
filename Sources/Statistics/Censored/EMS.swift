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
struct EMS {
  /// The standard deviation of the smoothing in ln t.
  static let bandwidth = 0.03
  /// Steps from the uniform start.
  static let steps = 60
  /// Steps from a solution of nearly the same sample.
  static let refitSteps = 12

  private let groups: BracketGroups
  private let kernel: [Double]
  /// p between as many zeros on each side as the kernel reaches.
  private var padded: [Double]
  /// The sums of p below each edge.
  private var sums: [Double]
  /// What each bin gets from the brackets, as differences.
  private var gains: [Double]

  /// The estimator of `groups`.
  init(_ groups: BracketGroups) {
    self.groups = groups
    let count = groups.grid.count
    kernel = groups.grid.kernel(bandwidth: Self.bandwidth)
    padded = [Double](repeating: 0, count: count + 2 * (kernel.count - 1))
    sums = [Double](repeating: 0, count: count + 1)
    gains = sums
  }

  /// The shares of the bins after `steps` steps from the uniform start.
  ///
  /// - Complexity: O(steps (g + m)) with g groups and m bins.
  mutating func fit(steps: Int = Self.steps) -> [Double] {
    let count = groups.grid.count
    let uniform = [Double](repeating: 1 / Double(count), count: count)
    return fit(counts: groups.counts, from: uniform, steps: steps)
  }

  /// The shares for other `counts` of the same groups, from the solution `start` of nearly the same.
  mutating func refit(counts: [Double], from start: [Double]) -> [Double] {
    fit(counts: counts, from: start, steps: Self.refitSteps)
  }

  private mutating func fit(counts: [Double], from start: [Double], steps: Int) -> [Double] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return start }
    var shares = start
    for _ in 0..<steps {
      expect(&shares, counts: counts, total: total)
      smooth(&shares)
    }
    return shares
  }

  /// One step of EM.
  private mutating func expect(_ shares: inout [Double], counts: [Double], total: Double) {
    let bins = shares.count
    var bin = 0
    while bin < bins {
      sums[bin + 1] = sums[bin] + shares[bin]
      gains[bin] = 0
      bin += 1
    }
    gains[bins] = 0
    var group = 0
    while group < counts.count {
      let (from, to) = (Int(groups.first[group]), Int(groups.end[group]))
      let weight = counts[group] / max(sums[to] - sums[from], 1e-300)
      gains[from] += weight
      gains[to] -= weight
      group += 1
    }
    var gain = 0.0
    bin = 0
    while bin < bins {
      gain += gains[bin]
      shares[bin] *= max(gain, 0) / total
      bin += 1
    }
  }

  /// The Gaussian mean of each bin's neighbours, made to sum to 1 again.
  private mutating func smooth(_ shares: inout [Double]) {
    let (bins, reach) = (shares.count, kernel.count - 1)
    var bin = 0
    while bin < bins {
      padded[bin + reach] = shares[bin]
      bin += 1
    }
    var total = 0.0
    bin = 0
    while bin < bins {
      let middle = bin + reach
      var sum = kernel[0] * padded[middle]
      var step = 1
      while step <= reach {
        sum += kernel[step] * (padded[middle - step] + padded[middle + step])
        step += 1
      }
      shares[bin] = sum
      total += sum
      bin += 1
    }
    guard total > 0 else { return }
    bin = 0
    while bin < bins {
      shares[bin] /= total
      bin += 1
    }
  }
}
