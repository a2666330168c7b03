internal import Results
internal import Statistics

/// A gate's result as Markdown: the whole of it for `gate.md`, or the short form for the summary of a
/// job.
enum GateMarkdownReport {
  static func render(_ result: GateResult) -> String {
    join([
      heading(result), times(result), tests(result), shift(result), pairs(result), repeats(result),
      [
        "sojourn \(Escape.markdown(result.version)), started "
          + "\(Escape.markdown(result.startedAt)), in \(Escape.markdown(result.folder)). "
          + "`--seed \(result.seed)` repeats the order and the payloads."
      ],
    ])
  }

  static func renderShort(_ result: GateResult) -> String {
    join([heading(result), times(result), tests(result)])
  }

  private static func join(_ sections: [[String]]) -> String {
    sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
      + "\n"
  }

  private static func heading(_ result: GateResult) -> [String] {
    let limits = GatePhrases.limits(result)
    return [
      "## \(Escape.markdown(result.scenarioName)): gate", "",
      "**\(result.verdict.result.rawValue.uppercased())**: "
        + "\(Escape.markdown(GatePhrases.reason(result))).", "",
      "- base: \(Escape.markdown(result.base.text))",
      "- candidate: \(Escape.markdown(result.candidate.text))", "- \(GatePhrases.extent(result))",
    ] + (limits.isEmpty ? [] : [""]) + limits.map { "> \($0)" }
  }

  private static func times(_ result: GateResult) -> [String] {
    guard !result.quantiles.isEmpty else { return [] }
    return [
      row(["time", "base", "candidate", "change", "95 % interval", "verdict"]),
      row(["---", "--:", "--:", "--:", "--:", "---"]),
    ]
      + result.quantiles.map { quantile in
        row([
          "\(GatePhrases.name(result)) \(quantile.name)", GatePhrases.value(quantile.base),
          GatePhrases.value(quantile.candidate), GatePhrases.change(quantile),
          ComparisonPhrases.interval(quantile.interval), GatePhrases.verdict(quantile),
        ])
      }
  }

  private static func tests(_ result: GateResult) -> [String] {
    result.quantiles.map { "- \(GatePhrases.test($0))" }
  }

  private static func shift(_ result: GateResult) -> [String] {
    guard !result.shift.isEmpty else { return [] }
    return [
      "### Shift over the whole distribution, as seen", "",
      row(["quantile", "change", "95 % band of all together"]), row(["---", "--:", "--:"]),
    ]
      + result.shift.map { point in
        row([
          point.name, GatePhrases.share(point.logRatio),
          "\(GatePhrases.share(point.lower)) to \(GatePhrases.share(point.upper))",
        ])
      }
  }

  private static func pairs(_ result: GateResult) -> [String] {
    guard !result.pairs.isEmpty else { return [] }
    let names = result.rule.quantiles.map(\.name)
    return [
      "### Pairs", "", row(["pair", "first", "seed"] + names + ["unfinished"]),
      row(["--:", "---", "--:"] + names.map { _ in "--:" } + ["--:"]),
    ]
      + result.pairs.map { pair in
        let changes = names.map { pair.changes[$0].map(GatePhrases.share) ?? "n/a" }
        let unfinished = [pair.base, pair.candidate].map { "\($0.scheduled - $0.finished)" }
        return row(
          ["\(pair.number)", pair.isCandidateFirst ? "candidate" : "base", "\(pair.seed)"] + changes
            + [unfinished.joined(separator: " / ")])
      }
  }

  private static func repeats(_ result: GateResult) -> [String] {
    guard !result.repeats.isEmpty else { return [] }
    return ["### Attempts that came to nothing", ""]
      + result.repeats.map {
        "- pair \($0.pair), \(Escape.markdown($0.folder)): \(Escape.markdown($0.reason))"
      }
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
