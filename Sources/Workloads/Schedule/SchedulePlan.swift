/// A schedule laid out, for people to look at before anything is sent.
public struct SchedulePlan: Sendable, Hashable {
  /// A phase and what it comes to.
  public struct Phase: Sendable, Hashable {
    /// The name of its shape.
    public var shape: String
    /// Whether it warms up.
    public var isWarmUp: Bool
    /// When it starts, in nanoseconds from the run's start.
    public var start: Nanoseconds
    /// How long it lasts, in nanoseconds.
    public var duration: Nanoseconds
    /// Number of arrivals; of a closed phase the most there can be.
    public var arrivals: Int
    /// Whether its arrivals follow the job API.
    public var isClosed: Bool
  }

  /// The phases in order.
  public let phases: [Phase]
  /// The intended instant of every arrival of open phases, ascending, in nanoseconds from the run's
  /// start.
  public let instants: [Nanoseconds]
  /// Number of arrivals by the class's number.
  public let arrivalsByClass: [Int]
  /// The fingerprint that the run's report will show.
  public let hash: String
  /// How long the schedule lasts, in nanoseconds.
  public let duration: Nanoseconds

  /// Lays `schedule` out for a run with the seeds `seed`.
  ///
  /// - Parameters:
  ///   - schedule: The phases.
  ///   - seed: The seeds of the run.
  ///   - classes: Number of job classes.
  ///   - jobClass: The number of the class of each arrival, from 0.
  public init(
    _ schedule: ArrivalSchedule, seed: Seeds, classes: Int, jobClass: (Int) -> UInt16
  ) {
    let parts = schedule.instantsByPhase(seed: seed)
    var start: Nanoseconds = 0
    phases = zip(schedule.phases, parts).map { phase, instants in
      let length = phase.shape.duration
      defer { start += length }
      return Phase(
        shape: phase.shape.name, isWarmUp: phase.isWarmUp, start: start, duration: length,
        arrivals: instants.count,
        isClosed: instants.first == JobRecord.undecided)
    }
    let all = parts.flatMap { $0 }
    instants = all.filter { $0 != JobRecord.undecided }
    duration = start
    var hash = ScheduleHash()
    var counts = [Int](repeating: 0, count: classes)
    for (row, instant) in all.enumerated() {
      let number = jobClass(row)
      hash.add(intended: instant, jobClass: number)
      counts[Int(number)] += 1
    }
    self.hash = hash.text
    arrivalsByClass = counts
  }
}
