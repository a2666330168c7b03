internal import Results

/// A gate's result as JUnit XML: a test case for each judged quantile, and one for the verdict where no
/// quantile says it.
enum GateJUnitReport {
  private typealias TestCase = JUnitDocument.TestCase

  static func render(_ result: GateResult) -> String {
    JUnitDocument(
      name: "gate \(result.scenarioName)", startedAt: result.startedAt,
      properties: properties(result), cases: cases(result)
    ).text()
  }

  private static func properties(_ result: GateResult) -> [(name: String, value: String)] {
    [
      ("verdict", result.verdict.result.rawValue.uppercased()),
      ("reason", GatePhrases.reason(result)), ("base", result.base.text),
      ("candidate", result.candidate.text), ("pairs", "\(result.pairs.count)"),
      ("seed", "\(result.seed)"), ("folder", result.folder), ("sojourn", result.version),
    ] + GatePhrases.limits(result).map { ("limit", $0) }
  }

  private static func cases(_ result: GateResult) -> [TestCase] {
    var cases: [TestCase] = []
    if result.verdict.result != .invalid {
      cases = result.quantiles.map { quantile in
        TestCase(
          group: "gate.\(result.metric)",
          name: "\(quantile.name) rises by \(Units.roughShare(quantile.tolerance)) at most",
          verdict: quantile.verdict,
          message: "\(GatePhrases.value(quantile.base)) to "
            + "\(GatePhrases.value(quantile.candidate)), \(GatePhrases.change(quantile)); \(GatePhrases.test(quantile))"
        )
      }
    }
    // A gate that cannot pass for another reason would look like one that did.
    guard !cases.contains(where: { $0.verdict == result.verdict.result }) else { return cases }
    return cases + [
      TestCase(
        group: "gate", name: "verdict", verdict: result.verdict.result,
        message: GatePhrases.reason(result))
    ]
  }
}
