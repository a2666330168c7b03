internal import Results
internal import Statistics
internal import Workloads

/// The three stamps of a job.
enum StampKind: Int, CaseIterable {
  case created
  case started
  case completed

  /// The name in documents.
  var name: String {
    switch self {
    case .created: "created"
    case .started: "started"
    case .completed: "completed"
    }
  }
}

extension JobRecord {
  /// The stamp of `kind`; 0 for none.
  func stamp(_ kind: StampKind) -> Nanoseconds {
    switch kind {
    case .created: createdStamp
    case .started: startedStamp
    case .completed: completedStamp
    }
  }

  /// Whether its stamps are instants that can be set beside the client's.
  var isStamped: Bool {
    isArrival && dispatched != 0 && acknowledged >= dispatched
      && !traits.contains(.relativeStamps)
  }

  /// From the last instant that is surely not after the event to the first that is surely not before
  /// it, whatever stale states the job API may answer with; nil where the client saw no end.
  func surely(_ kind: StampKind) -> ClosedRange<Nanoseconds>? {
    let end =
      switch kind {
      case .created: acknowledged
      case .started: seenStarted
      case .completed: detected
      }
    return end != 0 && end >= dispatched ? dispatched...end : nil
  }

  /// The last instant at which a reply denied that the event had been; 0 without one.
  func denied(_ kind: StampKind) -> Nanoseconds {
    switch kind {
    case .created: 0
    case .started: stillQueued
    case .completed: stillOpen
    }
  }
}

/// How finely each kind of stamp is cut.
struct StampResolutions {
  private var kinds = [StampResolution](repeating: StampResolution(), count: 3)

  /// What the dialect says of all stamps; 0 for nothing.
  private let declared: Nanoseconds

  /// The resolutions of the stamps of `table`, at least `declared` where there are any.
  ///
  /// - Complexity: O(n) in the number of rows.
  init(_ table: JobTable, declared: Nanoseconds? = nil) {
    self.declared = declared ?? 0
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      guard job.isStamped else { continue }
      for kind in StampKind.allCases { kinds[kind.rawValue].add(job.stamp(kind)) }
    }
  }

  /// The resolution of `kind` in nanoseconds; 0 when there are no such stamps.
  subscript(kind: StampKind) -> Nanoseconds {
    let found = kinds[kind.rawValue].nanoseconds
    return found == 0 ? 0 : max(found, declared)
  }

  /// The resolutions of all kinds.
  var all: [Nanoseconds] { StampKind.allCases.map { self[$0] } }

  /// What a difference of two stamps may be wrong by, on either side: the coarsest of all that are known;
  /// 0 for none, and for stamps of nanoseconds.
  var ofDifferences: Nanoseconds {
    let known = StampKind.allCases.filter(isDetected).map { self[$0] }
    return known.max().flatMap { $0 > 1 ? $0 : nil } ?? 0
  }

  /// Whether the resolution of `kind` is declared, or there were enough stamps to call it detected.
  func isDetected(_ kind: StampKind) -> Bool {
    kinds[kind.rawValue].isDetected || declared > 0 && self[kind] > 0
  }
}
