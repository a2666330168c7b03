/// One stretch of load: a shape, from which the intended instants of its arrivals follow, and whether
/// it only warms the job API up.
public struct LoadPhase: Sendable, Hashable, Codable {
  /// When jobs arrive.
  public var shape: LoadShape
  /// Whether its jobs are kept out of the measured times.
  public var isWarmUp: Bool

  /// A phase of `shape`.
  public init(_ shape: LoadShape, isWarmUp: Bool = false) {
    self.shape = shape
    self.isWarmUp = isWarmUp
  }

  /// `jobs` arrivals at one instant, every `every` nanoseconds, `times` times.
  public static func burst(jobs: Int, every: Nanoseconds, times: Int) -> LoadPhase {
    LoadPhase(.burst(Burst(jobs: jobs, every: every, times: times)))
  }

  /// Evenly spaced arrivals at `rate` per second for `duration` nanoseconds.
  public static func constant(rate: Double, duration: Nanoseconds) -> LoadPhase {
    LoadPhase(.constant(Constant(rate: rate, duration: duration)))
  }
}

/// The form of a phase.
///
/// A new one is a file with a type beside ``Burst``, and a case here.
public enum LoadShape: Sendable, Hashable {
  /// Many arrivals at once.
  case burst(Burst)
  /// Evenly spaced arrivals.
  case constant(Constant)
  /// Independent arrivals at a mean rate.
  case poisson(Poisson)
  /// A rate that grows or falls.
  case ramp(Ramp)
  /// Constant rates one after another.
  case steps(Steps)
  /// A fixed population.
  case closed(Closed)
  /// Recorded instants.
  case trace(Trace)

  /// The name in scenarios and their JSON form.
  enum Name: String, CodingKey {
    case burst, constant, poisson, ramp, steps, closed, trace
  }

  private var parts: (name: Name, value: any ArrivalShape) {
    switch self {
    case .burst(let shape): (.burst, shape)
    case .constant(let shape): (.constant, shape)
    case .poisson(let shape): (.poisson, shape)
    case .ramp(let shape): (.ramp, shape)
    case .steps(let shape): (.steps, shape)
    case .closed(let shape): (.closed, shape)
    case .trace(let shape): (.trace, shape)
    }
  }

  /// What the shape answers.
  var value: any ArrivalShape { parts.value }

  /// The name in scenarios and their JSON form.
  var key: Name { parts.name }

  /// The name in scenarios, for example `constant`.
  public var name: String { key.rawValue }

  /// The number of arrivals, or its mean where that is random; in floating point, because what a
  /// scenario asks for may leave the range of integers.
  public var meanCount: Double { value.meanCount }

  /// How long it lasts, in seconds, also where nanoseconds would leave the range of integers.
  public var seconds: Double { value.seconds }

  /// How long it lasts, in nanoseconds.
  public var duration: Nanoseconds { value.duration }
}
