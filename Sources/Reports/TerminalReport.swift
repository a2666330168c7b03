public import Results
internal import Workloads

/// A run for people at a terminal: the facts of the Markdown report, compact, at most 80 columns wide.
public enum TerminalReport {
  private static let width = 80

  /// The whole report; equal documents give equal text.
  ///
  /// `isColored` adds colour to the verdict, and to nothing that means something by its colour alone.
  public static func render(_ document: RunDocument, isColored: Bool = false) -> String {
    let sections = [
      heading(document, isColored), times(document), precision(document),
      chart(document.metrics), jobs(document), requests(document),
      thresholds(document.thresholds, isColored), validity(document), findings(document.findings),
      clocks(document.clocks), classes(document.classes),
      machine(document.environment.monitor),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// The verdict and its reason in one line.
  public static func verdict(_ document: RunDocument) -> String {
    let word = document.verdict.result.rawValue.uppercased()
    return "\(word): \(Escape.plain(Phrases.reason(document)))"
  }

  private static func heading(_ document: RunDocument, _ isColored: Bool) -> [String] {
    let ruling = document.verdict.result
    let word = ruling.rawValue.uppercased()
    var lines = Wrap.lines(verdict(document), width: width)
    lines[0] = paint(word, ruling, isColored) + lines[0].dropFirst(word.count)
    if let ending = Phrases.ending(document.run) {
      lines += Wrap.lines(ending, width: width)
    }
    let facts =
      "\(document.scenarioName): \(Phrases.jobs(document.jobs.scheduled)) in "
      + "\(Units.duration(document.run.durationNanoseconds)) against \(document.run.url), seed "
      + "\(document.seedText)\(Phrases.revision(document.run) { $0 })"
    return lines + Wrap.lines(Escape.plain(facts), width: width)
  }

  private static func times(_ document: RunDocument) -> [String] {
    let times = Phrases.times(document.metrics).filter { $0.name != "seen" }
    let longest = times.map { Units.count($0.summary.sampleSize).count }.max() ?? 0
    func line(_ name: String, _ cells: [String], _ count: String) -> String {
      // Long cells give up their spaces, so that columns stay apart.
      let cells = cells.map { $0.count < 9 ? $0 : $0.replacing(" ", with: "") }
      return Wrap.padded(name, 14) + cells.map { Wrap.padded($0, -9) }.joined()
        + Wrap.padded(count, -max(9, longest + 1))
    }
    var lines = [line("", Phrases.statistics, "count")]
    lines += times.map { name, summary in
      let values = Phrases.values(summary).map { $0.hasPrefix("n/a") ? "n/a" : $0 }
      return line(name, values, Units.count(summary.sampleSize))
    }
    var notes = [Phrases.sources(document.metrics), Phrases.warmUp(document.jobs)].compactMap(
      \.self)
    notes += Phrases.legend(document.metrics)
    if let workload = Phrases.workload(document.run) { notes.append(workload) }
    lines += notes.flatMap { Wrap.lines($0, width: width) }
    return lines
  }

  private static func precision(_ document: RunDocument) -> [String] {
    let quantiles = Phrases.precision(document.metrics.endToEnd)
    guard !quantiles.isEmpty else { return [] }
    let widths = [14, -9, -23, -23, -9]
    var lines = ([["end-to-end"] + Phrases.precision] + quantiles).map { cells in
      zip(cells, widths).map(Wrap.padded).joined()
    }
    if let brackets = Phrases.brackets(document) { lines += Wrap.lines(brackets, width: width) }
    return lines
  }

  private static func chart(_ metrics: Metrics) -> [String] {
    let lines = Chart.lines(metrics.endToEnd, width: 50)
    return lines.isEmpty ? [] : ["end-to-end"] + lines.map { "  \($0)" }
  }

  private static func jobs(_ document: RunDocument) -> [String] {
    let jobs = document.jobs
    let counts = [("pushed", jobs.pushed), ("acknowledged", jobs.acknowledged)]
    let outcomes = Phrases.outcomes(jobs.outcomes)
    var parts = counts.map { "\($0.0) \(Units.count($0.1))" }
    if !outcomes.isEmpty { parts.append(outcomes) }
    if jobs.unsent > 0 { parts.append("unsent \(Units.count(jobs.unsent))") }
    var lines = Wrap.lines("jobs: " + parts.joined(separator: ", "), width: width)
    if let cancellation = Phrases.cancellation(document.cancellation) {
      lines += Wrap.lines("cancellation: " + cancellation, width: width)
    }
    let rates = document.throughput
    return lines + [
      "rate: offered \(rates.offeredPerSecond.map(Units.rate) ?? "n/a"), "
        + "achieved \(rates.achievedPerSecond.map(Units.rate) ?? "n/a")"
    ]
  }

  private static func requests(_ document: RunDocument) -> [String] {
    let requests = document.requests
    var lines = Phrases.kinds(requests).filter { $0.1.sent > 0 }.map { name, kind in
      "\(name) requests: \(Units.count(kind.sent)), replies \(Phrases.replies(kind))"
    }
    let perJob = requests.perJob.map(Units.significant) ?? "n/a"
    lines.append("\(Phrases.statusRequests(requests)) per job: \(perJob)")
    lines += Phrases.following(document) + Phrases.troubles(requests)
    return lines.flatMap { Wrap.lines($0, width: width) }
  }

  private static func thresholds(_ results: [ThresholdResult], _ isColored: Bool) -> [String] {
    results.flatMap { result in
      let word = result.verdict.rawValue
      var lines = Wrap.lines(
        "\(word): \(Escape.plain(result.text)) (\(Phrases.measured(result)))", width: width)
      lines[0] = paint(word, result.verdict, isColored) + lines[0].dropFirst(word.count)
      return lines
    }
  }

  private static func validity(_ document: RunDocument) -> [String] {
    Phrases.reasons(document.validity, escape: Escape.plain).flatMap {
      Wrap.lines($0, width: width)
    }
  }

  private static func machine(_ monitor: MonitorFacts?) -> [String] {
    Phrases.machine(during: monitor).flatMap { Wrap.lines($0, width: width) }
  }

  private static func findings(_ findings: [Finding]) -> [String] {
    guard !findings.isEmpty else { return ["contract findings: none"] }
    return ["contract findings:"]
      + findings.flatMap { finding in
        let name = Phrases.name(finding, escape: Escape.plain)
        let example = finding.example.map { ", for example \(Escape.plain($0))" } ?? ""
        return Wrap.lines(
          "- \(name): \(Phrases.jobs(finding.count))\(example); \(finding.kind.meaning)",
          width: width)
      }
  }

  private static func clocks(_ clocks: Clocks) -> [String] {
    Phrases.clocks(clocks).flatMap { Wrap.lines($0, width: width) }
  }

  private static func classes(_ classes: [ClassSummary]) -> [String] {
    guard classes.count > 1 else { return [] }
    return classes.flatMap { item in
      let outcomes = Phrases.outcomes(item.jobs.outcomes)
      let times = [
        ("queue", item.queue), ("processing", item.processing), ("end-to-end", item.endToEnd),
      ].map { name, summary in
        let values = Phrases.values(summary, isPrecise: true)
        return "\(name) \(values[0]), \(values[3])"
      }
      return Wrap.lines(
        "class \(Escape.plain(item.name)): \(Phrases.jobs(item.jobs.scheduled))"
          + (outcomes.isEmpty ? "" : ", \(outcomes)"), width: width)
        + Wrap.lines("p50, p99: \(times.joined(separator: "; "))", width: width - 2).map {
          "  \($0)"
        }
    }
  }

  /// `word` in the colour of `ruling`, or as it is.
  static func paint(_ word: String, _ ruling: Ruling, _ isColored: Bool) -> String {
    guard isColored else { return word }
    let color =
      switch ruling {
      case .pass: "32"
      case .fail: "31"
      case .inconclusive: "33"
      case .invalid: "35"
      }
    return "\u{1B}[1;\(color)m\(word)\u{1B}[0m"
  }
}
