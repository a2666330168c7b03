internal import Results
internal import Statistics
internal import Workloads

/// The server's clocks as far as the stamps of all jobs and the dates of all replies tell.
struct ClockEvidence {
  /// The share of jobs with an anomaly above which stamps count for nothing.
  static let anomalyLimit = 0.02

  /// How finely the stamps are cut.
  let resolutions: StampResolutions
  /// The clock of each kind of stamp; nil for kinds with few stamps.
  private(set) var kinds: [ClockFit?]
  /// The clock of all three, where they may be of one; nil otherwise.
  private(set) var server: ClockFit?
  /// The clock that writes `Date`; nil where few replies have it.
  private(set) var dated: ClockFit?
  private let datedExchanges: Int
  /// The run's start on this machine's wall clock.
  private let wall: Nanoseconds
  /// Pairs of kinds that two different clocks stamp.
  private(set) var differing: [(StampKind, StampKind)] = []
  /// What is odd about stamps, job by job.
  private(set) var anomalies = StampAnomalies()

  /// Looks at every row and every tally of `table`, whose stamps have at least the `resolution` that the
  /// dialect declares.
  ///
  /// - Complexity: O(n log n) at most.
  init(_ table: JobTable, isPartial: Bool, resolution: Nanoseconds? = nil) {
    resolutions = StampResolutions(table, declared: resolution)
    wall = table.startWall
    var readings = [[ClockReading]](repeating: [], count: 3)
    let cuts = resolutions.all
    for kind in StampKind.allCases where cuts[kind.rawValue] > 0 {
      readings[kind.rawValue].reserveCapacity(table.rows.count)
    }
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      guard job.isStamped else { continue }
      for kind in StampKind.allCases {
        guard job.stamp(kind) != 0, let span = job.surely(kind) else { continue }
        readings[kind.rawValue].append(
          ClockReading(
            sent: span.lowerBound, received: span.upperBound, stamp: job.stamp(kind) &- wall,
            resolution: cuts[kind.rawValue]))
      }
    }
    kinds = readings.map { ClockFit.of($0) }
    let tallies = (0..<table.engineCount).map(table.tally)
    datedExchanges = Int(clamping: tallies.reduce(0) { $0 &+ $1.datedExchanges })
    dated = ClockFit.of(
      tallies.flatMap(\.bestDated).map {
        ClockReading(
          sent: $0.sent, received: $0.received, stamp: $0.date &* 1_000_000_000 &- wall,
          resolution: 1_000_000_000)
      })
    bringTogether(readings)
    anomalies.look(at: table, self, isPartial: isPartial)
  }

  /// Takes the kinds for one clock unless they contradict each other; else looks which two do.
  private mutating func bringTogether(_ readings: [[ClockReading]]) {
    let known = StampKind.allCases.filter { kinds[$0.rawValue]?.segments.isEmpty == false }
    guard known.count > 1 else {
      server = known.first.flatMap { kinds[$0.rawValue] }
      return
    }
    server = together(known, readings)
    if server != nil { return }
    for (index, first) in known.enumerated() {
      for second in known.dropFirst(index + 1) where together([first, second], readings) == nil {
        differing.append((first, second))
      }
    }
  }

  /// The one clock of several kinds, or nil when it would have to be set more often than that of any
  /// of them, or leave out more.
  private func together(_ chosen: [StampKind], _ readings: [[ClockReading]]) -> ClockFit? {
    let fits = chosen.compactMap { kinds[$0.rawValue] }
    guard let fit = ClockFit.of(chosen.flatMap { readings[$0.rawValue] }), !fit.segments.isEmpty,
      fit.steps.count <= fits.map(\.steps.count).max() ?? 0
    else { return nil }
    let allowed = Double(fits.reduce(0) { $0 + $1.outliers })
    return Double(fit.outliers) <= allowed + Self.anomalyLimit * Double(fit.readings) ? fit : nil
  }

  /// The clock that stamps of `kind` are judged by: that of all kinds where it is one; nil where none is
  /// known that could have made them.
  func clock(_ kind: StampKind) -> ClockFit? {
    if let own = kinds[kind.rawValue], own.segments.isEmpty { return nil }
    return server ?? kinds[kind.rawValue]
  }

  /// Before which instant of the run a job cannot have been created, by its stamp and the bound of the
  /// clock that made it; 0 where that is not known.
  func earliestCreation(_ job: JobRecord) -> Nanoseconds {
    guard job.isStamped, job.createdStamp != 0, let span = job.surely(.created),
      let ahead = clock(.created)?.bound(over: span)
    else { return 0 }
    let instant = job.createdStamp &- wall &- ahead.upperBound
    return span.contains(instant) ? instant : 0
  }

  /// Whether the stamps of `first` and `second` may be subtracted from each other.
  private func isSubtractable(_ first: StampKind, _ second: StampKind) -> Bool {
    let isSteady = [first, second].allSatisfy { kinds[$0.rawValue]?.isSteady ?? true }
    let isOfOneClock = !differing.contains { $0.0 == first && $0.1 == second }
    return isSteady && isOfOneClock
      && anomalies.share(first, second) <= Self.anomalyLimit
  }

  /// Whether queue times may come from stamps.
  var isQueueUsable: Bool {
    isSubtractable(.created, .started) && anomalies.staleShare(.started) <= Self.anomalyLimit
  }

  /// Whether processing times may come from stamps.
  var isProcessingUsable: Bool { isSubtractable(.started, .completed) }
}

extension Clocks {
  /// What the evidence says, for the document.
  init(_ evidence: ClockEvidence) {
    var domains: [Domain] = []
    if let dated = evidence.dated {
      domains.append(
        Domain("http_date", dated, readings: evidence.replies, resolution: 1_000_000_000))
    }
    for kind in StampKind.allCases {
      guard let fit = evidence.kinds[kind.rawValue] else { continue }
      domains.append(
        Domain(kind.name, fit, readings: fit.readings, resolution: evidence.resolutions[kind]))
    }
    if let server = evidence.server {
      domains.append(Domain("server", server, readings: server.readings, resolution: nil))
    }
    self.init(
      domains: domains, differing: evidence.differing.map { [$0.0.name, $0.1.name] },
      isQueueUsable: evidence.isQueueUsable, isProcessingUsable: evidence.isProcessingUsable)
  }
}

extension ClockEvidence {
  /// Replies with a `Date`.
  fileprivate var replies: Int { max(datedExchanges, dated?.readings ?? 0) }
}

extension Clocks.Domain {
  fileprivate init(_ name: String, _ fit: ClockFit, readings: Int, resolution: Nanoseconds?) {
    self.init(
      name: name, readings: readings, leftOut: fit.outliers, resolutionNanoseconds: resolution,
      segments: fit.segments.map { segment in
        let span = segment.span
        let middle = span.lowerBound + (span.upperBound - span.lowerBound) / 2
        // Outwards to thousandths, so that equal runs give equal and short texts.
        let drift = segment.drift
        return Clocks.Segment(
          span: span, bound: segment.bound(at: middle),
          drift: [
            (drift.lowerBound * 1_000).rounded(.down) / 1_000,
            (drift.upperBound * 1_000).rounded(.up) / 1_000,
          ])
      },
      steps: fit.steps.map { Clocks.Step(between: $0.between, size: $0.size) })
  }
}
