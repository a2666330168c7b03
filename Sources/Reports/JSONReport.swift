public import Results

/// The run document itself, as `report.json`.
public enum JSONReport {
  /// The document's JSON text; its schema is published with the sources.
  public static func render(_ document: RunDocument) -> String { document.json() }
}

/// The forms in which a run can be shown.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// The run document.
  case json
  /// For pull requests and `report.md`.
  case markdown
  /// For people at a terminal.
  case terminal
  /// A page for browsers, as `report.html`.
  case html
  /// For test reports of CI systems.
  case junit
  /// A short Markdown for the summary of a GitHub job.
  case github

  /// The text of `document` in this form.
  ///
  /// - Parameters:
  ///   - document: The run.
  ///   - jobs: What the charts of a page take from the rows; the page has fewer charts without it.
  ///   - path: The run folder, as the short Markdown names it.
  ///   - isColored: Whether the verdict has a colour, which matters for the terminal only.
  /// - Returns: The text, with a final line break.
  public func render(
    _ document: RunDocument, jobs: @autoclosure () -> ChartedJobs? = nil, path: String? = nil,
    isColored: Bool = false
  ) -> String {
    switch self {
    case .json: JSONReport.render(document)
    case .markdown: MarkdownReport.render(document)
    case .terminal: TerminalReport.render(document, isColored: isColored)
    case .html: HTMLReport.render(document, jobs())
    case .junit: JUnitReport.render(document)
    case .github: MarkdownReport.renderShort(document, path: path)
    }
  }
}
