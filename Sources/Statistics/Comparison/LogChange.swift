internal import Glibc

/// By how much a quantile of one run differs from that of another, on the logarithmic scale, and how
/// much of that chance may do.
///
/// ```
/// d  = ln(candidate / base)
/// E² = se_base² + se_candidate² + 2 s²        s: sd of ln(quantile) from run to run
/// v  = E⁴ / (se_base⁴ / 19 + se_candidate⁴ / 19 + (2 s²)² / (runs - 1))
/// ```
/// Each run knows by its jackknife how much its estimate varies with its jobs, and nothing about what is
/// the same for all of its jobs: a noisy neighbour, where memory came to lie. That is s, which only
/// several runs can tell. s is estimated from few runs, so d / E is read against Student's t with v
/// degrees of freedom (Satterthwaite, Biometrics Bulletin 2, 1946, doi:10.2307/3002019); with the
/// normal distribution eight runs would give four times as many false alarms as asked for.
public struct LogChange: Sendable, Hashable {
  /// The spread of a logarithm from run to run, estimated from `runs` of them.
  public struct Deviation: Sendable, Hashable {
    /// The standard deviation.
    public var value: Double
    /// From how many runs it was estimated.
    public var runs: Int

    /// The standard deviation of `logarithms`, of which there must be two at least.
    public init?(of logarithms: [Double]) {
      guard logarithms.count > 1 else { return nil }
      let mean = logarithms.reduce(0, +) / Double(logarithms.count)
      let squares = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      value = (squares / Double(logarithms.count - 1)).squareRoot()
      runs = logarithms.count
    }
  }

  /// ln(candidate / base).
  public var change: Double
  /// The standard error of ``change``.
  public var error: Double
  /// The degrees of freedom of ``error``.
  public var degrees: Double

  /// The change `change` of two estimates; nil where nothing says how much it varies.
  ///
  /// With a spread from run to run a missing interval is none: runs that differ by chance differ by
  /// their jobs, too.
  ///
  /// - Parameters:
  ///   - change: ln(candidate / base).
  ///   - reaches: Half the length of the 95 % interval of each logarithm, where it is known.
  ///   - deviation: The spread from run to run, where it is known.
  public init?(_ change: Double, reaches: [Double?], deviation: Deviation?) {
    let known = reaches.compactMap(\.self)
    guard deviation != nil || known.count == reaches.count else { return nil }
    // The interval is wider than 1.96 standard errors where few blocks decide it; the error then is
    // taken as larger.
    let freedom = Double(BlockJackknife.blocks - 1)
    var parts = known.map { reach -> (variance: Double, degrees: Double) in
      let error = reach / Normal.upper(0.025)
      return (error * error, freedom)
    }
    if let deviation {
      parts.append((2 * deviation.value * deviation.value, Double(deviation.runs - 1)))
    }
    let variance = parts.reduce(0) { $0 + $1.variance }
    let spread = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.degrees }
    self.change = change
    error = variance.squareRoot()
    degrees = spread > 0 ? max(variance * variance / spread, 2) : freedom
  }

  /// How far from ``change`` the true one lies at most, to one side, but for a probability of `alpha`.
  public func reach(_ alpha: Double) -> Double {
    StudentT.quantile(normal: Normal.upper(alpha), degrees: degrees) * error
  }

  /// The smallest true change that is told from none at the level `alpha`, and estimated as more than
  /// `limit`, in 19 of 20 cases.
  public func detectable(_ alpha: Double, beyond limit: Double) -> Double {
    max(reach(alpha), limit) + reach(0.05)
  }
}

/// The normal distribution.
public enum Normal {
  /// The value that a standard normal variate exceeds with a probability of `alpha`.
  ///
  /// - Precondition: `alpha` is above 0 and at most 0.5.
  public static func upper(_ alpha: Double) -> Double {
    precondition(alpha > 0 && alpha <= 0.5, "a tail has at most half of the probability")
    var (low, high) = (0.0, 40.0)
    for _ in 0..<64 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) / 2 > alpha { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
