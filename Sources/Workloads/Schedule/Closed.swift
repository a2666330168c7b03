/// A fixed population whose members push a job, wait for its outcome, think, and push again.
///
/// ```
/// member 1  ─push──────▶outcome┈think┈push─────▶outcome┈think┈ ...
/// member 2  ─┈think┈push──────────▶outcome┈think┈push ...        population members, until duration
/// ```
/// The intended instant of an arrival is when its member became free, plus a think time; the first ones
/// count from the start of the phase. So instants depend on the job API, unlike those of all other
/// shapes, and only their number is reserved beforehand: a row for each of the ``jobs`` that may come to
/// be. A member whose next instant lies behind the end of the phase leaves.
public struct Closed: ArrivalShape {
  /// Members of the population.
  public var population: Int
  /// How long a member thinks before each push.
  public var think: ServiceLaw
  /// How long the phase lasts, in nanoseconds; pushed jobs are followed beyond it.
  public var duration: Nanoseconds
  /// The most arrivals of the phase.
  public var jobs: Int

  /// `population` members for `duration` nanoseconds, with at most `jobs` arrivals.
  public init(population: Int, think: ServiceLaw, duration: Nanoseconds, jobs: Int) {
    self.population = population
    self.think = think
    self.duration = duration
    self.jobs = jobs
  }

  /// As many arrivals as are reserved where a scenario does not say: ten a second for each member, and
  /// at least one for each.
  public static func usualJobs(population: Int, duration: Nanoseconds) -> Double {
    Double(population) * max(Double(duration) / 1e8, 1).rounded(.up)
  }

  var meanCount: Double { Double(jobs) }

  func count(seed: UInt64) -> Int { jobs }

  func instants(seed: UInt64) -> [Nanoseconds] {
    [Nanoseconds](repeating: JobRecord.undecided, count: jobs)
  }

  enum CodingKeys: String, CodingKey {
    case population, think, jobs
    case duration = "for_ns"
  }
}

/// A closed phase of a run: which rows are its own, and when.
public struct ClosedPhase: Sendable, Hashable {
  /// Its rows.
  public var rows: Range<Int>
  /// From its start to before its end, in nanoseconds from the run's start.
  public var time: Range<Nanoseconds>
  /// Its shape.
  public var shape: Closed

  /// A phase from its parts.
  public init(rows: Range<Int>, time: Range<Nanoseconds>, shape: Closed) {
    self.rows = rows
    self.time = time
    self.shape = shape
  }
}
