public import Results
internal import Statistics
internal import Workloads

/// What all forms of a gate's result say in the same words.
enum GatePhrases {
  /// Why the verdict is what it is, in one line without a final full stop.
  static func reason(_ result: GateResult) -> String {
    if let reason = result.verdict.reason { return reason }
    func list(_ chosen: [GateQuantile]) -> String {
      chosen.map { "\($0.name) \(change($0))" }.joined(separator: ", ")
    }
    let metric = name(result)
    let failed = result.quantiles.filter { $0.verdict == .fail }
    let open = result.quantiles.filter { $0.verdict == .inconclusive }
    switch result.verdict.result {
    case .invalid: return "the gate cannot be believed"
    case .fail: return "the candidate is slower: \(metric) \(list(failed))"
    case .inconclusive:
      if result.verdict.limits.contains(.moreUnfinished) {
        return "more of the candidate's jobs did not finish"
      }
      return "\(pairs(result)) do not decide: \(metric) \(list(open))"
    case .pass:
      let tolerances = result.quantiles.map { "\($0.name) \(Units.roughShare($0.tolerance))" }
      return "\(metric) is within the tolerances: \(tolerances.joined(separator: ", "))"
    }
  }

  /// `28 pairs`.
  static func pairs(_ result: GateResult) -> String {
    result.pairs.count == 1 ? "1 pair" : "\(Units.count(result.pairs.count)) pairs"
  }

  /// The judged time as in the tables of runs.
  static func name(_ result: GateResult) -> String { ComparisonPhrases.name(result.metric) }

  /// The estimated change, for example `+4.5 %`.
  static func change(_ quantile: GateQuantile) -> String {
    ComparisonPhrases.share(quantile.ratio - 1)
  }

  /// What was compared and how much of it, in one line.
  static func extent(_ result: GateResult) -> String {
    let jobs = result.pairs.first.map { "\(Phrases.jobs($0.base.scheduled)) in a run" }
    let failed = result.repeats.count
    let repeats =
      failed == 0
      ? nil : failed == 1 ? "1 attempt came to nothing" : "\(failed) attempts came to nothing"
    return [
      pairs(result), jobs, "in \(Units.duration(result.durationNanoseconds))", repeats,
      "seed \(result.seed)",
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// What is to be known beside the verdict, as sentences.
  static func limits(_ result: GateResult) -> [String] {
    result.verdict.limits.map { limit in
      switch limit {
      case .conditional:
        let sides = [("base", result.base), ("candidate", result.candidate)]
        let fixed = sides.filter { $0.1.kind == .url }.map(\.0)
        return fixed.count == 2
          ? "Conditional on these two instances: what differs from one start of a build to the next "
            + "is not covered."
          : "Conditional on this instance of the \(fixed.first ?? "base"): what differs from one "
            + "start of a build to the next is not covered."
      case .moreUnfinished:
        return "More of the candidate's jobs did not finish, so its times are those of other jobs."
      case .trend:
        let names = result.quantiles.filter { ($0.trend?.p ?? 1) < 0.01 }.map(\.name)
        return "The difference changed in the course of the gate "
          + "(\(names.joined(separator: ", "))): one run may leave something behind that the next one finds."
      case .unjudged:
        let names = result.rule.quantiles.map(\.name).filter { name in
          !result.quantiles.contains { $0.name == name }
        }
        return "Not judged, as some runs have too few jobs for it: "
          + "\(names.joined(separator: ", "))."
      case .interrupted: return "Somebody ended the gate early."
      }
    }
  }

  /// What may be said of a quantile: its verdict, and where it moved beyond chance.
  static func verdict(_ quantile: GateQuantile) -> String {
    let word = quantile.verdict == .inconclusive ? "open" : quantile.verdict.rawValue
    return quantile.change == .unclear ? word : "\(word): \(quantile.change.rawValue)"
  }

  /// What a quantile was held against, in one line.
  static func test(_ quantile: GateQuantile) -> String {
    let upper = quantile.upper.map { ComparisonPhrases.share($0 - 1) } ?? "n/a"
    var parts = [
      "upper bound \(upper), tolerated \(Units.roughShare(quantile.tolerance))",
      "p slower \(probability(quantile.pSlower)), p faster \(probability(quantile.pFaster)), "
        + "alpha \(probability(quantile.alpha))",
    ]
    if let deviation = quantile.deviation, let detectable = quantile.detectable,
      let needed = quantile.pairsNeeded
    {
      parts.append(
        "\(Units.roughShare(deviation)) from pair to pair, so a rise of "
          + "\(ComparisonPhrases.share(detectable)) would show in 19 of 20 cases, and "
          + "\(Units.roughShare(quantile.tolerance)) needs "
          + (needed == 1 ? "1 pair" : "\(Units.count(needed)) pairs"))
    }
    return "\(quantile.name): " + parts.joined(separator: "; ")
  }

  /// A probability with two significant digits.
  static func probability(_ p: Double) -> String {
    guard p > 0 else { return "0" }
    if p >= 0.1 { return Units.significant(p) }
    // As many decimals as two digits need.
    var (scaled, decimals) = (p, 0)
    while scaled < 9.95, decimals < 9 {
      scaled *= 10
      decimals += 1
    }
    let digits = String(Int(scaled.rounded()))
    return "0." + String(repeating: "0", count: max(decimals - digits.count, 0)) + digits
  }

  /// The shift of a point, for example `+4.5 %`.
  static func share(_ logRatio: Double) -> String {
    ComparisonPhrases.share(Logarithm.exponential(min(max(logRatio, -30), 30)) - 1)
  }

  /// A time, or that it falls among jobs that were not seen to end.
  static func value(_ time: Nanoseconds?) -> String { time.map(Units.duration) ?? "n/a" }
}

/// How a gate goes on, for people who wait for it.
public enum GateProgress {
  /// What all pairs say by now, in one line.
  public static func line(_ pairs: [GatePair], _ quantiles: [GateQuantile], most: Int) -> String {
    let cells = quantiles.map { quantile in
      let interval = quantile.interval.map { " (\(ComparisonPhrases.interval($0)))" } ?? ""
      return "\(quantile.name) \(GatePhrases.change(quantile))\(interval)"
    }
    let pair = "pair \(pairs.count) of at most \(most)"
    return pair + (cells.isEmpty ? "" : ": " + cells.joined(separator: ", "))
  }

  /// That an attempt came to nothing, in one line.
  public static func line(_ failed: GateRepeat) -> String {
    Escape.plain("pair \(failed.pair) is made again: \(failed.folder): \(failed.reason)")
  }
}
