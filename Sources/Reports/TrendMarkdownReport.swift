internal import Results
internal import Workloads

/// A trend as Markdown: the whole of it, or the short form for the summary of a job.
enum TrendMarkdownReport {
  /// As many differences and runs that were left out are in the short form.
  private static let most = 12

  static func render(_ trend: Trend, isWhole: Bool) -> String {
    let sections =
      [heading(trend, isWhole: isWhole)]
      + trend.series.filter { isWhole || $0.metrics.contains { !$0.marks.isEmpty } }
      .map { series($0, trend, isWhole: isWhole) }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ trend: Trend, isWhole: Bool) -> [String] {
    var lines = [
      "## Trend of \(Escape.markdown(trend.folder))", "", "**\(TrendPhrases.summary(trend))**.",
    ]
    guard let leftOut = TrendPhrases.leftOut(trend) else { return lines }
    let most = isWhole ? Int.max : most
    lines += ["", "\(leftOut)", ""]
    lines += trend.leftOut.prefix(most).map {
      "- \(TrendPhrases.leftOut($0, Escape.markdown))"
    }
    let more = trend.leftOut.count - lines.count(where: { $0.hasPrefix("- ") })
    return lines + (more > 0 ? ["- and \(Units.count(more)) more"] : [])
  }

  private static func series(
    _ series: TrendSeries, _ trend: Trend, isWhole: Bool
  ) -> [String] {
    var lines = ["### \(TrendPhrases.series(series, Escape.markdown))"]
    let notes =
      TrendPhrases.differences(series, most: isWhole ? .max : most, Escape.markdown)
      + [TrendPhrases.shortness(series, trend.rule)].compactMap(\.self)
    if !notes.isEmpty { lines += [""] + notes.map { "> \($0)" } }
    if isWhole, !series.isJudged { lines += [""] + table(series) }
    for metric in series.metrics where isWhole || !metric.marks.isEmpty {
      lines += [""] + Self.metric(metric, of: series)
    }
    return lines
  }

  private static func metric(_ metric: TrendMetric, of series: TrendSeries) -> [String] {
    let chart = TrendChart(metric, runs: series.runs.count, width: 69).lines
    var lines = ["**\(TrendPhrases.name(metric))**", ""]
    lines += [Escape.fenced(chart.joined(separator: "\n"), language: "text"), ""]
    lines.append("Medians: \(TrendPhrases.segments(metric)).")
    if let oddities = TrendPhrases.oddities(metric, of: series) {
      lines += ["", "\(Escape.markdown(oddities))."]
    }
    return lines + metric.marks.flatMap { mark($0, metric, of: series) }
  }

  private static func mark(
    _ mark: TrendMark, _ metric: TrendMetric, of series: TrendSeries
  ) -> [String] {
    var lines = [
      "",
      "- **\(TrendPhrases.word(mark))**, \(TrendPhrases.ratio(mark)), "
        + TrendPhrases.evidence(mark),
    ]
    if let twin = TrendPhrases.twin(mark, metric, of: series) { return lines + ["  - \(twin)"] }
    for (name, run) in [("before", mark.before), ("after", mark.after)] {
      lines.append("  - \(name): \(TrendPhrases.side(series.runs[run], Escape.markdown))")
    }
    if let versions = TrendPhrases.versions(mark, of: series, Escape.markdown) {
      lines.append("  - \(versions)")
    }
    let proof = TrendProof.lines(mark, of: series).joined(separator: "\n")
    let fenced = Escape.fenced(proof, language: "sh").split(separator: "\n").map { "    \($0)" }
    return lines + ["  - to prove it:", ""] + fenced
  }

  private static func table(_ series: TrendSeries) -> [String] {
    let rows = TrendTable(series, escape: Escape.markdown).rows
    let names = rows[0].indices.map { $0 < 2 ? "---" : "--:" }
    return ([rows[0]] + [names] + rows.dropFirst()).map {
      "| \($0.joined(separator: " | ")) |"
    }
  }
}
