internal import Glibc
internal import Statistics

/// A distribution of times: how long jobs run in the reference server, how long a member of a closed
/// population thinks.
public enum ServiceLaw: Sendable, Hashable, Codable {
  case constant(Nanoseconds)
  case exponential(mean: Nanoseconds)
  case logNormal(median: Nanoseconds, sigma: Double)
  /// `long` with probability `share`, else `short`.
  case bimodal(short: Nanoseconds, long: Nanoseconds, share: Double)

  /// A time in nanoseconds, never negative.
  public func sample(using generator: inout some RandomNumberGenerator) -> Nanoseconds {
    let value: Double =
      switch self {
      case .constant(let time): Double(time)
      case .exponential(let mean): generator.exponential(mean: Double(mean))
      case .logNormal(let median, let sigma):
        generator.logNormal(median: Double(median), sigma: sigma)
      case .bimodal(let short, let long, let share):
        Double(generator.unit() < share ? long : short)
      }
    return Nanoseconds(min(max(value.rounded(), 0), 9e18))
  }

  /// The mean in nanoseconds.
  public var mean: Double {
    switch self {
    case .constant(let time): Double(time)
    case .exponential(let mean): Double(mean)
    case .logNormal(let median, let sigma): Double(median) * exp(sigma * sigma / 2)
    case .bimodal(let short, let long, let share):
      Double(short) * (1 - share) + Double(long) * share
    }
  }
}
