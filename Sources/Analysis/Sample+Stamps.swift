internal import Results
internal import Statistics
internal import Workloads

extension Sample {
  /// Above this share of the median a resolution leaves no room for quantiles.
  private static let coarsest = 0.2

  /// The summary of values that are differences of two stamps cut to `resolution`; 0 for exact ones.
  ///
  /// Such a difference is wrong by less than the resolution on either side, so it is a bracket, and
  /// quantiles are estimated from the brackets. The error of the mean is 0 on average whatever the
  /// resolution, and so the mean and the hard bounds are all that is left when the resolution is above a
  /// fifth of the median.
  func summary(source: String, resolution: Nanoseconds) -> TimeSummary {
    guard resolution > 1 else { return summary(source: source) }
    let brackets = widened(by: resolution)
    let observed = values.sorted()
    let sample = BracketedSample(brackets.brackets, blocks: brackets.blocks)
    var result = TimeSummary(sample, observed: observed, source: source)
    result.resolution = resolution
    // Without polls there is nothing that they could limit.
    for rule in QuantileRule.all { result.quantiles[rule].isPollLimited = false }
    guard let median = result.p50 else { return result }
    guard Double(resolution) > Self.coarsest * Double(median) else { return result }
    result.isUnresolved = true
    for rule in QuantileRule.all {
      // The hard bounds still hold, and may be all that a condition needs.
      var quantile = QuantileSummary(needs: rule.minimumCount)
      quantile.bounds = result.quantiles[rule].bounds
      quantile.above = result.quantiles[rule].above
      result.quantiles[rule] = quantile
    }
    return result
  }
}
