internal import Results
internal import Workloads

/// A comparison as JUnit XML: a test case for each judged quantile, and one for each threshold of the
/// candidate.
///
/// What is advice only or cannot be decided is skipped, which CI systems show and do not fail for; when
/// one of the runs is invalid, every case is an error.
enum ComparisonJUnitReport {
  /// One test case.
  private struct TestCase {
    var group: String
    var name: String
    var verdict: Ruling
    var message: String
  }

  static func render(_ comparison: Comparison) -> String {
    let cases = comparisonCases(comparison) + thresholdCases(comparison)
    let name = "compare \(comparison.candidate.scenarioName)"
    let counts =
      "tests=\"\(cases.count)\" failures=\"\(count(cases, .fail))\" "
      + "errors=\"\(count(cases, .invalid))\" skipped=\"\(count(cases, .inconclusive))\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts)>",
      "  <testsuite name=\"\(Escape.xml(name))\" \(counts) "
        + "timestamp=\"\(Escape.xml(String(comparison.candidate.run.startedAt.prefix(19))))\">",
      "    <properties>",
    ]
    lines += properties(comparison).map {
      "      <property name=\"\($0.0)\" value=\"\(Escape.xml($0.1))\"/>"
    }
    lines.append("    </properties>")
    lines += cases.flatMap(text)
    return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n") + "\n"
  }

  private static func count(_ cases: [TestCase], _ verdict: Ruling) -> Int {
    cases.filter { $0.verdict == verdict }.count
  }

  private static func properties(_ comparison: Comparison) -> [(String, String)] {
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

  private static func text(_ item: TestCase) -> [String] {
    let opening =
      "    <testcase classname=\"\(Escape.xml(item.group))\" name=\"\(Escape.xml(item.name))\" "
      + "time=\"0\""
    let message = "message=\"\(Escape.xml(item.message))\""
    switch item.verdict {
    case .pass: return [opening + "/>"]
    case .fail: return [opening + ">", "      <failure \(message)/>", "    </testcase>"]
    case .inconclusive: return [opening + ">", "      <skipped \(message)/>", "    </testcase>"]
    case .invalid: return [opening + ">", "      <error \(message)/>", "    </testcase>"]
    }
  }
}
