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
      heading(document, isColored), times(document), chart(document.metrics), jobs(document),
      requests(document.requests), thresholds(document.thresholds, isColored), odd(document),
      classes(document.classes),
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
      + "\(document.run.seed)"
    return lines + Wrap.lines(Escape.plain(facts), width: width)
  }

  private static func times(_ document: RunDocument) -> [String] {
    func line(_ name: String, _ cells: [String]) -> String {
      Wrap.padded(name, 14) + cells.map { Wrap.padded($0, -9) }.joined()
    }
    var lines = [line("", Phrases.statistics + ["count"])]
    lines += Phrases.times(document.metrics).map { name, summary in
      let values = Phrases.values(summary).map { $0.hasPrefix("n/a") ? "n/a" : $0 }
      return line(name, values + [Units.count(summary.sampleSize)])
    }
    lines += Wrap.lines(Phrases.sources(document.metrics), width: width)
    if let warmUp = Phrases.warmUp(document.jobs) { lines += Wrap.lines(warmUp, width: width) }
    if let legend = Phrases.legend(document.metrics) { lines.append(legend) }
    if let error = Phrases.measurementError(document.metrics) {
      lines += Wrap.lines(error, width: width)
    }
    return lines
  }

  private static func chart(_ metrics: Metrics) -> [String] {
    let lines = Chart.lines(metrics.endToEnd, width: 50)
    return lines.isEmpty ? [] : ["end-to-end"] + lines.map { "  \($0)" }
  }

  private static func jobs(_ document: RunDocument) -> [String] {
    let jobs = document.jobs
    let counts = [("pushed", jobs.pushed), ("acknowledged", jobs.acknowledged)]
    let outcomes =
      OutcomeCounts.counted.map { ($0.name, jobs.outcomes[$0]) } + [("unsent", jobs.unsent)]
    let parts = (counts + outcomes.filter { $0.1 > 0 }).map { name, count in
      "\(name.replacing("_", with: " ")) \(Units.count(count))"
    }
    let rates = document.throughput
    return Wrap.lines("jobs: " + parts.joined(separator: ", "), width: width) + [
      "rate: offered \(rates.offeredPerSecond.map(Units.rate) ?? "n/a"), "
        + "achieved \(rates.achievedPerSecond.map(Units.rate) ?? "n/a")"
    ]
  }

  private static func requests(_ requests: RequestCounts) -> [String] {
    Phrases.kinds(requests).filter { $0.1.sent > 0 }.flatMap { name, kind in
      Wrap.lines(
        "\(name) requests: \(Units.count(kind.sent)), replies \(Phrases.replies(kind))",
        width: width)
    } + ["polls per job: \(requests.perJob.map(Units.significant) ?? "n/a")"]
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

  private static func odd(_ document: RunDocument) -> [String] {
    Phrases.odd(document, escape: Escape.plain).flatMap { Wrap.lines($0, width: width) }
  }

  private static func classes(_ classes: [ClassSummary]) -> [String] {
    guard classes.count > 1 else { return [] }
    return classes.flatMap { item in
      let values = Phrases.values(item.endToEnd)
      return Wrap.lines(
        "class \(Escape.plain(item.name)): \(Phrases.jobs(item.jobs.scheduled)), end-to-end p50 "
          + "\(values[0]), p99 \(values[3])", width: width)
    }
  }

  private static func paint(_ word: String, _ ruling: Ruling, _ isColored: Bool) -> String {
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

/// Text in columns.
enum Wrap {
  /// `text` in lines of at most `width` characters, the later ones indented; longer words are cut.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word
      if !line.isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        line = "  "
      } else if !line.isEmpty {
        line += " "
      }
      while line.count + rest.count > width {
        let room = width - line.count
        lines.append(line + rest.prefix(room))
        rest = rest.dropFirst(room)
        line = "  "
      }
      line += rest
    }
    return lines + [line]
  }

  /// `text` filled with spaces on its right up to `width`, or on its left up to `-width`.
  static func padded(_ text: String, _ width: Int) -> String {
    let fill = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? fill + text : text + fill
  }
}
