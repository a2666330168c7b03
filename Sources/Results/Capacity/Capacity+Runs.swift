public import Workloads

extension Capacity {
  /// A burst, and how it was worked off.
  public struct Drain: Sendable, Hashable, Codable {
    /// Where the ends of jobs are known from.
    public enum Source: String, Sendable, Hashable, Codable, CaseIterable {
      /// The server's stamps.
      case stamps = "server stamps"
      /// The middles of the brackets that replies allow.
      case brackets = "client brackets"
    }

    /// The name of the run's folder.
    public var run: String
    /// Jobs of the burst.
    public var jobs: Int
    /// Jobs that were seen to end.
    public var ended: Int
    /// From 10 to 90 % of the ends: jobs worked off each second; null where all ended at once.
    @OrNull public var jobsPerSecond: Double?
    /// Where the ends are known from.
    public var source: Source
    /// From the first to the last end.
    public var durationNanoseconds: Nanoseconds
    /// The mean processing time; null where it is not known.
    @OrNull public var processingNanoseconds: Nanoseconds?

    /// A drain from its parts.
    public init(
      run: String, jobs: Int, ended: Int, jobsPerSecond: Double?, source: Source,
      durationNanoseconds: Nanoseconds, processingNanoseconds: Nanoseconds?
    ) {
      self.run = run
      self.jobs = jobs
      self.ended = ended
      self.jobsPerSecond = jobsPerSecond
      self.source = source
      self.durationNanoseconds = durationNanoseconds
      self.processingNanoseconds = processingNanoseconds
    }

    enum CodingKeys: String, CodingKey {
      case run, jobs, ended, source
      case jobsPerSecond = "jobs_per_second"
      case durationNanoseconds = "duration_ns"
      case processingNanoseconds = "processing_mean_ns"
    }
  }

  /// A run at one rate.
  public struct Trial: Sendable, Hashable, Codable {
    /// What a run is for.
    public enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
      /// To learn where the limit lies.
      case probe
      /// To confirm a rate.
      case certification
    }

    /// What a run says about its rate.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
      /// Every condition holds, and jobs did not pile up.
      case met
      /// A condition does not hold.
      case notMet = "not_met"
      /// Jobs piled up, whatever the conditions say.
      case unstable
      /// The run cannot vouch for itself.
      case invalid
    }

    /// The name of the run's folder.
    public var run: String
    /// What it was for.
    public var purpose: Purpose
    /// Arrivals per second, on average.
    public var offeredPerSecond: Double
    /// How long it pushed, the warm-up included.
    public var pushNanoseconds: Nanoseconds
    /// Each condition, measured.
    public var conditions: [ThresholdResult]
    /// The largest ln(measured / limit) of the conditions.
    public var excess: Double
    /// By how many jobs a second the jobs in flight grew, by a straight line.
    public var growthPerSecond: Double
    /// The median of the end-to-end times; null where it is not known.
    @OrNull public var medianNanoseconds: Nanoseconds?
    /// The mean processing time; null where it is not known.
    @OrNull public var processingNanoseconds: Nanoseconds?
    /// What it says.
    public var verdict: Verdict
    /// Why the run is not valid; empty for a valid one.
    public var reasons: [String]

    /// A trial from its parts.
    public init(
      run: String, purpose: Purpose, offeredPerSecond: Double, pushNanoseconds: Nanoseconds,
      conditions: [ThresholdResult], excess: Double, growthPerSecond: Double,
      medianNanoseconds: Nanoseconds?, processingNanoseconds: Nanoseconds?, verdict: Verdict,
      reasons: [String] = []
    ) {
      self.run = run
      self.purpose = purpose
      self.offeredPerSecond = offeredPerSecond
      self.pushNanoseconds = pushNanoseconds
      self.conditions = conditions
      self.excess = excess
      self.growthPerSecond = growthPerSecond
      self.medianNanoseconds = medianNanoseconds
      self.processingNanoseconds = processingNanoseconds
      self.verdict = verdict
      self.reasons = reasons
    }

    enum CodingKeys: String, CodingKey {
      case run, purpose, conditions, excess, verdict, reasons
      case offeredPerSecond = "offered_per_second"
      case pushNanoseconds = "push_ns"
      case growthPerSecond = "growth_per_second"
      case medianNanoseconds = "end_to_end_p50_ns"
      case processingNanoseconds = "processing_mean_ns"
    }
  }
}
