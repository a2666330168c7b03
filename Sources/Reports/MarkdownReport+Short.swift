internal import Results
internal import Workloads

// What only the short form of a run's Markdown has.
extension MarkdownReport {
  /// The times of a job's life, without what the generator and the following add.
  static func shortTimes(_ document: RunDocument) -> [String] {
    let statistics = Phrases.statistics
    var lines = [
      row(["time"] + statistics + ["count"]),
      row(["---"] + (statistics + ["count"]).map { _ in "--:" }),
    ]
    for (name, summary) in Phrases.times(document.metrics).prefix(3) {
      lines.append(
        row(
          [name] + Phrases.values(summary, isPrecise: true) + [Units.count(summary.sampleSize)]))
    }
    let outcomes = Phrases.outcomes(document.jobs.outcomes)
    let rates = document.throughput
    return lines + [
      "",
      "Outcomes: \(outcomes.isEmpty ? "none" : outcomes). Offered "
        + "\(rates.offeredPerSecond.map(Units.rate) ?? "n/a"), achieved "
        + "\(rates.achievedPerSecond.map(Units.rate) ?? "n/a").",
    ]
  }

  /// What speaks against the run.
  static func validityReasons(_ document: RunDocument) -> [String] {
    Phrases.reasons(document.validity, escape: Escape.markdown).map { "- \($0)" }
  }

  /// Where the whole report is.
  static func place(_ document: RunDocument, _ path: String?) -> [String] {
    let findings =
      document.findings.isEmpty
      ? [] : ["\(Units.count(document.findings.count)) kinds of contract findings."]
    guard let path else { return findings }
    return findings + [
      "The whole report: report.html and report.md in \(Escape.markdown(path))"
    ]
  }
}
