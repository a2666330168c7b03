internal import Statistics

/// The intended instants at which jobs enter, decided before and independently of what the job API
/// does: phases one after another.
public struct ArrivalSchedule: Sendable, Hashable, Codable {
  /// The phases in order.
  public let phases: [LoadPhase]

  /// A schedule of `phases`, each starting where the one before ends.
  public init(_ phases: [LoadPhase]) { self.phases = phases }

  /// From the run's start to the end of the last phase, in nanoseconds.
  public var duration: Nanoseconds { phases.reduce(0) { $0 + $1.shape.duration } }

  /// Number of arrivals, or its mean where that is random.
  public var meanCount: Double { phases.reduce(0) { $0 + $1.shape.meanCount } }

  /// Number of arrivals in a run with seed `seed`.
  public func count(seed: UInt64) -> Int {
    phases.enumerated().reduce(0) { sum, phase in
      sum + phase.element.shape.value.count(seed: Self.seed(of: phase.offset, seed))
    }
  }

  /// The intended instant of every arrival in order, in nanoseconds from the run's start, for a run
  /// with seed `seed`; the same on every machine and with any number of engines.
  public func instants(seed: UInt64) -> [Nanoseconds] {
    instantsByPhase(seed: seed).flatMap { $0 }
  }

  /// The instants of ``instants(seed:)``, those of each phase apart.
  func instantsByPhase(seed: UInt64) -> [[Nanoseconds]] {
    var start: Nanoseconds = 0
    return phases.enumerated().map { index, phase in
      defer { start += phase.shape.duration }
      return phase.shape.value.instants(seed: Self.seed(of: index, seed)).map { start + $0 }
    }
  }

  /// Each phase has random numbers of its own: changing one leaves the others as they were.
  private static func seed(of phase: Int, _ runSeed: UInt64) -> UInt64 {
    SplitMix.bits(seed: RandomStream.arrivals.seed(of: runSeed), index: UInt64(phase))
  }

  /// The stretches of the phases that warm up, from start to before the end, in nanoseconds from the
  /// run's start; jobs whose intended instant lies in one are measured apart.
  public var warmUps: [Range<Nanoseconds>] {
    var start: Nanoseconds = 0
    return phases.compactMap { phase in
      let stretch = start..<(start + phase.shape.duration)
      start = stretch.upperBound
      return phase.isWarmUp ? stretch : nil
    }
  }

  /// Arrivals per second when `count` arrive over the whole schedule; nil for one without length.
  public func perSecond(_ count: Int) -> Double? {
    duration > 0 ? Double(count) / (Double(duration) / 1e9) : nil
  }
}
