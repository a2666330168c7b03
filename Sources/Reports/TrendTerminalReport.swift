internal import Results
internal import Workloads

/// A trend for people at a terminal, at most 80 columns wide but for the commands to copy.
enum TrendTerminalReport {
  private static let width = 80
  /// As many runs that were left out are named.
  private static let most = 5

  static func render(_ trend: Trend, isColored: Bool) -> String {
    let sections = [heading(trend)] + trend.series.flatMap { series($0, trend, isColored) }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ trend: Trend) -> [String] {
    var lines = wrapped("\(TrendPhrases.summary(trend)) in \(Escape.plain(trend.folder))")
    if let leftOut = TrendPhrases.leftOut(trend) {
      lines += wrapped(leftOut)
      lines += trend.leftOut.prefix(most).flatMap {
        wrapped("- \(TrendPhrases.leftOut($0, Escape.plain))")
      }
      let more = trend.leftOut.count - most
      if more > 0 { lines.append("- and \(Units.count(more)) more") }
    }
    return lines
  }

  private static func series(
    _ series: TrendSeries, _ trend: Trend, _ isColored: Bool
  ) -> [[String]] {
    var lines = wrapped(TrendPhrases.series(series, Escape.plain))
    lines += TrendPhrases.differences(series, most: most, Escape.plain).flatMap(wrapped)
    if let shortness = TrendPhrases.shortness(series, trend.rule) { lines += wrapped(shortness) }
    return [lines] + (series.isJudged ? [] : [values(series)])
      + series.metrics.filter { series.isJudged || $0.values.count > 1 }
      .map { metric($0, of: series, isColored) }
  }

  private static func metric(
    _ metric: TrendMetric, of series: TrendSeries, _ isColored: Bool
  ) -> [String] {
    var lines = [TrendPhrases.name(metric)]
    lines += TrendChart(metric, runs: series.runs.count, width: width - 11).lines
    lines += wrapped("medians: \(TrendPhrases.segments(metric))")
    if let oddities = TrendPhrases.oddities(metric, of: series) { lines += wrapped(oddities) }
    return lines + metric.marks.flatMap { mark($0, metric, of: series, isColored) }
  }

  private static func mark(
    _ mark: TrendMark, _ metric: TrendMetric, of series: TrendSeries, _ isColored: Bool
  ) -> [String] {
    let word = TrendPhrases.word(mark)
    let ruling: Ruling =
      mark.kind == .suspect ? .inconclusive : mark.change == .slower ? .fail : .pass
    let sign = mark.kind == .suspect ? "?" : "▲"
    var lines = wrapped(
      "\(sign) \(word), \(TrendPhrases.ratio(mark)), \(TrendPhrases.evidence(mark))")
    // The words have no room to be parted: they are at the beginning.
    lines[0] =
      "\(sign) " + TerminalReport.paint(word, ruling, isColored)
      + lines[0].dropFirst(word.count + 2)
    if let twin = TrendPhrases.twin(mark, metric, of: series) { return lines + ["  \(twin)"] }
    for (name, run) in [("before", mark.before), ("after", mark.after)] {
      lines += wrapped("  \(name): \(TrendPhrases.side(series.runs[run], Escape.plain))")
    }
    if let versions = TrendPhrases.versions(mark, of: series, Escape.plain) {
      lines += wrapped("  \(versions)")
    }
    return lines + ["  to prove it:"] + TrendProof.lines(mark, of: series).map { "    \($0)" }
  }

  /// The values of a series that is too short to judge.
  private static func values(_ series: TrendSeries) -> [String] {
    TrendTable(series).rows.map { cells in
      zip(cells, [26, 14] + cells.dropFirst(2).map { _ in -13 })
        .map { Wrap.padded(Wrap.cut($0, abs($1) - 1), $1) }.joined()
    }.map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }

  private static func wrapped(_ text: String) -> [String] {
    let indent = text.prefix { $0 == " " }
    return Wrap.lines(text, width: width - indent.count).map { indent + $0 }
  }
}

/// The values of a short series, a row for each run below one of names.
struct TrendTable {
  /// As many metrics fit.
  private static let most = 3

  /// Start, revision, and the first metrics.
  let rows: [[String]]

  init(_ series: TrendSeries, escape: (String) -> String = Escape.plain) {
    let metrics = series.metrics.prefix(Self.most)
    rows =
      [
        ["started", "revision"]
          + metrics.map { TrendPhrases.name($0).replacing("end-to-end", with: "e2e") }
      ]
      + series.runs.enumerated().map { index, run in
        [escape(run.startedAt), run.revision.map(escape) ?? "none"]
          + metrics.map { metric in
            metric.values.first { $0.run == index }.map {
              ($0.isAtLeast ? "> " : "") + Units.duration($0.value)
            } ?? "n/a"
          }
      }
  }
}
