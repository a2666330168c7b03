/// A sample of values of which only brackets are known.
///
/// The distribution is that of EMS, fitted for short stretches of the run and put together. Jobs of one
/// stretch wait in the same queue, so their values are alike; and a poll policy that predicts when a job
/// ends by the jobs before it asks at instants that depend on the value, as far as those do. Within a
/// stretch little of that is left. Fitted over a whole burst at once, a bracket that the prediction left
/// wide would get its mass from jobs that came long before.
///
/// Estimates are moved into the hard bounds where they are outside: the sample's own quantile lies between
/// the quantile of all lower ends and that of all upper ends, whatever the values are. So brackets
/// without a width give order statistics.
public struct BracketedSample: QuantileSample {
  /// The estimated distribution.
  public let distribution: CensoredDistribution
  /// The known upper ends, ascending.
  public let uppers: [Int64]
  private let lowers: [Int64]
  /// The distributions without each block; empty when the sample is too small for intervals.
  private let without: [CensoredDistribution]

  /// A sample of `brackets` in `blocks`, those of a block in the order of their instants.
  ///
  /// `proved` are lower ends for the hard bounds, where those of the brackets need more than proof.
  ///
  /// - Precondition: There are as many blocks as brackets, and as many of `proved` if any.
  /// - Complexity: O(n log n + 60 (g + m) + 5 (n + s m)) with brackets of g kinds on m bins in s <= 200
  ///   stretches.
  public init(_ brackets: [Bracket], blocks: [UInt8], proved: [Int64]? = nil) {
    precondition(brackets.count == blocks.count, "every bracket needs a block")
    precondition(proved.map { $0.count == blocks.count } ?? true, "every bracket has a lower end")
    let groups = BracketGroups(brackets)
    let strata = Strata(blocks)
    var ems = EMS(groups.grid)
    let common = ems.smoothFit(groups.all)
    var mass = BlockMass(bins: groups.grid.count)
    for stratum in strata.stretches {
      let counts = groups.counts(of: strata.rows[stratum.rows])
      mass.add(ems.fit(counts, from: common), closed: counts.total, of: stratum.block)
    }
    distribution = mass.distribution(on: groups.grid, count: brackets.count)
    without =
      BlockJackknife.isEnough(strata.sizes)
      ? strata.sizes.indices.map {
        mass.distribution(on: groups.grid, without: $0, count: brackets.count - strata.sizes[$0])
      } : []
    lowers = (proved ?? brackets.map(\.lower)).sorted()
    uppers = brackets.lazy.filter { !$0.isOpen }.map(\.upper).sorted()
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
