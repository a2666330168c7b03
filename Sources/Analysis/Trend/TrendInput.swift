internal import Results

/// A stored run as trends see it: without the bulk of its document, for there may be a thousand of them.
public struct TrendInput: Sendable {
  /// The run; its histograms and classes are left out.
  let run: StoredRun
  /// Why the run says nothing; nil for one that counts.
  let leftOut: LeftOutRun?

  /// What trends take of `run`.
  public init(_ run: StoredRun) {
    leftOut = Self.judge(run.document, path: run.path)
    var run = run
    run.document.classes = []
    run.document.timeline.points = []
    let summaries: [WritableKeyPath<Metrics, TimeSummary>] = [
      \.queue, \.processing, \.endToEnd, \.endToEndFromDispatch, \.seen, \.push, \.poll,
      \.dispatchDelay, \.detection, \.cancel,
    ]
    for summary in summaries { run.document.metrics[keyPath: summary].histogram = "" }
    self.run = run
  }

  private static func judge(_ document: RunDocument, path: String) -> LeftOutRun? {
    if document.run.ending == .partial {
      return LeftOutRun(path: path, .partial, "its process died or still goes on")
    }
    guard document.validity.verdict == .invalid else { return nil }
    let reason = document.validity.reasons.first { $0.level == .invalid }?.message
    return LeftOutRun(path: path, .invalid, reason ?? "it cannot vouch for itself")
  }

  /// The run's start as UTC text.
  var startedAt: String { run.document.run.startedAt }

  /// The order of time; runs of one instant by their paths.
  static func isBefore(_ one: TrendInput, _ other: TrendInput) -> Bool {
    (one.startedAt, one.run.path) < (other.startedAt, other.run.path)
  }

  /// Whether both are runs of the same load on the same class of machine.
  func isLike(_ other: TrendInput) -> Bool {
    run.document.run.scheduleHash == other.run.document.run.scheduleHash
      && differences(from: other).isEmpty
  }

  /// What makes both runs ones of different series.
  func differences(from base: TrendInput) -> [RunDifference] {
    Analysis.differences(base.run, run).filter { $0.kind != .version }
  }
}
