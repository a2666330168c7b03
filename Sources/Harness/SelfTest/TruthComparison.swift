public import ReferenceServer
public import Results
internal import Statistics
public import Workloads

/// A run set beside what really happened to its jobs: what the run wrote down that is untrue.
///
/// Client and server read the same monotonic clock, so instants compare exactly; both must have run
/// on one machine. What faults made the server say that is not true is not held against the run.
public struct TruthComparison: Sendable {
  /// What is untrue about one job.
  public struct Difference: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of untruth.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// The bracket of the end does not contain the end.
      case bracket
      /// The bracket of the start does not contain the start.
      case startBracket = "start_bracket"
      /// The push did not enclose the creation.
      case push
      /// The outcome is another one than what happened allows.
      case outcome
      /// A stamp is not what the server wrote.
      case stamp
      /// The run knows a job that there was not, or two rows are one job.
      case invented
      /// There was a job that no row can stand for.
      case unaccounted
    }

    /// What is untrue.
    public var kind: Kind
    /// The row in the job table; nil for a job that has none.
    public var row: Int?
    /// The job's id; empty where the run knows none.
    public var id: String
    /// What should have been true.
    public var claim: String

    /// `row 3, bracket: not so: ended before that was detected`.
    public var description: String {
      "\(row.map { "row \($0)" } ?? "job \(id)"), \(kind.rawValue): not so: \(claim)"
    }
  }

  /// Everything that is untrue, in the order of rows.
  public private(set) var differences: [Difference] = []
  /// The rows that were set beside a job.
  public private(set) var matched = 0
  /// Jobs that the server accepted and whose id no row has, because the reply was lost.
  public private(set) var orphans = 0
  /// True times from the intended instant to the end, ascending; a job that never ended counts as
  /// longer than any other.
  public private(set) var trueTimes: [Nanoseconds] = []
  /// The same from the instant at which the push was dispatched: what a tool sees that does not count
  /// the time during which it could not send.
  public private(set) var trueTimesFromDispatch: [Nanoseconds] = []

  /// Compares the rows of `table` with `truth`, the whole truth of that run alone.
  public init(_ table: JobTable, _ truth: GroundTruth) {
    let facts = TruthFacts(truth, start: table.startMonotonic)
    var seen: Set<String> = []
    var lostReplies = 0
    for row in 0..<table.rows.count where table.rows[row].dispatched != 0 {
      let job = table.rows[row]
      guard job.acknowledged != 0 else {
        // A push that is still under way, as in the table of a killed process, has no reply either.
        let mayBeAccepted = job.outcome == .failedToPush && job.failure == .replyLost
        if mayBeAccepted || job.outcome == .none { lostReplies += 1 }
        continue
      }
      let id = table.rows.id(row)
      guard let record = facts.jobs[id], seen.insert(id).inserted else {
        add(.invented, row, id, "there is one job with this id")
        continue
      }
      matched += 1
      for (kind, claim) in facts.untruths(job, record) { add(kind, row, id, claim) }
      let end = facts.end(of: record)
      trueTimes.append(end.map { $0 - job.intended } ?? .max)
      trueTimesFromDispatch.append(end.map { $0 - job.dispatched } ?? .max)
    }
    trueTimes.sort()
    trueTimesFromDispatch.sort()
    for record in truth.jobs where !seen.contains(record.id) {
      orphans += 1
      guard orphans <= lostReplies, facts.mayBeOrphan(record) else {
        add(.unaccounted, nil, record.id, "a push whose reply was lost stands for the job")
        continue
      }
    }
  }

  /// Compares the run in `folder` with the truth log at `path`.
  public init(_ folder: RunFolder, truthLog path: String) throws {
    try self.init(folder.table(), GroundTruth(contentsOf: path))
  }

  /// How many differences are of `kind`.
  public func count(_ kind: Difference.Kind) -> Int { differences.count { $0.kind == kind } }

  /// The true quantile `q` of the times from the intended instant; nil when no job was compared, or
  /// when it falls on jobs that never ended.
  public func quantile(_ q: Double) -> Nanoseconds? { Self.quantile(q, of: trueTimes) }

  /// The true quantile `q` of the times from the dispatch of the push; nil as for ``quantile(_:)``.
  public func quantileFromDispatch(_ q: Double) -> Nanoseconds? {
    Self.quantile(q, of: trueTimesFromDispatch)
  }

  private static func quantile(_ q: Double, of times: [Nanoseconds]) -> Nanoseconds? {
    guard !times.isEmpty else { return nil }
    let value = Statistics.quantile(q, ofSorted: times)
    return value == .max ? nil : value
  }

  private mutating func add(
    _ kind: Difference.Kind, _ row: Int?, _ id: String, _ claim: String
  ) {
    differences.append(Difference(kind: kind, row: row, id: id, claim: claim))
  }
}
