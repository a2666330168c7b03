public import Results

/// The forms in which a comparison can be shown.
public enum ComparisonFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case terminal
  /// For pull requests, with every number.
  case markdown
  /// The comparison itself.
  case json
  /// A page for browsers.
  case html
  /// For test reports of CI systems.
  case junit
  /// A short Markdown for the summary of a GitHub job.
  case github

  /// The text of `comparison` in this form; `isColored` matters for the terminal only.
  public func render(_ comparison: Comparison, isColored: Bool = false) -> String {
    switch self {
    case .terminal: ComparisonTerminalReport.render(comparison, isColored: isColored)
    case .markdown: ComparisonMarkdownReport.render(comparison)
    case .json: comparison.json()
    case .html: ComparisonHTMLReport.render(comparison)
    case .junit: ComparisonJUnitReport.render(comparison)
    case .github: ComparisonMarkdownReport.renderShort(comparison)
    }
  }
}

/// What is said of two runs that are not compared.
public enum ComparisonRefusal {
  /// As many differences are named.
  private static let most = 12

  /// Why the runs cannot be compared, every difference on a line of its own; no final line break.
  public static func text(_ differences: [RunDifference]) -> String {
    let unlike = differences.filter { $0.kind.isUnlike }
    var lines = ["the runs are unlike, so a difference of their times would say nothing"]
    lines += unlike.prefix(most).map { "  - \(ComparisonPhrases.difference($0, Escape.plain))" }
    if unlike.count > most { lines.append("  - and \(unlike.count - most) more") }
    return lines.joined(separator: "\n")
  }

  /// What to do about it.
  public static func hint(_ differences: [RunDifference]) -> String {
    let kinds = Set(differences.map(\.kind))
    let cure =
      if kinds.contains(.scenario) {
        "carry out one of them again with the scenario of the other"
      } else if kinds.contains(.dialect) {
        "carry out one of them again with the dialect of the other"
      } else {
        "carry out one of them again with the seed of the other and the same versions of its files"
      }
    return cure + ", or compare anyway with `--unlike`"
  }
}
