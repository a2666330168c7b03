/// The forms in which the jobs of a run leave for other programs.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// A table, one line for each job.
  case csv
  /// One JSON object for each job, each on a line.
  case jsonl
  /// A log of HDR histograms, one for each second and metric.
  case hlog
  /// The percentile distribution of a metric.
  case hgrm
  /// Trace events, for timelines of single jobs.
  case chromeTrace = "chrome-trace"

  /// Whether the form is made of histograms, so that it has metrics and no rows.
  public var hasMetrics: Bool { self == .hlog || self == .hgrm }
}
