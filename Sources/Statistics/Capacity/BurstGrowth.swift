/// Bursts that grow until their drain is steady, which says how fast jobs are worked off.
///
/// A burst of fewer jobs than there are workers runs all at once, and twice as large a one would be worked
/// off twice as fast. So a burst is doubled until it holds many times the jobs that run at once, and is
/// worked off as fast as the one before.
public struct BurstGrowth: Sendable, Hashable {
  /// What a burst showed.
  public struct Drain: Sendable, Hashable {
    /// Jobs of the burst.
    public var jobs: Int
    /// Jobs worked off each second; nil where all ended at once.
    public var rate: Double?
    /// The mean time a job is processed, in seconds; nil where it is not known.
    public var service: Double?
    /// From the first to the last end, in seconds.
    public var seconds: Double

    /// A drain from its parts.
    public init(jobs: Int, rate: Double?, service: Double?, seconds: Double) {
      self.jobs = jobs
      self.rate = rate
      self.service = service
      self.seconds = seconds
    }

    /// How many jobs run at once; nil where it is not known.
    public var workers: Double? { rate.flatMap { rate in service.map { rate * $0 } } }

    /// Whether there were enough jobs for all that ran at once.
    var isLarge: Bool { workers.map { Double(jobs) >= BurstGrowth.jobsPerWorker * $0 } ?? false }
  }

  /// A burst has at least so many jobs for each that runs at once.
  public static let jobsPerWorker = 20.0
  /// Rates that differ by less than this share are the same.
  private static let likeness = 0.1
  /// So many bursts that were large enough are tried at most; more of them would be no likelier to agree.
  private static let most = 4
  /// A drain that lasted for longer, in seconds, is long enough whatever the one before.
  private static let longEnough = 120.0

  /// The first burst's jobs.
  public var first: Int
  /// The largest burst's jobs.
  public var most: Int

  /// Bursts from `first` to `most` jobs.
  public init(first: Int, most: Int = 20_000) {
    self.first = first
    self.most = max(most, first)
  }

  /// Grows bursts.
  ///
  /// - Parameter burst: Carries a burst of so many jobs out; nil ends the growth.
  /// - Returns: Every drain in order, and whether the last one was steady.
  /// - Throws: What `burst` throws.
  public func carryOut<Failure: Error>(
    burst: (Int) throws(Failure) -> Drain?
  ) throws(Failure) -> (drains: [Drain], isSteady: Bool) {
    var drains: [Drain] = []
    var jobs = first
    while jobs <= most, drains.count(where: \.isLarge) < Self.most {
      guard let drain = try burst(jobs) else { return (drains, false) }
      drains.append(drain)
      if Self.isSteady(drains) { return (drains, true) }
      jobs *= 2
    }
    return (drains, false)
  }

  /// Whether the last drain of `drains` says how fast jobs are worked off.
  static func isSteady(_ drains: [Drain]) -> Bool {
    guard let last = drains.last, let rate = last.rate, rate > 0 else { return false }
    guard last.isLarge || last.workers == nil else { return false }
    if last.seconds >= longEnough { return true }
    guard let before = drains.dropLast().last?.rate else { return false }
    return abs(rate / before - 1) < likeness
  }
}
