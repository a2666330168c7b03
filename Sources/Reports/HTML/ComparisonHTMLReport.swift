internal import Results
internal import Statistics
internal import Workloads

/// A comparison as a page, with the shift of the whole distribution as a drawing.
enum ComparisonHTMLReport {
  static func render(_ comparison: Comparison) -> String {
    let word = ComparisonPhrases.word(comparison)
    return Page.render(
      title: "\(word): \(comparison.candidate.scenarioName), candidate against base",
      version: comparison.version,
      body: [
        header(comparison, word), "<main>", runs(comparison), differences(comparison),
        judged(comparison), shift(comparison), times(comparison), moved(comparison),
        beside(comparison), classes(comparison), thresholds(comparison), validity(comparison),
        "</main>",
        "<footer class=\"note\">Compared by sojourn \(comparison.version).</footer>",
      ])
  }

  private static func header(_ comparison: Comparison, _ word: String) -> Markup {
    Page.header(
      verdict: word, kind: comparison.verdict.result.rawValue,
      title: "\(comparison.candidate.scenarioName): candidate against base",
      reason: ComparisonPhrases.reason(comparison),
      more: [Page.list(ComparisonPhrases.limits(comparison) { $0 })])
  }

  private static func runs(_ comparison: Comparison) -> Markup {
    let rows = [("base", comparison.base), ("candidate", comparison.candidate)].map { name, side in
      (
        name,
        [
          "\(side.path)", "\(Phrases.jobs(side.jobs.scheduled))", "\(side.run.url)",
          "\(side.run.startedAt)", Page.word(side.soundness.rawValue), "\(side.version)",
        ] as [Markup]
      )
    }
    return Page.section(
      "Runs",
      [
        Page.table(
          "Runs", first: "run",
          [
            .text("folder"), .number("jobs"), .text("target"), .word("started"),
            .word("validity"), .word("sojourn"),
          ], rows)
      ])
  }

  private static func differences(_ comparison: Comparison) -> Markup {
    Page.section(
      "What differs",
      [Page.list(comparison.differences.map { ComparisonPhrases.difference($0) { $0 } })])
  }

  private static func judged(_ comparison: Comparison) -> Markup {
    let judged = ComparisonPhrases.judged(comparison)
    let rows = judged.map { item in
      (
        "\(ComparisonPhrases.name(item.metric)) \(ComparisonPhrases.name(item.quantile))",
        [
          "\(ComparisonPhrases.change(item.quantile))",
          "\(ComparisonPhrases.interval(item.judgement.bounds))",
          "\(ComparisonPhrases.rare(item.judgement.alpha))",
          "\(item.judgement.runDeviation.map(Units.roughShare) ?? "n/a")",
          "\(Units.roughShare(item.judgement.tolerance))",
          "\(item.judgement.detectable.map { ComparisonPhrases.share($0) } ?? "n/a")",
          Page.word(ComparisonPhrases.verdict(item.quantile)),
        ] as [Markup]
      )
    }
    let columns: [Page.Column] = [
      .number("change"), .number("bounds"), .number("each wrong in"),
      .number("from run to run"), .number("tolerated"), .number("a rise that would show"),
      .word("verdict"),
    ]
    return Page.section(
      "Verdict",
      [
        Page.table("What the verdict hangs on", first: "time", columns, rows),
        Page.list(
          judged.filter { $0.judgement.bounds == nil }.map { ComparisonPhrases.test($0) }),
        judged.isEmpty ? Page.note("Nothing is judged, for lack of jobs.") : .none,
      ])
  }

  private static func shift(_ comparison: Comparison) -> Markup {
    let kinds = ["end_to_end": "end", "queue": "queue", "processing": "processing"]
    let metrics = comparison.metrics.filter { kinds[$0.name] != nil || $0.isJudged }
    let figures = metrics.filter { !$0.shift.isEmpty || !$0.quantiles.isEmpty }.map { metric in
      ShiftFigure(
        name: ComparisonPhrases.name(metric), kind: kinds[metric.name] ?? "base",
        points: points(metric), remark: remark(metric)
      ).render()
    }.filter { !$0.text.isEmpty }
    let charts: Markup = """
      <div class="charts">
      \(Markup.joined(figures, separator: "\n"))
      </div>
      """
    let note =
      "The change of each quantile from base to candidate, on the scale of logarithms: above the line "
      + "the candidate takes longer. Bars are 95 % intervals by what each run knows of itself; they stand "
      + "at the quantiles that have estimates, the other points are as seen."
    return Page.section(
      "Shift over the whole distribution",
      figures.isEmpty ? [] : [Page.note(note), charts, table(comparison)])
  }

  /// The quantiles of the shift, and in their places those with estimates and intervals.
  private static func points(_ metric: MetricComparison) -> [ShiftFigure.Point] {
    var points = metric.shift.map {
      ShiftFigure.Point(name: $0.name, logRatio: $0.logRatio, interval: nil)
    }
    for quantile in metric.quantiles {
      guard let ratio = quantile.ratio, ratio > 0, !quantile.isAtLeast else { continue }
      let interval = quantile.interval.flatMap { bounds in
        bounds.lower > 0 && bounds.lower <= bounds.upper
          ? Logarithm.natural(bounds.lower)...Logarithm.natural(bounds.upper) : nil
      }
      let point = ShiftFigure.Point(
        name: ComparisonPhrases.name(quantile), logRatio: Logarithm.natural(ratio),
        interval: interval)
      if let index = points.firstIndex(where: { $0.name == point.name }) {
        points[index] = point
      } else {
        points.append(point)
      }
    }
    return points
  }

  private static func remark(_ metric: MetricComparison) -> String {
    let distance = metric.distance.map { Units.significant($0) } ?? "n/a"
    return
      "\(Phrases.jobs(metric.baseCount)) and \(Phrases.jobs(metric.candidateCount)); KS distance "
      + distance
  }

  private static func table(_ comparison: Comparison) -> Markup {
    let metrics = comparison.metrics.filter { !$0.shift.isEmpty }
    guard let longest = metrics.max(by: { $0.shift.count < $1.shift.count }) else { return .none }
    let names = longest.shift.map(\.name)
    let rows = metrics.map { metric in
      let found = ComparisonPhrases.shift(metric)
      let cells = names.map { name in
        found.names.firstIndex(of: name).map { found.changes[$0] } ?? "n/a"
      }
      let distance = metric.distance.map { Units.significant($0) } ?? "n/a"
      return (ComparisonPhrases.name(metric), (cells + [distance]).map { "\($0)" as Markup })
    }
    return Page.details(
      "Numbers, as seen",
      Page.table(
        "Shift over the whole distribution", first: "time",
        (names + ["KS distance"]).map(Page.Column.number), rows))
  }
}
