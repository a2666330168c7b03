/// Constant rates one after another, each for the same time.
///
/// ```
/// rate, per second
///    │        ▄▄▄▄  rates[2]
///    │    ▄▄▄▄████  rates[1]
///    │▄▄▄▄████████  rates[0]
///    └────────────▶ time, seconds
///     each each each
/// ```
/// Arrival n is at the t where the area under the curve reaches n: in step k, which begins at k·each
/// with the area A_k of all steps before it, at t = k·each + (n - A_k) / rates[k].
public struct Steps: ArrivalShape {
  /// Arrivals per second of each step.
  public var rates: [Double]
  /// How long each step lasts, in nanoseconds.
  public var each: Nanoseconds

  /// Steps of `rates` arrivals per second, each `each` nanoseconds long.
  public init(rates: [Double], each: Nanoseconds) {
    self.rates = rates
    self.each = each
  }

  private var stepSeconds: Double { Double(each) / 1e9 }

  var meanCount: Double { rates.reduce(0) { $0 + $1 * stepSeconds } }
  var seconds: Double { stepSeconds * Double(rates.count) }
  var duration: Nanoseconds { each * Nanoseconds(rates.count) }

  func instants(seed: UInt64) -> [Nanoseconds] {
    var (step, before) = (0, 0.0)
    return (0..<count(seed: seed)).map { index in
      let n = Double(index)
      while step < rates.count - 1, n >= before + rates[step] * stepSeconds {
        before += rates[step] * stepSeconds
        step += 1
      }
      return instant(Double(step) * stepSeconds + (n - before) / rates[step])
    }
  }

  enum CodingKeys: String, CodingKey {
    case rates
    case each = "each_ns"
  }
}
