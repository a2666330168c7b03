internal import Statistics

/// A rate that grows or falls from one value to another.
///
/// ```
/// rate, per second
///  b │          ▄▄█    linear:      r(t) = a + (b - a) t/T
///    │      ▄▄████     exponential: r(t) = a (b/a)^(t/T)
///  a │▄▄████████████
///    └───────────────▶ t, seconds
///    0              T
/// ```
/// Arrival n is at the t where the area A(t) under the curve reaches n. With a and b in arrivals per
/// second, T and t in seconds:
/// - linear: A(t) = a t + (b - a) t²/(2T), hence t = 2n / (a + √(a² + 2 (b - a) n / T));
/// - exponential, with L = ln(b/a): A(t) = (a T / L) ((b/a)^(t/T) - 1), hence
///   t = (T / L) ln(1 + n L / (a T)).
public struct Ramp: ArrivalShape {
  /// How the rate goes from one value to the other.
  public enum Curve: String, Sendable, Hashable, Codable, CaseIterable {
    /// By equal differences in equal times; either end may be 0.
    case linear
    /// By equal factors in equal times; both ends are above 0.
    case exponential
  }

  /// a: arrivals per second at the start.
  public var from: Double
  /// b: arrivals per second at the end.
  public var to: Double
  /// T: how long, in nanoseconds.
  public var duration: Nanoseconds
  /// The form of the curve.
  public var curve: Curve

  /// A ramp from `from` to `to` arrivals per second in `duration` nanoseconds.
  public init(from: Double, to: Double, duration: Nanoseconds, curve: Curve = .linear) {
    self.from = from
    self.to = to
    self.duration = duration
    self.curve = curve
  }

  /// L, from the difference of the rates, so that a ramp that is almost level loses no digits.
  private var logRatio: Double { Logarithm.naturalOfOnePlus((to - from) / from) }

  var meanCount: Double {
    switch curve {
    case .exponential where from != to: seconds * ((to - from) / logRatio)
    case .linear, .exponential: seconds * ((from + to) / 2)
    }
  }

  func instants(seed: UInt64) -> [Nanoseconds] {
    let (length, change, ratio) = (seconds, to - from, curve == .exponential ? logRatio : 0)
    return (0..<count(seed: seed)).map { index in
      let n = Double(index)
      if n == 0 { return 0 }
      if change == 0 { return instant(n / from) }
      switch curve {
      case .linear:
        let root = max(from * from + 2 * change * n / length, 0).squareRoot()
        return instant(2 * n / (from + root))
      case .exponential:
        return instant(length / ratio * Logarithm.naturalOfOnePlus(n * ratio / (from * length)))
      }
    }
  }

  enum CodingKeys: String, CodingKey {
    case from, to, curve
    case duration = "for_ns"
  }
}
