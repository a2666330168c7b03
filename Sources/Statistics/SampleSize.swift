/// The quantiles a summary prints, each with the smallest sample that may claim it.
///
/// A quantile q is claimed only when the largest of n values exceeds it with a probability of at
/// least 95 %, that is `n >= ln(0.05) / ln(q)`, rounded up to a number people remember.
public struct QuantileRule: Sendable, Hashable {
  /// The quantile, 0 < q < 1.
  public let quantile: Double
  /// Its printed name, for example `p99`.
  public let name: String
  /// The smallest sample size at which it is printed.
  public let minimumCount: Int

  private init(_ quantile: Double, _ name: String, _ minimumCount: Int) {
    self.quantile = quantile
    self.name = name
    self.minimumCount = minimumCount
  }

  /// p50, p90, p95, p99, p99.9, in this order.
  public static let all: [QuantileRule] = [
    QuantileRule(0.50, "p50", 5),
    QuantileRule(0.90, "p90", 30),
    QuantileRule(0.95, "p95", 60),
    QuantileRule(0.99, "p99", 300),
    QuantileRule(0.999, "p999", 3_000),
  ]
}

/// The value at quantile `q` of a sorted sample: the smallest value with at least `q * n` values at
/// or below it (the inverse of the empirical distribution function).
///
/// - Precondition: `sorted` is ascending and not empty; 0 <= q <= 1.
public func quantile<Value: Comparable>(_ q: Double, ofSorted sorted: [Value]) -> Value {
  precondition(!sorted.isEmpty, "a quantile needs at least one value")
  let rank = Int((q * Double(sorted.count)).rounded(.up))
  return sorted[min(max(rank, 1), sorted.count) - 1]
}
