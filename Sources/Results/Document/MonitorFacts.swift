public import Workloads

/// What the monitor saw beside the engines: how late the machine let a thread run, how many jobs were
/// in flight, and what else used the machine.
public struct MonitorFacts: Sendable, Hashable, Codable {
  /// How much longer than asked the monitor's sleeps of about 1 ms took: what any thread of the
  /// process had to expect.
  public struct Hiccups: Sendable, Hashable, Codable {
    /// Number of values, those included that a long hiccup kept from being measured.
    public var count: UInt64
    /// The median, in nanoseconds like the others.
    @OrNull public var p50: Nanoseconds?
    /// The quantile 0.99.
    @OrNull public var p99: Nanoseconds?
    /// The quantile 0.999.
    @OrNull public var p999: Nanoseconds?
    /// The largest.
    public var max: Nanoseconds

    /// Hiccups from their parts.
    public init(
      count: UInt64, p50: Nanoseconds?, p99: Nanoseconds?, p999: Nanoseconds?, max: Nanoseconds
    ) {
      self.count = count
      self.p50 = p50
      self.p99 = p99
      self.p999 = p999
      self.max = max
    }

    enum CodingKeys: String, CodingKey {
      case count
      case p50 = "p50_ns"
      case p99 = "p99_ns"
      case p999 = "p999_ns"
      case max = "max_ns"
    }
  }

  /// The jobs in flight, counted about once a millisecond.
  public struct InFlight: Sendable, Hashable, Codable {
    /// How often they were counted.
    public var samples: UInt64
    /// How many there were on average over the time watched.
    public var mean: Double
    /// The most that were counted.
    public var largest: UInt64
    /// The integral over time: job nanoseconds.
    public var jobTime: Double
    /// The standard error of the integral.
    public var standardError: Double

    /// Counts from their parts.
    public init(
      samples: UInt64, mean: Double, largest: UInt64, jobTime: Double, standardError: Double
    ) {
      self.samples = samples
      self.mean = mean
      self.largest = largest
      self.jobTime = jobTime
      self.standardError = standardError
    }

    enum CodingKeys: String, CodingKey {
      case samples, mean, largest
      case jobTime = "job_time_ns"
      case standardError = "standard_error_ns"
    }
  }

  /// Processor time that a hypervisor gave to others although the machine had work to do.
  public struct Steal: Sendable, Hashable, Codable {
    /// The share of all processors' time.
    public var share: Double
    /// The share in the worst second.
    public var worstSecond: Double

    /// Steal from its parts.
    public init(share: Double, worstSecond: Double) {
      self.share = share
      self.worstSecond = worstSecond
    }

    enum CodingKeys: String, CodingKey {
      case share
      case worstSecond = "worst_second"
    }
  }

  /// How often the control group had used up its processor time.
  public struct Throttling: Sendable, Hashable, Codable {
    /// Periods in which the time was limited; 0 without a limit.
    public var periods: UInt64
    /// Those in which it was used up.
    public var throttled: UInt64
    /// How long the group waited, in nanoseconds.
    public var nanoseconds: UInt64

    /// Counts from their parts.
    public init(periods: UInt64, throttled: UInt64, nanoseconds: UInt64) {
      self.periods = periods
      self.throttled = throttled
      self.nanoseconds = nanoseconds
    }

    /// The share of periods in which the time was used up.
    public var share: Double { periods == 0 ? 0 : Double(throttled) / Double(periods) }

    enum CodingKeys: String, CodingKey {
      case periods, throttled
      case nanoseconds = "throttled_ns"
    }
  }

  /// A jump of the wall clock; no time is measured by it.
  public struct WallJump: Sendable, Hashable, Codable {
    /// When it was noticed, in nanoseconds since the run's start.
    public var instant: Nanoseconds
    /// By how much the clock went forward, in nanoseconds; negative for backward.
    public var size: Nanoseconds

    /// A jump from its parts.
    public init(instant: Nanoseconds, size: Nanoseconds) {
      self.instant = instant
      self.size = size
    }

    enum CodingKeys: String, CodingKey {
      case instant = "at_ns"
      case size = "by_ns"
    }
  }

  /// Nanoseconds that were watched, those of resumptions included.
  public var watchedNanoseconds: UInt64
  /// Nanoseconds of processor time that the monitor used.
  public var monitorCPUNanoseconds: UInt64
  /// Nanoseconds of processor time that the process used: the embedded server's, too.
  public var processCPUNanoseconds: UInt64
  /// How often a thread of the process lost its processor to another.
  public var involuntarySwitches: UInt64
  /// How late the machine let a thread run.
  public var hiccups: Hiccups
  /// The jobs in flight.
  public var inFlight: InFlight
  /// What the hypervisor took; null where the system does not say.
  @OrNull public var steal: Steal?
  /// What the control group's limit cost; null where the system does not say.
  @OrNull public var throttling: Throttling?
  /// Times the wall clock jumped.
  public var wallJumps: UInt64
  /// The first of these jumps.
  public var firstWallJumps: [WallJump]

  /// Facts from their parts.
  public init(
    watchedNanoseconds: UInt64, monitorCPUNanoseconds: UInt64, processCPUNanoseconds: UInt64,
    involuntarySwitches: UInt64, hiccups: Hiccups, inFlight: InFlight, steal: Steal?,
    throttling: Throttling?, wallJumps: UInt64, firstWallJumps: [WallJump]
  ) {
    self.watchedNanoseconds = watchedNanoseconds
    self.monitorCPUNanoseconds = monitorCPUNanoseconds
    self.processCPUNanoseconds = processCPUNanoseconds
    self.involuntarySwitches = involuntarySwitches
    self.hiccups = hiccups
    self.inFlight = inFlight
    self.steal = steal
    self.throttling = throttling
    self.wallJumps = wallJumps
    self.firstWallJumps = firstWallJumps
  }

  enum CodingKeys: String, CodingKey {
    case hiccups, steal, throttling
    case watchedNanoseconds = "watched_ns"
    case monitorCPUNanoseconds = "monitor_cpu_ns"
    case processCPUNanoseconds = "process_cpu_ns"
    case involuntarySwitches = "involuntary_switches"
    case inFlight = "in_flight"
    case wallJumps = "wall_jumps"
    case firstWallJumps = "first_wall_jumps"
  }
}
