internal import Statistics

/// Independent arrivals at a mean rate: the gaps between them are exponential.
///
/// ```
/// mean rate
///    │▄▄▄▄▄▄▄▄▄▄▄▄▄▄   rate, as the mean of many seeds
///    └─│││──│─│────││▶ time, until duration; arrivals of one seed
/// ```
/// Gap n is -ln(1 - u) / rate seconds, with u the n-th random number of the seed in [0, 1); the
/// first arrival is one gap after the start, and arrivals beyond the duration are cut. So the number
/// of arrivals depends on the seed: its mean and its variance are both rate·duration.
public struct Poisson: ArrivalShape {
  /// Mean arrivals per second.
  public var rate: Double
  /// How long, in nanoseconds.
  public var duration: Nanoseconds

  /// Arrivals at a mean of `rate` per second for `duration` nanoseconds.
  public init(rate: Double, duration: Nanoseconds) {
    self.rate = rate
    self.duration = duration
  }

  var meanCount: Double { rate * Double(duration) / 1e9 }

  func count(seed: UInt64) -> Int { instants(seed: seed).count }

  func instants(seed: UInt64) -> [Nanoseconds] {
    var result: [Nanoseconds] = []
    result.reserveCapacity(Int(meanCount))
    var index: UInt64 = 0
    var time = 0.0
    while true {
      let unit = SplitMix.unit(seed: seed, index: index)
      time -= Logarithm.natural(1 - unit) / rate
      guard time < seconds else { return result }
      result.append(instant(time))
      index += 1
    }
  }

  enum CodingKeys: String, CodingKey {
    case rate
    case duration = "for_ns"
  }
}
