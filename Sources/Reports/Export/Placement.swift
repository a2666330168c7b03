internal import Statistics
internal import Workloads

/// Where within its bracket a terminal instant is put, as a histogram needs one value for each job.
struct Placement: Sendable {
  /// The rule in words, for comment lines.
  static let words = "the middle of what the estimated distribution has in its bracket"

  private let distribution: CensoredDistribution

  /// Places by the distribution of the end-to-end times of the measured jobs of `run`.
  ///
  /// - Complexity: O(n) in the number of jobs.
  init(_ run: ExportedRun) {
    var brackets: [Bracket] = []
    for row in 0..<run.rowCount {
      guard let job = run.job(row), !job.isWarmUp, job.outcome.isObserved,
        !job.record.traits.contains(.toCancel), let bound = job.terminalLower,
        job.record.detected >= job.record.intended
      else { continue }
      brackets.append(
        Bracket(
          lower: max(bound.since(job.record.intended), 0),
          upper: job.record.detected.since(job.record.intended)))
    }
    distribution = CensoredDistribution(brackets)
  }

  /// The value for the bracket `lower...upper`.
  func value(lower: Nanoseconds, upper: Nanoseconds) -> Nanoseconds {
    distribution.conditionalMedian(lower: lower, upper: upper) ?? upper
  }
}
