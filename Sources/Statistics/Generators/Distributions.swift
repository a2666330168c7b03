import Glibc

extension RandomNumberGenerator {
  /// A number in [0, 1).
  public mutating func unit() -> Double { unitInterval(next()) }

  /// A number in (0, 1], safe to take the logarithm of.
  public mutating func positiveUnit() -> Double { 1 - unit() }

  /// An exponential variate with the given mean, by inversion.
  public mutating func exponential(mean: Double) -> Double {
    -mean * log(positiveUnit())
  }

  /// A standard normal variate, by the Box-Muller transform (one of the pair; no hidden state).
  public mutating func standardNormal() -> Double {
    sqrt(-2 * log(positiveUnit())) * cos(2 * .pi * unit())
  }

  /// A log-normal variate: `median * exp(sigma * Z)` with Z standard normal.
  public mutating func logNormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * standardNormal())
  }
}
