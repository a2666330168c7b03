/// In how many ways two samples without ties can lie among each other, by their U.
///
/// U is the number of pairs in which the value of the first sample is the larger one. Of all orders of
/// *m* and *n* values, the largest belongs to the first sample, where it is above all *n*, or to the
/// second:
///
/// ```
/// f(m, n, u) = f(m - 1, n, u - n) + f(m, n - 1, u)
/// ```
/// Source: Mann, Whitney, "On a test of whether one of two random variables is stochastically larger
/// than the other", Annals of Mathematical Statistics 18(1), 1947, doi:10.1214/aoms/1177730491.
public struct RankSums: Sendable {
  private struct Sizes: Hashable, Sendable {
    var one: Int
    var other: Int
  }

  /// What was asked once; samples of most sizes are asked for again and again.
  private var known: [Sizes: [Double]] = [:]

  /// Nothing counted yet.
  public init() {}

  /// The number of orders for each U from 0 on; exact up to 2^53.
  ///
  /// - Complexity: O(m² n²) for the first question about `m` and `n`, also for all smaller sizes.
  public mutating func counts(_ m: Int, _ n: Int) -> [Double] {
    let sizes = Sizes(one: min(m, n), other: max(m, n))
    if let counts = known[sizes] { return counts }
    guard sizes.one > 0 else { return [1] }
    let fewer = (counts(sizes.one - 1, sizes.other), counts(sizes.one, sizes.other - 1))
    var result = [Double](repeating: 0, count: m * n + 1)
    for (index, count) in fewer.0.enumerated() { result[index + sizes.other] += count }
    for (index, count) in fewer.1.enumerated() { result[index] += count }
    known[sizes] = result
    return result
  }

  /// The probability that U is at most `value` where every order is as likely.
  public mutating func tail(_ m: Int, _ n: Int, upTo value: Int) -> Double {
    guard value >= 0 else { return 0 }
    let counts = counts(m, n)
    return counts.prefix(value + 1).reduce(0, +) / counts.reduce(0, +)
  }
}
