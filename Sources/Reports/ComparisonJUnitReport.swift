internal import Results
internal import Workloads

/// A comparison as JUnit XML: a test case for each judged quantile, and one for each threshold of the
/// candidate.
///
/// What is advice only or cannot be decided is skipped, which CI systems show and do not fail for; when
/// one of the runs is invalid, every case is an error.
enum ComparisonJUnitReport {
  private typealias TestCase = JUnitDocument.TestCase

  static func render(_ comparison: Comparison) -> String {
    JUnitDocument(
      name: "compare \(comparison.candidate.scenarioName)",
      startedAt: comparison.candidate.run.startedAt, properties: properties(comparison),
      cases: comparisonCases(comparison) + thresholdCases(comparison)
    ).text()
  }

  private static func properties(_ comparison: Comparison) -> [(name: String, value: String)] {
    let plain: (String) -> String = { $0 }
    return [
      ("verdict", ComparisonPhrases.word(comparison)),
      ("reason", ComparisonPhrases.reason(comparison)), ("base", comparison.base.path),
      ("candidate", comparison.candidate.path), ("sojourn", comparison.version),
    ]
      + [("base revision", comparison.base), ("candidate revision", comparison.candidate)]
      .compactMap { name, side in side.run.revision.map { (name, $0) } }
      + ComparisonPhrases.limits(comparison, plain).map { ("limit", $0) }
      + comparison.differences.map { ("differs", ComparisonPhrases.difference($0, plain)) }
  }

  private static func comparisonCases(_ comparison: Comparison) -> [TestCase] {
    let isInvalid = comparison.verdict.result == .invalid
    let cases = ComparisonPhrases.judged(comparison).map { judged in
      let judgement = judged.judgement
      var item = TestCase(
        group: "comparison.\(judged.metric.name)",
        name: "\(judged.quantile.name) rises by \(Units.roughShare(judgement.tolerance)) at most",
        verdict: judgement.verdict,
        message: "\(ComparisonPhrases.value(judged.quantile.base)) to "
          + "\(ComparisonPhrases.value(judged.quantile.candidate)), "
          + "\(ComparisonPhrases.change(judged.quantile)); \(ComparisonPhrases.test(judged))")
      if item.verdict == .fail, comparison.verdict.isAdvisory {
        item.verdict = .inconclusive
        item.message = "advice only: slower; \(item.message)"
      }
      if isInvalid {
        item.verdict = .invalid
        item.message = ComparisonPhrases.reason(comparison)
      }
      return item
    }
    if !cases.isEmpty, isInvalid || comparison.verdict.limits.contains(.moreUnfinished) == false {
      return cases
    }
    return cases + [
      TestCase(
        group: "comparison", name: "verdict",
        verdict: comparison.verdict.result == .fail && comparison.verdict.isAdvisory
          ? .inconclusive : comparison.verdict.result,
        message: ComparisonPhrases.reason(comparison))
    ]
  }

  private static func thresholdCases(_ comparison: Comparison) -> [TestCase] {
    let isInvalid = comparison.candidate.soundness == .invalid
    return comparison.candidate.thresholds.map { threshold in
      TestCase(
        group: "thresholds", name: threshold.text,
        verdict: isInvalid ? .invalid : threshold.verdict,
        message: isInvalid
          ? "the candidate is invalid" : "measured \(Phrases.measured(threshold))")
    }
  }
}
