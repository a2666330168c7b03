internal import Results
internal import Statistics
internal import Workloads

/// What is odd about stamps, counted job by job and never repaired.
///
/// Every comparison allows for the resolution of the stamps and for what is open about the offset of the
/// clocks, so that what is counted is odd for certain.
struct StampAnomalies {
  /// Jobs of one kind of oddity.
  struct Count {
    var jobs = 0
    var row: Int?
    /// The largest, in nanoseconds.
    var size: Nanoseconds = 0

    mutating func add(_ row: Int, size: Nanoseconds) {
      jobs += 1
      self.row = self.row ?? row
      self.size = max(self.size, size)
    }
  }

  /// Jobs whose stamps are in another order than created, started, completed, by their resolution or
  /// more.
  private(set) var disorder = Count()
  /// Those among them by the earlier and the later kind.
  private var disorders = [Int](repeating: 0, count: 9)
  /// Jobs with a negative difference of two stamps that their resolution explains.
  private(set) var negative = Count()
  /// Jobs with a stamp outside of where it can be.
  private(set) var outside = [Count](repeating: Count(), count: 3)
  /// Ended jobs without a stamp that others have.
  private(set) var missing = [Count](repeating: Count(), count: 3)
  /// Jobs of which a reply denied what had been stamped before.
  private(set) var stale = [Count](repeating: Count(), count: 3)
  /// Jobs with each kind of stamp.
  private(set) var stamped = [Int](repeating: 0, count: 3)
  /// Jobs with two of the stamps or more, and those among them with an anomaly.
  private(set) var jobs = (all: 0, odd: 0)

  /// Counts what is odd in the rows of `table`.
  mutating func look(at table: JobTable, _ clocks: ClockEvidence, isPartial: Bool) {
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      guard job.isStamped else { continue }
      var stamps = 0
      for kind in StampKind.allCases where job.stamp(kind) != 0 {
        stamped[kind.rawValue] += 1
        stamps += 1
      }
      let isOdd = look(at: job, row, clocks, wall: table.startWall)
      if stamps > 1 {
        jobs.all += 1
        if isOdd { jobs.odd += 1 }
      }
      let outcome = EffectiveOutcome.of(job, isPartial: isPartial)
      for kind in StampKind.allCases where job.stamp(kind) == 0 {
        // A job may be cancelled, or fail, without ever having been started.
        guard outcome == .finished || outcome.isObserved && kind != .started else { continue }
        missing[kind.rawValue].add(row, size: 0)
      }
    }
    for kind in StampKind.allCases where stamped[kind.rawValue] == 0 {
      missing[kind.rawValue] = Count()
    }
  }

  private mutating func look(
    at job: JobRecord, _ row: Int, _ clocks: ClockEvidence, wall: Nanoseconds
  ) -> Bool {
    var isOdd = addDisorder(of: job, row, clocks.resolutions)
    for kind in StampKind.allCases where job.stamp(kind) != 0 {
      guard let span = job.surely(kind), let clock = clocks.clock(kind),
        let bound = clock.bound(over: span)
      else { continue }
      let (stamp, isAbsurd) = job.stamp(kind).subtractingReportingOverflow(wall)
      if isAbsurd || stamp.magnitude > 1 << 61 {
        outside[kind.rawValue].add(row, size: .max)
        isOdd = true
        continue
      }
      let earliest = stamp - bound.upperBound
      let latest = stamp + clocks.resolutions[kind] - bound.lowerBound
      let off = max(span.lowerBound - latest, earliest - span.upperBound)
      if off > 0 {
        outside[kind.rawValue].add(row, size: off)
        isOdd = true
      } else if !isOdd, clocks.server != nil, latest < job.denied(kind) {
        stale[kind.rawValue].add(row, size: job.denied(kind) - latest)
        isOdd = true
      }
    }
    return isOdd
  }

  /// Counts stamps that are not in order; true where their resolution does not explain it.
  private mutating func addDisorder(
    of job: JobRecord, _ row: Int, _ resolutions: StampResolutions
  ) -> Bool {
    var (largest, isNegative) = (Nanoseconds(0), false)
    for first in StampKind.allCases {
      for second in StampKind.allCases where first.rawValue < second.rawValue {
        let (early, late) = (job.stamp(first), job.stamp(second))
        guard early != 0, late != 0, late < early else { continue }
        let (size, isAbsurd) = early.subtractingReportingOverflow(late)
        // What the later stamp cuts off may be all of the difference.
        if isAbsurd || size >= resolutions[second] {
          disorders[first.rawValue * 3 + second.rawValue] += 1
          largest = max(largest, isAbsurd ? .max : size)
        } else {
          isNegative = true
        }
      }
    }
    if largest > 0 {
      disorder.add(row, size: largest)
    } else if isNegative {
      negative.add(row, size: 0)
    }
    return largest > 0
  }

  /// The share of jobs with an anomaly among those with two stamps or more.
  var share: Double { Self.share(jobs.odd, of: jobs.all) }

  /// The worst share of jobs whose stamps `first` and `second` cannot be right.
  func share(_ first: StampKind, _ second: StampKind) -> Double {
    let size = min(stamped[first.rawValue], stamped[second.rawValue])
    return max(
      Self.share(disorders[first.rawValue * 3 + second.rawValue], of: size),
      Self.share(outside[first.rawValue].jobs, of: stamped[first.rawValue]),
      Self.share(outside[second.rawValue].jobs, of: stamped[second.rawValue]))
  }

  /// The share of jobs of which a reply denied the stamp `kind`.
  func staleShare(_ kind: StampKind) -> Double {
    Self.share(stale[kind.rawValue].jobs, of: stamped[kind.rawValue])
  }

  private static func share(_ part: Int, of all: Int) -> Double {
    all == 0 ? 0 : Double(part) / Double(all)
  }
}
