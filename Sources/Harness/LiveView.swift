internal import Results
public import Workloads

/// A run as it stands at one moment, for the eyes; never for results.
public struct LiveView: Sendable {
  /// Nanoseconds since the run's start; negative before it.
  public var elapsed: Nanoseconds
  /// Scheduled arrivals.
  public var scheduled: Int
  /// Jobs whose push was sent.
  public var dispatched: Int
  /// Jobs that got an id.
  public var acknowledged: Int
  /// Jobs with an outcome.
  public var retired: Int
  /// Jobs whose last reply said queued.
  public var queued: Int
  /// Jobs whose last reply said processing.
  public var processing: Int
  /// End of the schedule in nanoseconds since the run's start.
  public var scheduleEnd: Nanoseconds
  /// Median end-to-end time of the jobs seen so far, in nanoseconds.
  public var p50: Nanoseconds?
  /// Its 99th percentile.
  public var p99: Nanoseconds?
  /// Whether the run was told to push no more.
  public var isStopping: Bool

  /// Jobs that were sent and have no outcome.
  public var inFlight: Int { dispatched - retired }

  /// Reads the tallies of a run that goes on.
  ///
  /// `reserved` is the number of rows of closed phases, of which only those count that were needed.
  init(
    _ table: JobTable, elapsed: Nanoseconds, scheduleEnd: Nanoseconds, reserved: Int,
    isStopping: Bool
  ) {
    let tallies = (0..<table.engineCount).map { table.tally($0) }
    func sum(_ counter: EngineTally.Counter) -> Int {
      tallies.reduce(0) { $0 + Int(truncatingIfNeeded: $1[counter]) }
    }
    self.elapsed = elapsed
    scheduled = table.rows.count - reserved + sum(.closedArrivals)
    dispatched = sum(.dispatched)
    acknowledged = sum(.acknowledged)
    retired = sum(.retired)
    queued = sum(.queued)
    processing = sum(.processing)
    self.scheduleEnd = scheduleEnd
    self.isStopping = isStopping
    let quantiles = Self.quantiles([0.5, 0.99], of: .endToEndSeen, in: tallies)
    p50 = quantiles?[0]
    p99 = quantiles?[1]
  }

  private static func quantiles(
    _ wanted: [Double], of histogram: EngineTally.Histogram, in tallies: [EngineTally]
  ) -> [Nanoseconds]? {
    var bins = [UInt64](repeating: 0, count: HistogramLayout.count)
    for tally in tallies {
      for bin in bins.indices { bins[bin] += tally.count(in: histogram, bin: bin) }
    }
    let total = bins.reduce(0, +)
    guard total > 0 else { return nil }
    return wanted.map { quantile in
      let rank = UInt64((quantile * Double(total)).rounded(.up))
      var seen: UInt64 = 0
      let bin = bins.firstIndex { count in
        seen += count
        return seen >= rank
      }
      return HistogramLayout.lowestValue(of: bin ?? 0)
    }
  }
}
