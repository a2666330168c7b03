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

  /// Number of arrivals in a run with the seeds `seed`.
  public func count(seed: Seeds) -> Int {
    countByPhase(seed: seed).reduce(0, +)
  }

  /// Number of arrivals of each phase.
  func countByPhase(seed: Seeds) -> [Int] {
    phases.enumerated().map { index, phase in
      phase.shape.value.count(seed: Self.seed(of: index, seed))
    }
  }

  /// The intended instant of every arrival in order, in nanoseconds from the run's start, for a run
  /// with the seeds `seed`; the same on every machine and with any number of engines.
  ///
  /// Those of closed phases are ``JobRecord/undecided``.
  public func instants(seed: Seeds) -> [Nanoseconds] {
    instantsByPhase(seed: seed).flatMap { $0 }
  }

  /// The instants of ``instants(seed:)``, those of each phase apart.
  func instantsByPhase(seed: Seeds) -> [[Nanoseconds]] {
    var start: Nanoseconds = 0
    return phases.enumerated().map { index, phase in
      defer { start += phase.shape.duration }
      return phase.shape.value.instants(seed: Self.seed(of: index, seed)).map {
        $0 == JobRecord.undecided ? $0 : start + $0
      }
    }
  }

  /// The closed phases of a run with the seeds `seed`, in order; none for an open schedule.
  public func closedPhases(seed: Seeds) -> [ClosedPhase] {
    var start: Nanoseconds = 0
    var row = 0
    return phases.enumerated().compactMap { index, phase in
      let rows = row..<(row + phase.shape.value.count(seed: Self.seed(of: index, seed)))
      let time = start..<(start + phase.shape.duration)
      (row, start) = (rows.upperBound, time.upperBound)
      guard case .closed(let shape) = phase.shape else { return nil }
      return ClosedPhase(rows: rows, time: time, shape: shape)
    }
  }

  /// Whether any phase is closed.
  public var isClosed: Bool {
    phases.contains { if case .closed = $0.shape { true } else { false } }
  }

  /// Each phase has random numbers of its own: changing one leaves the others as they were.
  private static func seed(of phase: Int, _ seeds: Seeds) -> UInt64 {
    SplitMix.bits(seed: RandomStream.arrivals.seed(of: seeds), index: UInt64(phase))
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
