public import Results
internal import Workloads

/// A run as a page for people: the verdict first, then what was run, the times, charts, and everything
/// else that the Markdown report has.
///
/// One file that needs no network and runs nothing. What a job API said is in it as text only.
public enum HTMLReport {
  /// The whole page; equal documents and jobs give equal text.
  ///
  /// - Parameters:
  ///   - document: The run.
  ///   - jobs: What the charts of single jobs need; without them the page has no timeline and no scatter.
  /// - Returns: The text of the file.
  public static func render(_ document: RunDocument, _ jobs: ChartedJobs?) -> String {
    let result = document.verdict.result
    let word = result.rawValue.uppercased()
    return Page.render(
      title: "\(word): \(document.scenarioName)", version: document.version,
      body: [
        header(document), "<main>", figures(document),
        Page.pair([run(document), thresholds(document)]), times(document),
        charts(document, jobs), Page.pair([outcomes(document), requests(document)]),
        classes(document), validity(document), findings(document.findings),
        Page.pair([clocks(document), machine(document)]), scenario(document), "</main>",
        footer(document),
      ])
  }

  private static func header(_ document: RunDocument) -> Markup {
    let ending = Phrases.ending(document.run).map { "<p class=\"alert\">\($0)</p>" as Markup }
    return Page.header(
      verdict: document.verdict.result.rawValue.uppercased(),
      kind: document.verdict.result.rawValue, title: document.scenarioName,
      reason: Phrases.reason(document), more: [ending].compactMap(\.self) + [soundness(document)])
  }

  /// Whether the run may be believed, in one line, and why not.
  private static func soundness(_ document: RunDocument) -> Markup {
    let reasons = Phrases.reasons(document.validity) { $0 }
    let word = document.validity.verdict.rawValue
    let checks = document.validity.checks
    let made = checks.count { $0.level != .notAvailable }
    guard reasons.isEmpty else {
      return
        "<p>The run is \(word):</p>\n<ul>\(reasons.map { "<li>\(Page.word($0))</li>" as Markup })</ul>"
    }
    return "<p class=\"note\">The run is \(word): nothing speaks against it in \(made) checks.</p>"
  }

  /// The numbers that people look for first.
  private static func figures(_ document: RunDocument) -> Markup {
    let outcomes = document.jobs.outcomes
    let rates = document.throughput
    let values = Phrases.values(document.metrics.endToEnd, isPrecise: true).map(parts)
    let quantiles = [0, 2, 3].map { index in
      ("end-to-end \(Phrases.statistics[index])", values[index].value, values[index].reach)
    }
    let all =
      quantiles + [
        (
          "achieved rate", rates.achievedPerSecond.map(Units.rate) ?? "n/a",
          "offered \(rates.offeredPerSecond.map(Units.rate) ?? "n/a")"
        ),
        (
          "finished", Units.count(outcomes.finished),
          "of \(Units.count(document.jobs.scheduled)) scheduled"
        ),
        (
          "other outcomes", Units.count(outcomes.total - outcomes.finished),
          "\(Units.count(document.jobs.unsent)) unsent"
        ),
      ]
    let items = all.map { name, value, more in
      "<div><dt>\(name)</dt><dd>\(value) <small>\(more)</small></dd></div>" as Markup
    }
    return "<dl class=\"figures\">\n\(Markup.joined(items, separator: "\n"))\n</dl>"
  }

  /// A value, and apart from it how far its interval reaches; empty without one.
  private static func parts(_ text: String) -> (value: String, reach: String) {
    guard let place = text.firstRange(of: " ±") else { return (text, "") }
    return (String(text[..<place.lowerBound]), String(text[place.lowerBound...].dropFirst()))
  }

  /// What was run.
  private static func run(_ document: RunDocument) -> Markup {
    let run = document.run
    var facts = [
      ("jobs", "\(Phrases.jobs(document.jobs.scheduled)), \(run.workload.rawValue) workload"),
      ("target", run.url), ("started", run.startedAt),
      (
        "duration",
        Units.duration(run.durationNanoseconds)
          + (run.resumptions > 0 ? ", resumed \(run.resumptions) times" : "")
      ), ("seed", document.seedText), ("schedule", run.scheduleHash),
    ]
    facts += Phrases.following(document).map { ("following", $0) }
    facts.append(("made by", "sojourn \(document.version)"))
    return Page.section("Run", [Page.facts(facts)])
  }

  private static func thresholds(_ document: RunDocument) -> Markup {
    let rows = document.thresholds.map { result in
      (
        result.text,
        ["\(Phrases.measured(result))", Page.word(result.verdict.rawValue)] as [Markup]
      )
    }
    return Page.section(
      "Thresholds",
      [
        Page.table(
          "Thresholds", first: "threshold", [.number("measured"), .word("verdict")], rows,
          hasLongNames: true)
      ])
  }

  private static func times(_ document: RunDocument) -> Markup {
    let metrics = document.metrics
    let rows = Phrases.times(metrics).map { name, summary in
      let open = summary.censored > 0 ? " (+ \(Units.count(summary.censored)) open)" : ""
      let cells = Phrases.values(summary, isPrecise: true) + [Units.count(summary.count) + open]
      return (name, cells.map(cell))
    }
    let precision = Phrases.precision(metrics.endToEnd).map { cells in
      (cells.first ?? "", cells.dropFirst().map { "\($0)" as Markup })
    }
    let notes =
      [Phrases.sources(metrics), Phrases.warmUp(document.jobs)].compactMap(\.self)
      + Phrases.legend(metrics) + [Phrases.workload(document.run)].compactMap(\.self)
    let tables = Page.beside([
      Page.table(
        "Times", first: "time", (Phrases.statistics + ["count"]).map(Page.Column.number), rows),
      Page.table(
        "What is known about the quantiles of end-to-end times", first: "end-to-end",
        Phrases.precision.map(Page.Column.number), precision),
    ])
    let brackets = precision.isEmpty ? nil : Phrases.brackets(document)
    return Page.section("Times", [tables] + (notes + [brackets].compactMap(\.self)).map(Page.note))
  }

  /// A value with how far its interval reaches in small type.
  private static func cell(_ text: String) -> Markup {
    let (value, reach) = parts(text)
    return reach.isEmpty ? "\(value)" : "\(value) <small>\(reach)</small>"
  }

  private static func charts(_ document: RunDocument, _ jobs: ChartedJobs?) -> Markup {
    let metrics = document.metrics
    let histograms = [
      HistogramFigure.render("queue", kind: "queue", metrics.queue),
      HistogramFigure.render("processing", kind: "processing", metrics.processing),
      HistogramFigure.render("end-to-end", kind: "end", metrics.endToEnd),
    ].filter { !$0.text.isEmpty }
    let row: Markup = """
      <div class="charts">
      \(Markup.joined(histograms, separator: "\n"))
      </div>
      """
    let distributions = histograms.isEmpty ? Markup.none : row
    guard let jobs else { return Page.section("Distributions", [distributions]) }
    return Markup.joined(
      [
        Page.section("Distributions", [distributions]),
        Page.section("Course of the run", [TimelineFigure.render(jobs.steps)]),
        Page.section(
          "Jobs",
          [ScatterFigure.render(jobs, metrics.endToEnd)] + ScatterFigure.named(jobs)),
      ].filter { !$0.text.isEmpty }, separator: "\n")
  }
}
