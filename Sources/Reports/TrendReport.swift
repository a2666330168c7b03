public import Results

/// The forms in which a trend can be shown.
public enum TrendFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case terminal
  /// For wikis and pull requests, with every chart.
  case markdown
  /// The trend itself.
  case json
  /// A short Markdown for the summary of a GitHub job.
  case github

  /// The text of `trend` in this form; `isColored` matters for the terminal only.
  public func render(_ trend: Trend, isColored: Bool = false) -> String {
    switch self {
    case .terminal: TrendTerminalReport.render(trend, isColored: isColored)
    case .markdown: TrendMarkdownReport.render(trend, isWhole: true)
    case .json: trend.json()
    case .github: TrendMarkdownReport.render(trend, isWhole: false)
    }
  }
}
