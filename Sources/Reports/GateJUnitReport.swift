internal import Results

/// A gate's result as JUnit XML: a test case for each judged quantile, and one for the verdict where no
/// quantile says it.
enum GateJUnitReport {
  static func render(_ result: GateResult) -> String {
    let cases = cases(result)
    func count(_ verdict: Ruling) -> Int { cases.count { $0.verdict == verdict } }
    let counts =
      "tests=\"\(cases.count)\" failures=\"\(count(.fail))\" errors=\"\(count(.invalid))\" "
      + "skipped=\"\(count(.inconclusive))\""
    let name = Escape.xml("gate \(result.scenarioName)")
    let properties =
      [
        ("verdict", result.verdict.result.rawValue.uppercased()),
        ("reason", GatePhrases.reason(result)), ("base", result.base.text),
        ("candidate", result.candidate.text), ("pairs", "\(result.pairs.count)"),
        ("seed", "\(result.seed)"), ("folder", result.folder), ("sojourn", result.version),
      ] + GatePhrases.limits(result).map { ("limit", $0) }
    let lines =
      [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts)>",
        "  <testsuite name=\"\(name)\" \(counts) "
          + "timestamp=\"\(Escape.xml(String(result.startedAt.prefix(19))))\">",
        "    <properties>",
      ]
      + properties.map { "      <property name=\"\($0.0)\" value=\"\(Escape.xml($0.1))\"/>" }
      + ["    </properties>"] + cases.flatMap(text) + ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private struct TestCase {
    var group: String
    var name: String
    var verdict: Ruling
    var message: String
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
