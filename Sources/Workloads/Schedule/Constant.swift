/// Evenly spaced arrivals.
///
/// ```
/// rate
///    │▄▄▄▄▄▄▄▄▄▄▄▄▄▄  rate
///    └──────────────▶ time, until duration
/// ```
/// The area under the curve up to t seconds is rate·t, so arrival n is at t = n / rate.
public struct Constant: ArrivalShape {
  /// Arrivals per second.
  public var rate: Double
  /// How long, in nanoseconds.
  public var duration: Nanoseconds

  /// `rate` arrivals per second for `duration` nanoseconds.
  public init(rate: Double, duration: Nanoseconds) {
    self.rate = rate
    self.duration = duration
  }

  var meanCount: Double { rate * Double(duration) / 1e9 }

  func instants(seed: UInt64) -> [Nanoseconds] {
    (0..<count(seed: seed)).map { instant(Double($0) / rate) }
  }

  enum CodingKeys: String, CodingKey {
    case rate
    case duration = "for_ns"
  }
}
