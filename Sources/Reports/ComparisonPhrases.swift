internal import Results
internal import Statistics
internal import Workloads

/// What all forms of a comparison say in the same words.
enum ComparisonPhrases {
  /// The verdict as a word: `PASS`, or `ADVISORY FAIL` where it is advice only.
  static func word(_ comparison: Comparison) -> String {
    let verdict = comparison.verdict
    return (verdict.isAdvisory ? "ADVISORY " : "") + verdict.result.rawValue.uppercased()
  }

  /// Why the verdict is what it is, in one line without a final full stop.
  static func reason(_ comparison: Comparison) -> String {
    func list(_ ruling: Ruling) -> String {
      judged(comparison).filter { $0.judgement.verdict == ruling }
        .map { "\(name($0.metric)) \($0.quantile.name) \(change($0.quantile))" }
        .joined(separator: ", ")
    }
    switch comparison.verdict.result {
    case .invalid:
      let sides = [("base", comparison.base), ("candidate", comparison.candidate)]
      return sides.filter { $0.1.soundness == .invalid }.map { name, side in
        let message = side.reasons.first { $0.level == .invalid }?.message
        return "the \(name) is invalid: \(message ?? "it cannot vouch for itself")"
      }.joined(separator: "; ")
    case .fail: return "the candidate is slower: \(list(.fail))"
    case .inconclusive:
      let open = list(.inconclusive)
      if comparison.verdict.limits.contains(.moreUnfinished) { return unfinished(comparison) }
      return open.isEmpty
        ? "the runs are too small to judge" : "the runs do not decide: \(open)"
    case .pass:
      let tolerances = judged(comparison).map {
        "\($0.quantile.name) \(Units.roughShare($0.judgement.tolerance))"
      }
      let metrics = comparison.metrics.filter(\.isJudged).map { name($0) }
      return "\(metrics.joined(separator: ", ")) is within the tolerances: "
        + unique(tolerances).joined(separator: ", ")
    }
  }

  private static func unique(_ texts: [String]) -> [String] {
    texts.enumerated().filter { texts.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  private static func unfinished(_ comparison: Comparison) -> String {
    let shares = [comparison.base, comparison.candidate].map {
      $0.unfinishedShare.map(Units.share) ?? "n/a"
    }
    return "\(shares[1]) of the candidate's jobs did not finish, \(shares[0]) of the base's"
  }

  /// A judged quantile with where it belongs.
  struct Judged {
    var metric: MetricComparison
    var quantile: QuantileComparison
    var judgement: QuantileJudgement
  }

  /// Everything the verdict hangs on.
  static func judged(_ comparison: Comparison) -> [Judged] {
    comparison.metrics.filter(\.isJudged).flatMap { metric in
      metric.quantiles.compactMap { quantile in
        quantile.judgement.map { Judged(metric: metric, quantile: quantile, judgement: $0) }
      }
    }
  }

  /// The name of a metric as in the tables of runs.
  static func name(_ metric: MetricComparison) -> String { name(metric.name) }

  /// `end_to_end` as `end-to-end`.
  static func name(_ metric: String) -> String {
    metric == "end_to_end" ? "end-to-end" : metric.replacing("_", with: " ")
  }

  /// What of both runs limits the verdict, each in a sentence.
  static func limits(_ comparison: Comparison, _ escape: (String) -> String) -> [String] {
    comparison.verdict.limits.map { limit in
      switch limit {
      case .unlike:
        "The runs are unlike and were compared anyway (--unlike): "
          + "their times are those of different loads."
      case .noHistory:
        "\(comparison.history.runs) earlier runs like these are in "
          + "\(escape(comparison.history.folder)), and \(RunHistory.needed) are needed to know how much "
          + "one run differs from the next; the verdict goes by what each run knows of itself."
      case .otherMachine: "The runs were made on machines of different classes."
      case .otherVersion: "The runs were made by different versions of sojourn."
      case .moreUnfinished:
        "More jobs did not finish: \(unfinished(comparison)). Times of other jobs are no answer."
      }
    }
  }

  /// A difference in one line, for example `scenario load[0].rate: 40 in the base, 50 in the candidate`.
  static func difference(_ difference: RunDifference, _ escape: (String) -> String) -> String {
    func value(_ text: String?) -> String { text.map { escape(Wrap.cut($0, 60)) } ?? "nothing" }
    return "\(difference.kind.rawValue) \(escape(Wrap.cut(difference.subject, 80))): "
      + "\(value(difference.base)) in the base, \(value(difference.candidate)) in the candidate"
  }

  /// The change of a quantile as a share, for example `+4.5 %`; `n/a` without one.
  static func change(_ quantile: QuantileComparison) -> String {
    guard let ratio = quantile.ratio else { return "n/a" }
    return (quantile.isAtLeast ? "> " : "") + share(ratio - 1)
  }

  /// The 95 % interval of a change, for example `+1.2 % to +8.0 %`; `n/a` without one.
  static func interval(_ bounds: RatioBounds?) -> String {
    bounds.map { "\(share($0.lower - 1)) to \(share($0.upper - 1))" } ?? "n/a"
  }

  /// A share with its sign and one decimal, for example `+4.5 %`; from tenfold on as a factor.
  static func share(_ share: Double) -> String {
    if share >= 9 { return "x\(Units.significant(share + 1))" }
    let tenths = Int((share * 1_000).rounded())
    let sign = tenths > 0 ? "+" : tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10) %"
  }

  /// A quantile of one run; `> 2.00 s` where it falls among jobs of which only so much is known, with a
  /// mark where it is poll-limited.
  static func value(_ quantile: QuantileSummary) -> String {
    if let value = quantile.estimate {
      return Units.duration(value) + (quantile.isPollLimited ? "*" : "")
    }
    return quantile.above.map { "> \(Units.duration($0))" } ?? "n/a"
  }

  /// A value with its interval, for example `2.00 s ± 3.1 %`.
  static func precise(_ quantile: QuantileSummary) -> String {
    guard let reach = Phrases.reach(quantile) else { return value(quantile) }
    return "\(value(quantile)) \(reach)"
  }

  /// What is said of a quantile: its verdict, or that none hangs on it.
  static func verdict(_ quantile: QuantileComparison) -> String {
    guard let judgement = quantile.judgement else { return "" }
    let word = judgement.verdict.rawValue
    // What cannot be decided may still be slower for certain; by how much is what is open.
    guard judgement.change != .unclear, judgement.verdict != .inconclusive else { return word }
    return "\(word): \(judgement.change.rawValue)"
  }

  /// What a judged quantile was held against, in one line.
  static func test(_ judged: Judged) -> String {
    let judgement = judged.judgement
    let name = "\(name(judged.metric)) \(judged.quantile.name)"
    guard let bounds = judgement.bounds else {
      return "\(name): nothing says how much so small a sample varies"
    }
    let runs =
      judgement.runDeviation.map { ", \(Units.roughShare($0)) from run to run" } ?? ""
    let rise = judgement.detectable.map { ", a rise of \(share($0)) would show" } ?? ""
    return "\(name): bounds \(interval(bounds)) (each wrong in "
      + "\(rare(judgement.alpha))\(runs)), tolerated "
      + "\(Units.roughShare(judgement.tolerance))\(rise)"
  }

  /// A small probability, for example `0.4 %`.
  static func rare(_ probability: Double) -> String {
    let thousandths = Int((probability * 100_000).rounded())
    let fraction = String(thousandths % 1_000 + 1_000).dropFirst()
    let digits = fraction.reversed().drop { $0 == "0" }.reversed()
    return "\(thousandths / 1_000)\(digits.isEmpty ? "" : "." + String(digits)) %"
  }

  /// `p999` as `p99.9`.
  static func name(_ quantile: QuantileComparison) -> String {
    quantile.name == "p999" ? "p99.9" : quantile.name
  }

  /// What moved, in one sentence; nil where it is not known.
  static func moved(_ comparison: Comparison) -> String? {
    guard let movement = comparison.movement else { return nil }
    let whole = movement.endToEnd
    let change = Units.duration(whole.change)
    let statistic = movement.statistic == "mean" ? "mean" : "median"
    guard abs(Double(whole.change)) >= 0.01 * Double(whole.base) else {
      return "The \(statistic) of end-to-end times as seen moved by less than 1 %."
    }
    let longer = "The \(statistic) of end-to-end times as seen moved by \(change)"
    guard let carrier = movement.parts.first(where: { $0.name == movement.carrier }) else {
      return "\(longer); no single part carries half of it."
    }
    let share = carrier.share.map { Units.roughShare($0) } ?? "n/a"
    return "\(longer), of which \(name(carrier.name)) carries \(share)."
  }

  /// A change of a length of time with its sign.
  static func signed(_ change: Nanoseconds) -> String {
    (change > 0 ? "+" : "") + Units.duration(change)
  }

  /// Outcomes side by side: those that either run has.
  static func outcomes(_ comparison: Comparison) -> [(name: String, base: Int, candidate: Int)] {
    let (old, new) = (comparison.base.jobs, comparison.candidate.jobs)
    let all =
      [("scheduled", old.scheduled, new.scheduled), ("unsent", old.unsent, new.unsent)]
      + OutcomeCounts.counted.map { outcome in
        (outcome.name.replacing("_", with: " "), old.outcomes[outcome], new.outcomes[outcome])
      }
    return all.filter { $0.1 > 0 || $0.2 > 0 || $0.0 == "finished" }
  }

  /// Rates side by side.
  static func rates(_ comparison: Comparison) -> [(name: String, base: String, candidate: String)] {
    let (old, new) = (comparison.base.throughput, comparison.candidate.throughput)
    func text(_ rate: Double?) -> String { rate.map(Units.rate) ?? "n/a" }
    return [
      ("offered rate", text(old.offeredPerSecond), text(new.offeredPerSecond)),
      ("achieved rate", text(old.achievedPerSecond), text(new.achievedPerSecond)),
    ]
  }

  /// What speaks against a run, or that nothing does.
  static func validity(_ run: ComparedRun, _ escape: (String) -> String) -> [String] {
    [run.soundness.rawValue]
      + run.reasons.map { "\($0.level.rawValue): \(escape($0.message))" }
  }

  /// What marks in the tables mean.
  static func legend(_ comparison: Comparison) -> [String] {
    var lines: [String] = []
    let quantiles = comparison.metrics.flatMap(\.quantiles)
    if quantiles.contains(where: { $0.base.isPollLimited || $0.candidate.isPollLimited }) {
      lines.append("*: poll-limited: the value says more about the following than about the jobs.")
    }
    for metric in comparison.metrics where !metric.hasOneSource {
      lines.append(
        "\(name(metric)): \(metric.baseSource) in the base and \(metric.candidateSource) in the "
          + "candidate, which are not one quantity.")
    }
    return lines
  }

  /// The shift of the whole distribution of `metric`, its quantiles and their changes.
  static func shift(_ metric: MetricComparison) -> (names: [String], changes: [String]) {
    (
      metric.shift.map(\.name),
      metric.shift.map { share(Logarithm.exponential(min($0.logRatio, 40)) - 1) }
    )
  }
}
