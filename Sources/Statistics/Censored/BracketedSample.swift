/// A sample of values of which only brackets are known.
///
/// Estimates are those of EMS, moved into the hard bounds where smoothing left them: the sample's own
/// quantile lies between the quantile of all lower ends and that of all upper ends, whatever the
/// values are. So brackets without a width give order statistics.
public struct BracketedSample: QuantileSample {
  /// The estimated distribution.
  public let distribution: CensoredDistribution
  /// The known upper ends, ascending.
  public let uppers: [Int64]
  private let lowers: [Int64]
  /// The distributions without each block; empty when the sample is too small for intervals.
  private let without: [CensoredDistribution]

  /// A sample of `brackets` in `blocks`.
  ///
  /// - Precondition: There are as many blocks as brackets.
  /// - Complexity: O(n log n + s (g + m)) with s = 60 + 20 * 12 steps of EMS.
  public init(_ brackets: [Bracket], blocks: [UInt8]) {
    precondition(brackets.count == blocks.count, "every bracket needs a block")
    let groups = BracketGroups(brackets)
    var ems = EMS(groups)
    let shares = ems.fit()
    distribution = CensoredDistribution(
      grid: groups.grid, shares: shares, count: brackets.count, closedCount: groups.closedCount)
    lowers = brackets.map(\.lower).sorted()
    uppers = brackets.lazy.filter { !$0.isOpen }.map(\.upper).sorted()
    without = Self.leavingOut(&ems, groups, shares: shares, blocks: blocks)
  }

  /// The distributions without each block.
  ///
  /// Each fit goes on from the solution of the whole sample: without one block in twenty it moves little,
  /// and a dozen steps bring it there. From the uniform start it would take sixty.
  private static func leavingOut(
    _ ems: inout EMS, _ groups: BracketGroups, shares: [Double], blocks: [UInt8]
  ) -> [CensoredDistribution] {
    var sizes = [Int](repeating: 0, count: BlockJackknife.blocks)
    for block in blocks { sizes[Int(block)] += 1 }
    guard BlockJackknife.isEnough(sizes) else { return [] }
    return sizes.indices.map { block in
      let counts = groups.counts(without: UInt8(block), blocks: blocks)
      return CensoredDistribution(
        grid: groups.grid, shares: ems.refit(counts: counts, from: shares),
        count: blocks.count - sizes[block], closedCount: Int(counts.reduce(0, +)))
    }
  }

  /// Number of jobs, the open ones included.
  public var count: Int { lowers.count }

  /// The estimate by EMS with its interval and its hard bounds.
  public func estimate(_ q: Double) -> QuantileEstimate? {
    guard count > 0 else { return nil }
    let rank = rank(q, of: count)
    let lower = lowers[rank - 1]
    guard rank <= uppers.count, let smooth = distribution.quantile(q) else {
      return QuantileEstimate(above: lower, bounds: .open(lower))
    }
    let upper = uppers[rank - 1]
    let value = min(max(Int64(smooth.rounded()), lower), upper)
    return QuantileEstimate(
      value: value, interval: interval(q, around: value),
      bounds: Bracket(lower: lower, upper: upper))
  }

  private func interval(_ q: Double, around value: Int64) -> QuantileInterval? {
    guard !without.isEmpty, BlockJackknife.isEnough(q, count: count) else { return nil }
    let (below, above) = oneError(q, count: count)
    var error: Double?
    if let low = distribution.quantile(below), let high = distribution.quantile(above) {
      error = (Logarithm.natural(high) - Logarithm.natural(low)) / 2
    }
    return BlockJackknife.interval(
      Double(value), without: without.map { $0.quantile(q) }, independentError: error)
  }
}
