internal import Results
internal import Workloads

// The parts of a comparison's page that are tables and lists.
extension ComparisonHTMLReport {
  static func times(_ comparison: Comparison) -> Markup {
    let rows = comparison.metrics.flatMap { metric in
      metric.quantiles.map { quantile in
        (
          "\(ComparisonPhrases.name(metric)) \(ComparisonPhrases.name(quantile))",
          [
            "\(ComparisonPhrases.precise(quantile.base))",
            "\(ComparisonPhrases.precise(quantile.candidate))",
            "\(ComparisonPhrases.change(quantile))",
            "\(ComparisonPhrases.interval(quantile.interval))",
            Page.word(ComparisonPhrases.verdict(quantile)),
          ] as [Markup]
        )
      }
    }
    return Page.section(
      "Times",
      [
        Page.table(
          "Times", first: "time",
          [
            .number("base"), .number("candidate"), .number("change"), .number("95 % interval"),
            .word("verdict"),
          ], rows)
      ] + ComparisonPhrases.legend(comparison).map(Page.note))
  }

  static func moved(_ comparison: Comparison) -> Markup {
    guard let sentence = ComparisonPhrases.moved(comparison), let movement = comparison.movement
    else { return .none }
    let rows = ([movement.endToEnd] + movement.parts).map { part in
      (
        part == movement.endToEnd ? "end-to-end, seen" : ComparisonPhrases.name(part.name),
        [
          "\(Units.duration(part.base))", "\(Units.duration(part.candidate))",
          "\(ComparisonPhrases.signed(part.change))",
          "\(part.share.map { ComparisonPhrases.share($0) } ?? "")",
        ] as [Markup]
      )
    }
    return Page.section(
      "What moved",
      [
        "<p>\(sentence)</p>",
        Page.table(
          "What moved", first: movement.statistic,
          [.number("base"), .number("candidate"), .number("change"), .number("share")], rows),
      ])
  }

  static func beside(_ comparison: Comparison) -> Markup {
    let counts = ComparisonPhrases.outcomes(comparison).map {
      ($0.name, ["\(Units.count($0.base))", "\(Units.count($0.candidate))"] as [Markup])
    }
    let rates = ComparisonPhrases.rates(comparison).map {
      ($0.name, ["\($0.base)", "\($0.candidate)"] as [Markup])
    }
    return Page.section(
      "Outcomes and rates",
      [
        Page.table(
          "Outcomes and rates", first: "jobs", [.number("base"), .number("candidate")],
          counts + rates)
      ])
  }

  static func classes(_ comparison: Comparison) -> Markup {
    guard let first = comparison.classes.first else { return .none }
    let quantiles = ["p50", "p99"]
    let columns = first.metrics.flatMap { metric in
      quantiles.map { "\(ComparisonPhrases.name(metric)) \($0)" }
    }
    let rows = comparison.classes.map { item in
      let cells = item.metrics.flatMap { metric in
        quantiles.map { name in
          metric.quantiles.first { $0.name == name }.map(ComparisonPhrases.change) ?? "n/a"
        }
      }
      return (
        Wrap.cut(item.name, 60),
        ([Units.count(item.candidate.scheduled)] + cells).map { "\($0)" as Markup }
      )
    }
    return Page.section(
      "Job classes",
      [
        Page.table(
          "Changes of each job class", first: "class",
          (["jobs"] + columns).map(Page.Column.number), rows)
      ])
  }

  static func thresholds(_ comparison: Comparison) -> Markup {
    let rows = comparison.candidate.thresholds.map { result in
      (
        result.text,
        ["\(Phrases.measured(result))", Page.word(result.verdict.rawValue)] as [Markup]
      )
    }
    return Page.section(
      "Thresholds of the candidate",
      [
        Page.table(
          "Thresholds of the candidate", first: "threshold",
          [.number("measured"), .word("verdict")], rows, hasLongNames: true)
      ])
  }

  static func validity(_ comparison: Comparison) -> Markup {
    Page.section(
      "Validity",
      [
        Page.list(
          [("base", comparison.base), ("candidate", comparison.candidate)].map { name, side in
            "\(name): " + ComparisonPhrases.validity(side) { $0 }.joined(separator: "; ")
          })
      ])
  }
}
