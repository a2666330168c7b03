internal import Results

/// A capacity as Markdown for a pull request.
enum CapacityMarkdownReport {
  static func render(_ capacity: Capacity, folder: String) -> String {
    let sections = [
      heading(capacity), curve(capacity), drains(capacity), notes(capacity, folder: folder),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ capacity: Capacity) -> [String] {
    var lines = ["## \(Escape.markdown(CapacityPhrases.heading(capacity)))", ""]
    lines += capacity.conditions.map { "- \(Escape.markdown($0))" }
    lines += ["", Escape.markdown(CapacityPhrases.subject(capacity)) + "."]
    if let reason = capacity.reason { lines += ["", "> \(Escape.markdown(reason))"] }
    return lines
  }

  private static func curve(_ capacity: Capacity) -> [String] {
    guard !capacity.trials.isEmpty else { return [] }
    let conditions = capacity.conditions.map(Escape.markdown)
    let header = ["rate", "run", "pushed for"] + conditions + ["growth", "verdict"]
    let rules = ["--:", "---", "--:"] + conditions.map { _ in "--:" } + ["--:", "---"]
    return [row(header), row(rules)]
      + CapacityPhrases.curve(capacity).map { trial in
        let start = [
          Units.rate(trial.offeredPerSecond), Escape.markdown(trial.run),
          Units.duration(trial.pushNanoseconds),
        ]
        let end = [Units.rate(trial.growthPerSecond), CapacityPhrases.verdict(trial)]
        return row(start + trial.conditions.map(Phrases.measured) + end)
      } + ["", CapacityPhrases.legend]
  }

  private static func drains(_ capacity: Capacity) -> [String] {
    guard !capacity.drains.isEmpty else { return [] }
    let rows = capacity.drains.map { drain in
      row([
        Escape.markdown(drain.run), Units.count(drain.jobs), Units.count(drain.ended),
        drain.jobsPerSecond.map(Units.rate) ?? "n/a", drain.source.rawValue,
      ])
    }
    let texts = [CapacityPhrases.drain(capacity), CapacityPhrases.workers(capacity)]
    return texts.compactMap { $0 }
      + [
        "", row(["burst", "jobs", "ended", "worked off", "ends from"]),
        row(["---", "--:", "--:", "--:", "---"]),
      ] + rows
  }

  private static func notes(_ capacity: Capacity, folder: String) -> [String] {
    var lines = CapacityPhrases.caution(capacity).map { ["> " + Escape.markdown($0), ""] } ?? []
    for trial in capacity.trials where trial.verdict == .invalid {
      lines += trial.reasons.map {
        "- \(Escape.markdown(trial.run)) is not valid: \(Escape.markdown($0))"
      }
    }
    if lines.last?.hasPrefix("- ") == true { lines.append("") }
    lines.append(
      "Runs and `capacity.json`: \(Escape.markdown(folder)), sojourn \(capacity.version), "
        + "\(capacity.environment.cores) cores of \(Escape.markdown(capacity.environment.cpu))")
    return lines
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
