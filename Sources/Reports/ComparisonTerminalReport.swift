internal import Results
internal import Workloads

/// A comparison for people at a terminal, at most 80 columns wide.
enum ComparisonTerminalReport {
  private static let width = 80

  static func render(_ comparison: Comparison, isColored: Bool) -> String {
    let sections = [
      heading(comparison, isColored), differences(comparison), times(comparison),
      tests(comparison), shift(comparison), moved(comparison), beside(comparison),
      classes(comparison), validity(comparison),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ comparison: Comparison, _ isColored: Bool) -> [String] {
    let word = ComparisonPhrases.word(comparison)
    var lines = wrapped("\(word): \(Escape.plain(ComparisonPhrases.reason(comparison)))")
    let painted = TerminalReport.paint(word, comparison.verdict.result, isColored)
    lines[0] = painted + lines[0].dropFirst(word.count)
    for (name, side) in [("base", comparison.base), ("candidate", comparison.candidate)] {
      let jobs = Phrases.jobs(side.jobs.scheduled)
      lines += wrapped(
        "\(name): \(Escape.plain(side.path)), \(Escape.plain(side.scenarioName)), \(jobs) against "
          + "\(Escape.plain(side.run.url)), \(Escape.plain(side.run.startedAt))"
          + Phrases.revision(side.run, Escape.plain))
    }
    lines += ComparisonPhrases.limits(comparison, Escape.plain).flatMap(wrapped)
    return lines
  }

  private static func differences(_ comparison: Comparison) -> [String] {
    comparison.differences.flatMap {
      wrapped("differs: \(ComparisonPhrases.difference($0, Escape.plain))")
    }
  }

  private static func times(_ comparison: Comparison) -> [String] {
    let widths = [17, -10, -10, -9, -20, 14]
    func line(_ cells: [String]) -> String {
      let text = zip(cells, widths).map { Wrap.padded($0, $1) }.joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    var lines = [line(["", "base", "candidate", "change", "95 % interval", ""])]
    for metric in comparison.metrics where metric.baseCount + metric.candidateCount > 0 {
      for quantile in metric.quantiles where isKnown(quantile) {
        let verdict = ComparisonPhrases.verdict(quantile)
        lines.append(
          line([
            "\(ComparisonPhrases.name(metric)) \(ComparisonPhrases.name(quantile))",
            ComparisonPhrases.value(quantile.base), ComparisonPhrases.value(quantile.candidate),
            ComparisonPhrases.change(quantile),
            ComparisonPhrases.interval(quantile.interval).replacing(" %", with: "%"),
            verdict.isEmpty ? "" : "  \(verdict)",
          ]))
      }
    }
    return lines + ComparisonPhrases.legend(comparison).flatMap(wrapped)
  }

  private static func isKnown(_ quantile: QuantileComparison) -> Bool {
    [quantile.base, quantile.candidate].contains { $0.estimate != nil || $0.above != nil }
  }

  private static func tests(_ comparison: Comparison) -> [String] {
    let judged = ComparisonPhrases.judged(comparison)
    guard !judged.isEmpty else { return ["judged: nothing, for lack of jobs"] }
    return judged.flatMap { wrapped(ComparisonPhrases.test($0)) }
  }

  private static func shift(_ comparison: Comparison) -> [String] {
    let metrics = comparison.metrics.filter { !$0.shift.isEmpty }
    guard let longest = metrics.max(by: { $0.shift.count < $1.shift.count }) else { return [] }
    let names = longest.shift.map(\.name)
    var lines = [
      "shift as seen",
      Wrap.padded("", 11) + names.map { Wrap.padded($0, -7) }.joined() + Wrap.padded("KS", -6),
    ]
    for metric in metrics {
      let found = ComparisonPhrases.shift(metric)
      let cells = names.map { name in
        found.names.firstIndex(of: name).map { found.changes[$0].replacing(" ", with: "") } ?? ""
      }
      let distance = metric.distance.map { Units.significant($0) } ?? ""
      lines.append(
        Wrap.padded(ComparisonPhrases.name(metric), 11)
          + cells.map { Wrap.padded($0, -7) }.joined() + Wrap.padded(distance, -6))
    }
    return lines
  }

  private static func moved(_ comparison: Comparison) -> [String] {
    guard let sentence = ComparisonPhrases.moved(comparison), let movement = comparison.movement
    else { return [] }
    return wrapped(sentence)
      + movement.parts.map { part in
        Wrap.padded("  \(ComparisonPhrases.name(part.name))", 17)
          + Wrap.padded(Units.duration(part.base), -10)
          + Wrap.padded(Units.duration(part.candidate), -10)
          + Wrap.padded(ComparisonPhrases.signed(part.change), -11)
      }
  }

  private static func beside(_ comparison: Comparison) -> [String] {
    let counts = ComparisonPhrases.outcomes(comparison).map {
      ($0.name, Units.count($0.base), Units.count($0.candidate))
    }
    return (counts + ComparisonPhrases.rates(comparison).map { ($0.name, $0.base, $0.candidate) })
      .map { Wrap.padded($0.0, 17) + Wrap.padded($0.1, -10) + Wrap.padded($0.2, -10) }
  }

  private static func classes(_ comparison: Comparison) -> [String] {
    comparison.classes.flatMap { item in
      let changes = item.metrics.map { metric in
        let cells = metric.quantiles.filter { ["p50", "p99"].contains($0.name) }.map {
          ComparisonPhrases.change($0)
        }
        return "\(ComparisonPhrases.name(metric)) \(cells.joined(separator: ", "))"
      }
      return wrapped(
        "class \(Escape.plain(item.name)), p50, p99: \(changes.joined(separator: "; "))")
    }
  }

  private static func validity(_ comparison: Comparison) -> [String] {
    [("base", comparison.base), ("candidate", comparison.candidate)].flatMap { name, side in
      wrapped(
        "\(name): \(ComparisonPhrases.validity(side, Escape.plain).joined(separator: "; "))")
    }
  }

  private static func wrapped(_ text: String) -> [String] { Wrap.lines(text, width: width) }
}
