/// The intended instants at which jobs enter, decided before and independently of what the job API
/// does: phases one after another.
public struct ArrivalSchedule: Sendable, Hashable, Codable {
  /// The phases in order.
  public let phases: [LoadPhase]

  /// A schedule of `phases`, each starting where the one before ends.
  public init(_ phases: [LoadPhase]) { self.phases = phases }

  /// Number of arrivals.
  public var count: Int { phases.reduce(0) { $0 + $1.count } }

  /// From the run's start to the end of the last phase, in nanoseconds.
  public var duration: Nanoseconds { phases.reduce(0) { $0 + $1.duration } }

  /// The intended instant of every arrival in order, in nanoseconds from the run's start.
  public func instants() -> [Nanoseconds] {
    var result: [Nanoseconds] = []
    result.reserveCapacity(count)
    var start: Nanoseconds = 0
    for phase in phases {
      for n in 0..<phase.count { result.append(start + phase.instant(n)) }
      start += phase.duration
    }
    return result
  }

  /// Arrivals per second over the whole schedule; nil for a schedule without length.
  public var offeredPerSecond: Double? {
    duration > 0 ? Double(count) / (Double(duration) / 1e9) : nil
  }
}
