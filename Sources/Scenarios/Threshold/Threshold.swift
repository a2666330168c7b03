/// A condition on the summary of a run, for example `end_to_end.p99 < 2s`.
public struct Threshold: Sendable, Hashable {
  /// What is compared.
  public enum Subject: Sendable, Hashable {
    /// A statistic of a time: `end_to_end.p99`, `queue.mean`; the limit is in nanoseconds.
    case time(metric: String, statistic: String)
    /// A number of jobs: `outcomes.error`, `jobs.unsent`, `cancellation.missed`.
    case count(group: String, name: String)
    /// A rate per second: `achieved_rate`, `offered_rate`.
    case rate(String)
    /// A share of all scheduled jobs, 0...1: `share.error`.
    case share(String)
  }

  /// How it is compared.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }

  /// What is compared.
  public var subject: Subject
  /// How it is compared.
  public var comparison: Comparison
  /// What it is compared with, in nanoseconds, jobs, jobs per second or as a share.
  public var limit: Double
  /// The condition as written.
  public var text: String

  /// A condition from its parts.
  public init(subject: Subject, comparison: Comparison, limit: Double, text: String) {
    self.subject = subject
    self.comparison = comparison
    self.limit = limit
    self.text = text
  }
}
