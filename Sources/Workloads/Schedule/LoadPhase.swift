/// One stretch of load: a shape, from which the intended instants of its arrivals follow.
public enum LoadPhase: Sendable, Hashable, Codable {
  /// `jobs` arrivals at one instant, every `every` nanoseconds, `times` times.
  case burst(jobs: Int, every: Nanoseconds, times: Int)
  /// Evenly spaced arrivals at `rate` per second for `duration` nanoseconds.
  case constant(rate: Double, duration: Nanoseconds)

  /// Number of arrivals.
  public var count: Int {
    switch self {
    case .burst(let jobs, _, let times): jobs * times
    case .constant(let rate, let duration):
      // A product that is whole on paper may lie a rounding error below: 0.7 per second for 90 s.
      Int((rate * Double(duration) / 1e9 * (1 + 0x1p-50)).rounded(.down))
    }
  }

  /// How long the phase lasts, in nanoseconds; the next one starts at its end.
  public var duration: Nanoseconds {
    switch self {
    case .burst(_, let every, let times): every * Nanoseconds(times)
    case .constant(_, let duration): duration
    }
  }

  /// The intended instant of arrival `n` of this phase, from the phase's start.
  ///
  /// - Precondition: 0 <= n < count.
  public func instant(_ n: Int) -> Nanoseconds {
    precondition(n >= 0 && n < count, "arrival out of range")
    switch self {
    case .burst(let jobs, let every, _): return Nanoseconds(n / jobs) * every
    case .constant(let rate, _): return Nanoseconds((Double(n) * 1e9 / rate).rounded())
    }
  }
}
