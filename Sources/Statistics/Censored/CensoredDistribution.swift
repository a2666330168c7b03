/// The estimated distribution of a sample of which only brackets are known.
///
/// Smooth over about 3 % of the value. Open brackets are values beyond every finite one: a quantile
/// that falls among them has no value here.
public struct CensoredDistribution: Sendable {
  /// Number of all brackets.
  public let count: Int
  /// Number of closed brackets.
  public let closedCount: Int
  private let grid: LogGrid
  /// The share of the closed values below each edge of the grid.
  private let edges: [Double]

  /// The distribution of `brackets`, by EMS on a grid of 1 %.
  ///
  /// - Complexity: O(n + 65 (g + m)) with n brackets of g different kinds on m <= 900 bins.
  public init(_ brackets: [Bracket]) {
    let groups = BracketGroups(brackets)
    var ems = EMS(groups.grid)
    self.init(
      grid: groups.grid, shares: ems.fit(groups.all, from: ems.smoothFit(groups.all)),
      count: brackets.count, closedCount: Int(groups.all.total))
  }

  /// The distribution with `shares` in the bins of `grid`.
  init(grid: LogGrid, shares: [Double], count: Int, closedCount: Int) {
    self.grid = grid
    self.count = count
    self.closedCount = closedCount
    var edges = [0.0]
    edges.reserveCapacity(shares.count + 1)
    var sum = 0.0
    for share in shares {
      sum += share
      edges.append(sum)
    }
    self.edges = sum > 0 ? edges.map { $0 / sum } : edges
  }

  /// The estimate of the quantile `q`, in nanoseconds; nil when it falls among open brackets or there is
  /// nothing.
  ///
  /// - Precondition: 0 <= q <= 1.
  public func quantile(_ q: Double) -> Double? {
    let rank = q * Double(count)
    guard closedCount > 0, rank.rounded(.up) <= Double(closedCount) else { return nil }
    return value(atShare: min(rank / Double(closedCount), 1))
  }

  /// The share of all values that are at most `value`, in nanoseconds.
  public func cumulative(_ value: Double) -> Double {
    guard count > 0 else { return 0 }
    return closedShare(value) * Double(closedCount) / Double(count)
  }

  /// The most central place for one value of which `lower` and `upper` are known.
  ///
  /// Half of what the distribution has between them lies below. Nil for an open bracket.
  public func conditionalMedian(lower: Int64, upper: Int64) -> Int64? {
    guard upper != Bracket.unknown else { return nil }
    guard closedCount > 0, lower < upper else { return upper }
    let (below, above) = (closedShare(Double(lower)), closedShare(Double(upper)))
    // Where the distribution has nothing, any place is as good as another.
    let middle =
      above > below
      ? value(atShare: (below + above) / 2) : (Double(lower) + Double(upper)) / 2
    return min(max(Int64(middle.rounded()), lower), upper)
  }

  /// The share of the closed values that are at most `value`: linear in ln t within a bin.
  private func closedShare(_ value: Double) -> Double {
    let position = grid.position(value)
    guard closedCount > 0, position > 0 else { return 0 }
    guard position < Double(grid.count) else { return 1 }
    let bin = Int(position)
    return edges[bin] + (position - Double(bin)) * (edges[bin + 1] - edges[bin])
  }

  /// The inverse: the smallest value with `share` of the closed ones at or below it.
  private func value(atShare share: Double) -> Double {
    var (low, high) = (0, grid.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] < share { low = middle } else { high = middle }
    }
    let step = edges[high] - edges[low]
    let part = step > 0 ? min(max((share - edges[low]) / step, 0), 1) : 1
    return grid.value(at: Double(low) + part)
  }
}
