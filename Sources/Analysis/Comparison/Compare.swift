public import Results
internal import Scenarios
public import Statistics

/// A stored run with its manifest and its document.
public struct StoredRun: Sendable {
  /// Where the run is stored, as the user named it.
  public var path: String
  /// What was asked.
  public var manifest: RunManifest
  /// What came of it.
  public var document: RunDocument

  /// A run from its parts.
  public init(path: String, manifest: RunManifest, document: RunDocument) {
    self.path = path
    self.manifest = manifest
    self.document = document
  }

  /// Whether both are one run, wherever they are stored: no machine starts two at one instant.
  public func isSame(as other: StoredRun) -> Bool {
    document.run == other.document.run
      && manifest.environment.bootID == other.manifest.environment.bootID
  }
}

/// Compares two stored runs.
///
/// The document of each run is the truth here: its estimates, intervals and histograms. Unlike runs are
/// compared as well; whether that is wanted is for the caller to ask.
///
/// - Parameters:
///   - base: The run that is compared with.
///   - candidate: The run that is judged.
///   - history: Earlier runs, whatever they are: those that do not help are left out.
///   - folder: Where the history was looked for.
///   - rule: What is judged, and how strictly.
///   - version: The version of sojourn that compares.
/// - Returns: The comparison with its verdict.
public func compare(
  base: StoredRun, candidate: StoredRun, history: [StoredRun], in folder: String,
  rule: ComparisonRule, version: String
) -> Comparison {
  let differences = differences(base, candidate)
  let past = History(history, of: base, and: candidate)
  let metrics = MetricComparison.names.map { name in
    compareMetric(
      name, base.document.metrics[name], candidate.document.metrics[name],
      rule: rule.metrics.contains(name) ? rule : nil, past)
  }
  let sides = (
    ComparedRun(path: base.path, base.document),
    ComparedRun(path: candidate.path, candidate.document)
  )
  let isEnough = past.count >= RunHistory.needed
  return Comparison(
    version: version,
    verdict: verdict(
      sides.0, sides.1, metrics,
      limits: limits(differences, hasHistory: isEnough, sides.0, sides.1)),
    base: sides.0, candidate: sides.1, differences: differences,
    isForced: differences.contains { $0.kind.isUnlike },
    history: RunHistory(folder: folder, runs: past.count), metrics: metrics,
    movement: movement(base.document.metrics, candidate.document.metrics),
    classes: compareClasses(base.document.classes, candidate.document.classes))
}

/// What is not the same in both runs, apart from the target and what came out: what makes them unlike
/// first.
public func differences(_ base: StoredRun, _ candidate: StoredRun) -> [RunDifference] {
  var found: [RunDifference] = []
  func note(_ kind: RunDifference.Kind, _ subject: String, _ old: String, _ new: String) {
    if old != new { found.append(RunDifference(kind, subject, base: old, candidate: new)) }
  }
  note(
    .schedule, "hash", base.document.run.scheduleHash, candidate.document.run.scheduleHash)
  // Runs of earlier versions do not know theirs.
  if let old = base.manifest.payloadHash, let new = candidate.manifest.payloadHash {
    note(.payload, "hash", old, new)
  }
  found += RunDifference.of(base.manifest.scenario, candidate.manifest.scenario)
  found += RunDifference.of(base.manifest.dialect, candidate.manifest.dialect)
  found += candidate.manifest.environment.differences(from: base.manifest.environment)
  note(.machine, "engines", "\(base.manifest.engines)", "\(candidate.manifest.engines)")
  note(.version, "sojourn", base.manifest.version, candidate.manifest.version)
  return found
}

/// What is judged, and how strictly.
public struct ComparisonRule: Sendable, Hashable {
  /// The times on which the verdict hangs; they share the false alarms.
  public var metrics = ["end_to_end"]
  /// The judged quantiles.
  public var quantiles = JudgedQuantile.usual

  /// End-to-end times, with the tolerances 5 %, 10 % and 15 % for p50, p95 and p99.
  public init() {}
}

/// What keeps the verdict from being more than it is.
private func limits(
  _ differences: [RunDifference], hasHistory: Bool, _ base: ComparedRun, _ candidate: ComparedRun
) -> [ComparisonVerdict.Limit] {
  let kinds = Set(differences.map(\.kind))
  let found: [(ComparisonVerdict.Limit, Bool)] = [
    (.unlike, kinds.contains(where: \.isUnlike)), (.noHistory, !hasHistory),
    (.otherMachine, kinds.contains(.machine)), (.otherVersion, kinds.contains(.version)),
    (.moreUnfinished, hasMoreUnfinished(base, candidate)),
  ]
  return found.filter(\.1).map(\.0)
}

/// Whether the candidate left more jobs unfinished, by a hundredth of all at least and beyond chance: in
/// the test of two proportions at 1 %.
private func hasMoreUnfinished(_ base: ComparedRun, _ candidate: ComparedRun) -> Bool {
  guard let old = base.unfinishedShare, let new = candidate.unfinishedShare, new - old >= 0.01
  else { return false }
  let (n, m) = (Double(base.jobs.scheduled), Double(candidate.jobs.scheduled))
  let pooled = (old * n + new * m) / (n + m)
  let error = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
  return new - old > 2.326 * error
}

/// The last word: what cannot be believed is neither good nor bad, and one regression is enough.
private func verdict(
  _ base: ComparedRun, _ candidate: ComparedRun, _ metrics: [MetricComparison],
  limits: [ComparisonVerdict.Limit]
) -> ComparisonVerdict {
  if base.soundness == .invalid || candidate.soundness == .invalid {
    return ComparisonVerdict(.invalid, limits: limits)
  }
  let judged = metrics.filter(\.isJudged)
  let rulings = judged.map { metric in metric.quantiles.compactMap { $0.judgement?.verdict } }
  if rulings.contains(where: { $0.contains(.fail) }) {
    return ComparisonVerdict(.fail, limits: limits)
  }
  let isDecided = rulings.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 == .pass } }
  return ComparisonVerdict(
    isDecided && !limits.contains(.moreUnfinished) ? .pass : .inconclusive, limits: limits)
}

private func compareClasses(_ base: [ClassSummary], _ candidate: [ClassSummary])
  -> [ClassComparison]
{
  // A single class has the times of all jobs.
  guard base.count > 1 || candidate.count > 1 else { return [] }
  return base.compactMap { old in
    candidate.first { $0.name == old.name }.map { new in
      let times = [
        ("end_to_end", old.endToEnd, new.endToEnd), ("queue", old.queue, new.queue),
        ("processing", old.processing, new.processing),
      ]
      return ClassComparison(
        name: old.name, base: old.jobs, candidate: new.jobs,
        metrics: times.map { compareMetric($0.0, $0.1, $0.2, rule: nil, nil) })
    }
  }
}
