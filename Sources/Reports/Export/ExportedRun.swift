public import Results
internal import Scenarios
internal import Workloads

/// A stored run as exports read it: row by row, never changed and never held in memory as a whole.
public struct ExportedRun {
  /// What was asked.
  public let manifest: RunManifest
  /// What happened.
  public let table: JobTable
  private let classNames: [String]
  private let warmUps: [Range<Nanoseconds>]
  private let isPartial: Bool

  /// The run of `manifest` and `table`.
  public init(_ manifest: RunManifest, _ table: JobTable) {
    self.manifest = manifest
    self.table = table
    classNames = manifest.scenario.jobs.map(\.name)
    warmUps = manifest.scenario.load.warmUps
    isPartial = table.ending == .none
  }

  /// Number of rows.
  public var rowCount: Int { table.rows.count }

  /// Number of job classes.
  var classCount: Int { classNames.count }

  /// The name of class `number`; the number itself where the scenario has no such class.
  func className(_ number: Int) -> String {
    classNames.indices.contains(number) ? classNames[number] : "#\(number)"
  }

  /// The job of row `row`; nil where the row did not come to be an arrival.
  func job(_ row: Int) -> ExportedJob? {
    let record = table.rows[row]
    guard record.isArrival else { return nil }
    return ExportedJob(
      row: row, record: record, outcome: EffectiveOutcome.of(record, isPartial: isPartial),
      isWarmUp: warmUps.contains { $0.contains(record.intended) })
  }
}

/// A job of a stored run.
struct ExportedJob {
  /// The number of its row.
  var row: Int
  /// What the row holds.
  var record: JobRecord
  /// The outcome that a report gives it.
  var outcome: Outcome
  /// Whether reports leave its times out.
  var isWarmUp: Bool

  /// The lower end of the terminal bracket, or when the job was last known to go on; nil for a job
  /// that was not pushed.
  var terminalLower: Nanoseconds? {
    guard record.dispatched != 0 else { return nil }
    let lower = max(record.stillOpen, record.dispatched)
    if outcome.isObserved { return min(lower, record.detected) }
    return max(lower, record.acknowledged != 0 ? 0 : record.retired)
  }

  /// The upper end of the terminal bracket; nil where no terminal state was seen.
  var terminalUpper: Nanoseconds? { outcome.isObserved ? record.detected : nil }
}

extension Nanoseconds {
  /// `self - start`, at the ends of the range where a damaged record would leave it.
  func since(_ start: Nanoseconds) -> Nanoseconds {
    let (difference, overflow) = subtractingReportingOverflow(start)
    return overflow ? (self < start ? .min : .max) : difference
  }
}
