public import Results

/// The forms in which a gate can be shown.
public enum GateFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case terminal
  /// For pull requests, with every number.
  case markdown
  /// The result itself.
  case json
  /// A page for browsers.
  case html
  /// For test reports of CI systems.
  case junit
  /// A short Markdown for the summary of a GitHub job.
  case github

  /// The text of `result` in this form; `isColored` matters for the terminal only.
  public func render(_ result: GateResult, isColored: Bool = false) -> String {
    switch self {
    case .terminal: GateTerminalReport.render(result, isColored: isColored)
    case .markdown: GateMarkdownReport.render(result)
    case .json: result.json()
    case .html: GateHTMLReport.render(result)
    case .junit: GateJUnitReport.render(result)
    case .github: GateMarkdownReport.renderShort(result)
    }
  }
}

/// A gate's result for people at a terminal, at most 80 columns wide.
enum GateTerminalReport {
  private static let width = 80

  static func render(_ result: GateResult, isColored: Bool) -> String {
    let sections = [heading(result, isColored), times(result), tests(result), shift(result)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ result: GateResult, _ isColored: Bool) -> [String] {
    let word = result.verdict.result.rawValue.uppercased()
    var lines = wrapped("\(word): \(Escape.plain(GatePhrases.reason(result)))")
    lines[0] =
      TerminalReport.paint(word, result.verdict.result, isColored) + lines[0].dropFirst(word.count)
    lines += wrapped("\(Escape.plain(result.scenarioName)): \(GatePhrases.extent(result))")
    lines += wrapped("base: \(Escape.plain(result.base.text))")
    lines += wrapped("candidate: \(Escape.plain(result.candidate.text))")
    return lines + GatePhrases.limits(result).flatMap(wrapped)
  }

  private static func times(_ result: GateResult) -> [String] {
    guard !result.quantiles.isEmpty else { return [] }
    let widths = [17, -10, -10, -9, -20, 14]
    func line(_ cells: [String]) -> String {
      let text = zip(cells, widths).map { Wrap.padded($0, $1) }.joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    return [line(["", "base", "candidate", "change", "95 % interval", ""])]
      + result.quantiles.map { quantile in
        line([
          "\(GatePhrases.name(result)) \(quantile.name)", GatePhrases.value(quantile.base),
          GatePhrases.value(quantile.candidate), GatePhrases.change(quantile),
          ComparisonPhrases.interval(quantile.interval).replacing(" %", with: "%"),
          "  " + GatePhrases.verdict(quantile),
        ])
      }
  }

  private static func tests(_ result: GateResult) -> [String] {
    result.quantiles.flatMap { wrapped(GatePhrases.test($0)) }
  }

  private static func shift(_ result: GateResult) -> [String] {
    guard !result.shift.isEmpty else { return [] }
    return ["shift as seen, with the 95 % band of all points together"]
      + result.shift.map { point in
        let band = "\(GatePhrases.share(point.lower)) to \(GatePhrases.share(point.upper))"
        return Wrap.padded("  \(point.name)", 10)
          + Wrap.padded(GatePhrases.share(point.logRatio), -9) + "  (\(band))"
      }
  }

  private static func wrapped(_ text: String) -> [String] { Wrap.lines(text, width: width) }
}
