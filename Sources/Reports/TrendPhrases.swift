internal import Results
internal import Workloads

/// What all forms of a trend say in the same words.
enum TrendPhrases {
  /// What was found, in one line without a final full stop.
  static func summary(_ trend: Trend) -> String {
    let marks = trend.marks
    let points = marks.count { $0.kind == .changePoint }
    let suspects = marks.count { $0.kind == .suspect }
    let runs = trend.series.reduce(0) { $0 + $1.runs.count }
    let place =
      "\(counted(runs, "run")) of \(counted(trend.series.count, "series", "series"))"
    guard trend.series.contains(where: \.isJudged) else {
      return "nothing is judged: \(place), and \(trend.rule.fewest) runs of one are needed"
    }
    let found = [(points, "change point"), (suspects, "suspect")].filter { $0.0 > 0 }
      .map { counted($0.0, $0.1) }
    return (found.isEmpty ? "no change point" : found.joined(separator: ", ")) + ": \(place)"
  }

  /// `1 run`, `2 runs`.
  static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(Units.count(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  /// How many runs were left out and why; nil when none was.
  static func leftOut(_ trend: Trend) -> String? {
    let counts = LeftOutRun.Reason.allCases.compactMap { reason -> String? in
      let count = trend.leftOut.count { $0.reason == reason }
      guard count > 0 else { return nil }
      return reason == .copy
        ? counted(count, "copy", "copies") : "\(Units.count(count)) \(reason.rawValue)"
    }
    return counts.isEmpty ? nil : "left out: \(counts.joined(separator: ", "))"
  }

  /// A run that was left out, in one line.
  static func leftOut(_ run: LeftOutRun, _ escape: (String) -> String) -> String {
    "\(escape(run.path)): \(run.reason.rawValue): \(escape(run.message))"
  }

  /// What a series holds, in one line without a final full stop.
  static func series(_ series: TrendSeries, _ escape: (String) -> String) -> String {
    let first = series.runs.first?.startedAt ?? ""
    let last = series.runs.last?.startedAt ?? ""
    let machine = series.machine
    let jobs = series.runs.last.map { ", \(Phrases.jobs($0.jobs)) each" } ?? ""
    return "\(escape(series.scenarioName)): \(counted(series.runs.count, "run"))\(jobs), "
      + "\(escape(day(first))) to \(escape(day(last))), schedule \(escape(series.scheduleHash)), "
      + "\(machine.cores) cores of \(escape(machine.cpu)), \(escape(machine.kernel))"
  }

  /// What makes a series another one than the first of its name; `most` differences at most.
  static func differences(
    _ series: TrendSeries, most: Int, _ escape: (String) -> String
  ) -> [String] {
    let all = series.differences
    func value(_ text: String?) -> String { text.map { escape(Wrap.cut($0, 60)) } ?? "nothing" }
    let shown = all.prefix(most).map { difference in
      "another series: \(difference.kind.rawValue) "
        + "\(escape(Wrap.cut(difference.subject, 80))) is \(value(difference.candidate)) here, "
        + "and \(value(difference.base)) in the newest one"
    }
    return shown + (all.count > most ? ["and \(Units.count(all.count - most)) more"] : [])
  }

  /// That a series is too short for what could be asked of it; nil where it is not.
  static func shortness(_ series: TrendSeries, _ rule: TrendRule) -> String? {
    let count = series.runs.count
    if !series.isJudged {
      return "\(counted(count, "run")), and nothing is judged below \(rule.fewest)."
    }
    guard count < rule.needsForChangePoint else { return nil }
    return "\(counted(count, "run")) are few: "
      + (count < rule.needsForSuspect
        ? "a suspect needs \(rule.needsForSuspect) at least, a change point "
        : "a change point needs ")
      + "\(rule.needsForChangePoint)\(count < rule.needsForSuspect ? "" : " at least")."
  }

  /// The name of a metric and its quantile, for example `end-to-end p50`.
  static func name(_ metric: TrendMetric) -> String {
    "\(ComparisonPhrases.name(metric.name)) \(metric.quantile)"
  }

  /// The medians of the segments, for example `2.00 s (20 runs), 2.41 s (14 runs)`.
  static func segments(_ metric: TrendMetric) -> String {
    metric.segments.map { "\(Units.duration($0.median)) (\(counted($0.count, "run")))" }
      .joined(separator: ", ")
  }

  /// What is odd about the values; nil where nothing is.
  static func oddities(_ metric: TrendMetric, of series: TrendSeries) -> String? {
    let least = metric.values.count(where: \.isAtLeast)
    let parts = [
      (series.runs.count - metric.values.count, "without a value"),
      (least, "with the least that it can be, as jobs were not seen to end (+)"),
    ].filter { $0.0 > 0 }.map { "\(counted($0.0, "run")) \($0.1)" }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The kind of a mark and its direction, for example `change point: slower`.
  static func word(_ mark: TrendMark) -> String { "\(kind(mark)): \(mark.change.rawValue)" }

  /// `change point` or `suspect`.
  static func kind(_ mark: TrendMark) -> String {
    mark.kind == .changePoint ? "change point" : "suspect"
  }

  /// The ratio of a mark with its interval, for example `x1.21 (x1.18 to x1.24)`.
  static func ratio(_ mark: TrendMark) -> String {
    let interval = mark.interval.map {
      " (x\(Units.significant($0.lower)) to x\(Units.significant($0.upper)))"
    }
    return "x\(Units.significant(mark.ratio))\(interval ?? "")"
  }

  /// What stands behind a mark, for example `p 1.2e-5 from 20 and 13 runs`.
  static func evidence(_ mark: TrendMark) -> String {
    "p \(Units.probability(mark.probability)) from \(Units.count(mark.countBefore)) and "
      + counted(mark.countAfter, "run")
  }

  /// The first time of `series` that changes between the same runs as `mark` of `metric`; nil where that
  /// is this one.
  static func twin(_ mark: TrendMark, _ metric: TrendMetric, of series: TrendSeries) -> String? {
    let first = series.metrics.first { other in
      other.marks.contains { $0.before == mark.before && $0.after == mark.after }
    }
    guard let first, first != metric else { return nil }
    return "between the same runs as \(name(first))"
  }

  /// What was tested in a run and when, for example `4f2a9c1, 2026-11-24T03:15:00.250Z`.
  static func side(_ run: TrendRun, _ escape: (String) -> String) -> String {
    "\(run.revision.map { "revision \(escape($0))" } ?? "no revision"), "
      + "\(escape(run.startedAt)), \(escape(run.path))"
  }

  /// That both sides were made by different versions of sojourn; nil where they were not.
  static func versions(
    _ mark: TrendMark, of series: TrendSeries, _ escape: (String) -> String
  ) -> String? {
    let (old, new) = (series.runs[mark.before].version, series.runs[mark.after].version)
    guard old != new else { return nil }
    return "sojourn changed there, too: from \(escape(old)) to \(escape(new))"
  }

  /// The date of an instant.
  private static func day(_ instant: String) -> String { String(instant.prefix(10)) }
}

/// The command that would prove a mark.
enum TrendProof {
  /// The lines of the command, each but the last with what makes a shell go on.
  ///
  /// What stands in it comes from files: it is quoted, and revisions lose all that a shell could take for
  /// more than a name.
  static func lines(_ mark: TrendMark, of series: TrendSeries) -> [String] {
    let sides = [("base", mark.before), ("candidate", mark.after)].map { name, run in
      "--\(name) '<URL or command of \(build(series.runs[run]))>'"
    }
    return ["sojourn gate \(quoted(series.scenarioFile)) \\"] + ["  \(sides[0]) \\"]
      + ["  \(sides[1])"]
  }

  /// A revision, or the build of an instant where there is none.
  private static func build(_ run: TrendRun) -> String {
    guard let revision = run.revision else { return "the build of \(bare(run.startedAt))" }
    return bare(Wrap.cut(revision, 60))
  }

  /// `text` with `?` for all but letters, digits and a few signs.
  private static func bare(_ text: String) -> String {
    String(
      text.map { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || "-_./+:".contains(character) ? character : "?"
      })
  }

  /// `path` as a word of a shell.
  private static func quoted(_ path: String) -> String {
    let plain = Escape.plain(path)
    let safe = plain.hasPrefix("-") ? "./\(plain)" : plain
    if !safe.isEmpty, bare(safe) == safe { return safe }
    return "'" + safe.replacing("'", with: "'\\''") + "'"
  }
}
