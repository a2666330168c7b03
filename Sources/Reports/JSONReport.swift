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

  /// The text of `document` in this form; `isColored` matters for the terminal only.
  public func render(_ document: RunDocument, isColored: Bool = false) -> String {
    switch self {
    case .json: JSONReport.render(document)
    case .markdown: MarkdownReport.render(document)
    case .terminal: TerminalReport.render(document, isColored: isColored)
    }
  }
}
