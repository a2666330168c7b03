public import Results
public import Statistics

/// Finds where the times of stored runs change.
///
/// Runs of other schedules, scenarios, dialects and classes of machines are series of their own, for their
/// times are not those of one thing.
///
/// - Parameters:
///   - inputs: The runs, in any order.
///   - unreadable: Those that could not be read.
///   - folder: Where they were looked for.
///   - metrics: The times, as thresholds call them.
///   - rule: When two stretches are taken for different.
///   - version: The version of sojourn that looks.
/// - Returns: The trend.
public func findTrend(
  _ inputs: [TrendInput], unreadable: [LeftOutRun], in folder: String, metrics: [String],
  rule: ChangeRule, version: String
) -> Trend {
  var leftOut = unreadable
  var used: [TrendInput] = []
  for input in inputs.sorted(by: TrendInput.isBefore) {
    if let out = input.leftOut {
      leftOut.append(out)
    } else if let same = used.reversed().prefix(while: { $0.startedAt == input.startedAt })
      .first(where: { $0.run.isSame(as: input.run) })
    {
      leftOut.append(
        LeftOutRun(path: input.run.path, .copy, "it is the run in \(same.run.path)"))
    } else {
      used.append(input)
    }
  }
  var sums = RankSums()
  let groups = gather(used)
  let series = groups.enumerated().map { index, runs in
    let name = runs[runs.count - 1].run.document.scenarioName
    let first = groups[..<index].first { $0[$0.count - 1].run.document.scenarioName == name }
    return trendSeries(
      runs, beside: first, metrics: metrics, rule: rule,
      recent: start(ofNewest: rule.window, of: name, in: used), &sums)
  }
  return Trend(
    version: version, folder: folder, rule: TrendRule(rule),
    runs: inputs.count + unreadable.count, leftOut: leftOut.sorted { $0.path < $1.path },
    series: series)
}

/// The runs of each series, those with the newest run first.
private func gather(_ runs: [TrendInput]) -> [[TrendInput]] {
  var groups: [[TrendInput]] = []
  for run in runs {
    // The newest series are the likeliest.
    if let index = groups.lastIndex(where: { $0[$0.count - 1].isLike(run) }) {
      groups[index].append(run)
    } else {
      groups.append([run])
    }
  }
  return groups.sorted { TrendInput.isBefore($1[$1.count - 1], $0[$0.count - 1]) }
}

/// When the `count` newest runs of the scenario `name` began.
private func start(ofNewest count: Int, of name: String, in runs: [TrendInput]) -> String {
  runs.filter { $0.run.document.scenarioName == name }.suffix(count).first?.startedAt ?? ""
}

private func trendSeries(
  _ runs: [TrendInput], beside first: [TrendInput]?, metrics: [String], rule: ChangeRule,
  recent: String, _ sums: inout RankSums
) -> TrendSeries {
  let newest = runs[runs.count - 1]
  var found: [TrendMetric] = []
  for name in metrics {
    for quantile in TrendMetric.quantiles {
      let metric = trendMetric(name, quantile, runs, rule: rule, recent: recent, &sums)
      if let metric { found.append(metric) }
    }
  }
  let (manifest, facts) = (newest.run.manifest, newest.run.document.run)
  return TrendSeries(
    scenarioName: newest.run.document.scenarioName, scenarioFile: manifest.scenarioFile,
    scheduleHash: facts.scheduleHash, machine: manifest.environment, engines: manifest.engines,
    differences: first.map { newest.differences(from: $0[$0.count - 1]) } ?? [],
    isJudged: runs.count >= rule.fewest, runs: runs.map { TrendRun($0.run) }, metrics: found)
}

extension TrendRun {
  /// `run` in a series.
  init(_ run: StoredRun) {
    self.init(
      path: run.path, startedAt: run.document.run.startedAt,
      revision: run.document.run.revision, version: run.manifest.version,
      jobs: run.document.jobs.scheduled)
  }
}

extension TrendMetric {
  /// The quantiles that are followed.
  static let quantiles = ["p50", "p95", "p99"]
}

extension TrendRule {
  /// `rule` as documents have it.
  init(_ rule: ChangeRule) {
    self.init(
      window: rule.window, shortest: rule.shortest, fewest: rule.fewest,
      needsForSuspect: rule.needed(rule.suspect),
      needsForChangePoint: rule.needed(rule.changePoint), changePoint: rule.changePoint,
      suspect: rule.suspect, smallest: rounded(Logarithm.exponential(rule.smallest) - 1))
  }
}
