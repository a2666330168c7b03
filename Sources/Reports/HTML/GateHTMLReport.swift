internal import Results
internal import Statistics
internal import Workloads

/// A gate's result as a page, with the shift of the whole distribution and its band as a drawing.
enum GateHTMLReport {
  static func render(_ result: GateResult) -> String {
    let word = result.verdict.result.rawValue.uppercased()
    return Page.render(
      title: "\(word): \(result.scenarioName), gate", version: result.version,
      body: [
        Page.header(
          verdict: word, kind: result.verdict.result.rawValue,
          title: "\(result.scenarioName): gate", reason: GatePhrases.reason(result),
          more: [Page.list(GatePhrases.limits(result))]),
        "<main>", sides(result), times(result), shift(result), pairs(result), repeats(result),
        "</main>",
        "<footer class=\"note\">Made by sojourn \(result.version) in \(result.folder).</footer>",
      ])
  }

  private static func sides(_ result: GateResult) -> Markup {
    Page.section(
      "Gate",
      [
        Page.facts([
          ("base", result.base.text), ("candidate", result.candidate.text),
          ("extent", GatePhrases.extent(result)), ("started", result.startedAt),
          ("duration", Units.duration(result.durationNanoseconds)), ("seed", "\(result.seed)"),
        ])
      ])
  }

  private static func times(_ result: GateResult) -> Markup {
    let rows = result.quantiles.map { quantile in
      (
        "\(GatePhrases.name(result)) \(quantile.name)",
        [
          "\(GatePhrases.value(quantile.base))", "\(GatePhrases.value(quantile.candidate))",
          "\(GatePhrases.change(quantile))", "\(ComparisonPhrases.interval(quantile.interval))",
          Page.word(GatePhrases.verdict(quantile)),
        ] as [Markup]
      )
    }
    return Page.section(
      "Verdict",
      [
        Page.table(
          "What the verdict hangs on", first: "time",
          [
            .number("base"), .number("candidate"), .number("change"), .number("95 % interval"),
            .word("verdict"),
          ], rows),
        Page.list(result.quantiles.map { GatePhrases.test($0) }),
      ])
  }

  private static func shift(_ result: GateResult) -> Markup {
    guard !result.shift.isEmpty else { return .none }
    let kinds = ["end_to_end": "end", "queue": "queue", "processing": "processing"]
    let figure = ShiftFigure(
      name: GatePhrases.name(result), kind: kinds[result.metric] ?? "base",
      points: result.shift.map { point in
        ShiftFigure.Point(
          name: point.name, logRatio: point.logRatio,
          interval: point.lower <= point.upper ? point.lower...point.upper : nil)
      },
      remark: "The bars are a 95 % band of all quantiles together, of \(GatePhrases.pairs(result))."
    )
    let rows = result.shift.map { point in
      (
        point.name,
        [
          "\(GatePhrases.share(point.logRatio))",
          "\(GatePhrases.share(point.lower)) to \(GatePhrases.share(point.upper))",
        ] as [Markup]
      )
    }
    let table = Page.table(
      "Shift over the whole distribution", first: "quantile",
      [.number("change"), .number("95 % band of all together")], rows)
    return Page.section(
      "Shift over the whole distribution, as seen",
      [figure.render(), Page.details("Numbers", table)])
  }

  private static func pairs(_ result: GateResult) -> Markup {
    let names = result.rule.quantiles.map(\.name)
    let rows = result.pairs.map { pair in
      let changes = names.map { "\(pair.changes[$0].map(GatePhrases.share) ?? "n/a")" as Markup }
      let unfinished = [pair.base, pair.candidate].map { "\($0.scheduled - $0.finished)" }
      return (
        "\(pair.number)",
        ["\(pair.isCandidateFirst ? "candidate" : "base")", "\("\(pair.seed)")"] as [Markup]
          + changes + ["\(unfinished.joined(separator: ", "))"]
      )
    }
    return Page.section(
      "Pairs",
      [
        Page.table(
          "Pairs", first: "pair",
          [.word("first"), .number("seed")] + names.map(Page.Column.number)
            + [.number("unfinished, base and candidate")], rows)
      ])
  }

  private static func repeats(_ result: GateResult) -> Markup {
    Page.section(
      "Made again",
      [Page.list(result.repeats.map { "pair \($0.pair): \($0.folder): \($0.reason)" })])
  }
}
