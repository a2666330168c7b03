internal import Results
internal import Workloads

/// A comparison as Markdown: the whole of it for a pull request, or the short form for the summary of
/// a job.
enum ComparisonMarkdownReport {
  /// As many classes and differences are in the short form.
  private static let most = 12

  static func render(_ comparison: Comparison) -> String {
    join([
      heading(comparison), differences(comparison, most: .max), times(comparison, isWhole: true),
      tests(comparison), shift(comparison), moved(comparison), beside(comparison),
      classes(comparison, most: .max), thresholds(comparison), validity(comparison),
    ])
  }

  static func renderShort(_ comparison: Comparison) -> String {
    join([
      heading(comparison), differences(comparison, most: most), times(comparison, isWhole: false),
      tests(comparison), moved(comparison, isWhole: false), beside(comparison),
      classes(comparison, most: most),
    ])
  }

  private static func join(_ sections: [[String]]) -> String {
    sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
      + "\n"
  }

  private static func heading(_ comparison: Comparison) -> [String] {
    var lines = [
      "## \(Escape.markdown(comparison.candidate.scenarioName)): candidate against base", "",
      "**\(ComparisonPhrases.word(comparison))**: "
        + "\(Escape.markdown(ComparisonPhrases.reason(comparison))).", "",
    ]
    for (name, side) in [("base", comparison.base), ("candidate", comparison.candidate)] {
      lines.append(
        "- \(name): \(Escape.markdown(side.path)), \(Phrases.jobs(side.jobs.scheduled)) against "
          + "\(Escape.markdown(side.run.url)), started \(Escape.markdown(side.run.startedAt)), "
          + "\(side.soundness.rawValue)\(Phrases.revision(side.run, Escape.markdown))")
    }
    let limits = ComparisonPhrases.limits(comparison, Escape.markdown)
    return lines + (limits.isEmpty ? [] : [""]) + limits.map { "> \($0)" }
  }

  private static func differences(_ comparison: Comparison, most: Int) -> [String] {
    let all = comparison.differences
    guard !all.isEmpty else { return [] }
    let shown = all.prefix(most).map {
      "- \(ComparisonPhrases.difference($0, Escape.markdown))"
    }
    let more = all.count > most ? ["- and \(Units.count(all.count - most)) more"] : []
    return ["What differs:", ""] + shown + more
  }

  private static func times(_ comparison: Comparison, isWhole: Bool) -> [String] {
    var lines = [
      row(["time", "base", "candidate", "change", "95 % interval", "verdict"]),
      row(["---", "--:", "--:", "--:", "--:", "---"]),
    ]
    for metric in comparison.metrics where isWhole || metric.isJudged {
      for quantile in metric.quantiles where isWhole || quantile.judgement != nil {
        lines.append(
          row([
            "\(ComparisonPhrases.name(metric)) \(ComparisonPhrases.name(quantile))",
            ComparisonPhrases.precise(quantile.base),
            ComparisonPhrases.precise(quantile.candidate), ComparisonPhrases.change(quantile),
            ComparisonPhrases.interval(quantile.interval), ComparisonPhrases.verdict(quantile),
          ]))
      }
    }
    let legend = ComparisonPhrases.legend(comparison)
    return lines + (legend.isEmpty ? [] : [""]) + legend.map(Escape.markdown)
  }

  private static func tests(_ comparison: Comparison) -> [String] {
    let judged = ComparisonPhrases.judged(comparison)
    guard !judged.isEmpty else { return ["Nothing is judged, for lack of jobs."] }
    return judged.map { "- \(ComparisonPhrases.test($0))" }
  }

  private static func shift(_ comparison: Comparison) -> [String] {
    let metrics = comparison.metrics.filter { !$0.shift.isEmpty }
    guard let longest = metrics.max(by: { $0.shift.count < $1.shift.count }) else { return [] }
    let names = longest.shift.map(\.name)
    var lines = [
      "### Shift over the whole distribution, as seen", "", row(["time"] + names + ["KS distance"]),
      row(["---"] + names.map { _ in "--:" } + ["--:"]),
    ]
    for metric in metrics {
      let found = ComparisonPhrases.shift(metric)
      let cells = names.map { name in
        found.names.firstIndex(of: name).map { found.changes[$0] } ?? "n/a"
      }
      let distance = metric.distance.map { Units.significant($0) } ?? "n/a"
      lines.append(row([ComparisonPhrases.name(metric)] + cells + [distance]))
    }
    return lines
  }

  private static func moved(_ comparison: Comparison, isWhole: Bool = true) -> [String] {
    guard let sentence = ComparisonPhrases.moved(comparison), let movement = comparison.movement
    else { return [] }
    guard isWhole else { return [sentence] }
    var lines = [
      "### What moved", "", sentence, "",
      row([movement.statistic, "base", "candidate", "change", "share"]),
      row(["---", "--:", "--:", "--:", "--:"]),
    ]
    for part in [movement.endToEnd] + movement.parts {
      let name = part == movement.endToEnd ? "end-to-end, seen" : ComparisonPhrases.name(part.name)
      lines.append(
        row([
          name, Units.duration(part.base), Units.duration(part.candidate),
          ComparisonPhrases.signed(part.change),
          part.share.map { ComparisonPhrases.share($0) } ?? "",
        ]))
    }
    return lines
  }

  private static func beside(_ comparison: Comparison) -> [String] {
    var lines = [row(["jobs", "base", "candidate"]), row(["---", "--:", "--:"])]
    lines += ComparisonPhrases.outcomes(comparison).map {
      row([$0.name, Units.count($0.base), Units.count($0.candidate)])
    }
    return lines
      + ComparisonPhrases.rates(comparison).map { row([$0.name, $0.base, $0.candidate]) }
  }

  private static func classes(_ comparison: Comparison, most: Int) -> [String] {
    guard let first = comparison.classes.first else { return [] }
    let quantiles = ["p50", "p99"]
    let columns = first.metrics.flatMap { metric in
      quantiles.map { "\(ComparisonPhrases.name(metric)) \($0)" }
    }
    var lines = [
      row(["class", "jobs"] + columns), row(["---", "--:"] + columns.map { _ in "--:" }),
    ]
    for item in comparison.classes.prefix(most) {
      let cells = item.metrics.flatMap { metric in
        quantiles.map { name in
          metric.quantiles.first { $0.name == name }.map(ComparisonPhrases.change) ?? "n/a"
        }
      }
      lines.append(
        row([Escape.markdown(item.name), Units.count(item.candidate.scheduled)] + cells))
    }
    let more = comparison.classes.count - most
    return lines + (more > 0 ? ["", "And \(Units.count(more)) classes more."] : [])
  }

  private static func thresholds(_ comparison: Comparison) -> [String] {
    let results = comparison.candidate.thresholds
    guard !results.isEmpty else { return [] }
    return [
      "### Thresholds of the candidate", "", row(["threshold", "measured", "verdict"]),
      row(["---", "--:", "---"]),
    ]
      + results.map {
        row([Escape.markdown($0.text), Phrases.measured($0), $0.verdict.rawValue])
      }
  }

  private static func validity(_ comparison: Comparison) -> [String] {
    ["### Validity", ""]
      + [("base", comparison.base), ("candidate", comparison.candidate)].map { name, side in
        "- \(name): "
          + ComparisonPhrases.validity(side, Escape.markdown).joined(separator: "; ")
      } + ["", "Compared by sojourn \(Escape.markdown(comparison.version))."]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
