internal import Statistics
internal import Workloads

/// Where within its bracket a terminal instant is put, as a histogram needs one value for each job.
struct Placement: Sendable {
  /// The rule in words, for comment lines.
  static let words = "the middle of what the estimated distribution has in its bracket"

  private let distribution: CensoredDistribution

  /// Places by the distribution of the end-to-end times of the measured jobs of `run`, estimated stretch
  /// by stretch as in the report.
  ///
  /// - Complexity: O(n log n) in the number of jobs.
  init(_ run: ExportedRun) {
    var brackets: [Bracket] = []
    var instants: [Nanoseconds] = []
    for row in 0..<run.rowCount {
      guard let job = run.job(row), !job.isWarmUp, job.outcome.isObserved,
        !job.record.traits.contains(.toCancel), let bound = job.terminalLower,
        job.record.detected >= job.record.intended
      else { continue }
      instants.append(job.record.intended)
      brackets.append(
        Bracket(
          lower: max(bound.since(job.record.intended), 0),
          upper: job.record.detected.since(job.record.intended)))
    }
    let blocks = BlockJackknife.assign(instants)
    distribution = BracketedSample(brackets, blocks: blocks).distribution
  }

  /// The value for the bracket `lower...upper`.
  func value(lower: Nanoseconds, upper: Nanoseconds) -> Nanoseconds {
    distribution.conditionalMedian(lower: lower, upper: upper) ?? upper
  }
}
