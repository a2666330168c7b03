internal import Results
internal import Workloads

/// A run as JUnit XML: a test case for its validity, and one for each threshold.
///
/// A threshold that the data do not decide is skipped; when the run is invalid every case is an error.
enum JUnitReport {
  static func render(_ document: RunDocument) -> String {
    JUnitDocument(
      name: document.scenarioName, startedAt: document.run.startedAt,
      duration: document.run.durationNanoseconds, properties: properties(document),
      cases: [validity(document)] + thresholds(document), output: output(document)
    ).text()
  }

  private static func properties(_ document: RunDocument) -> [(name: String, value: String)] {
    [
      ("verdict", document.verdict.result.rawValue.uppercased()),
      ("reason", Phrases.reason(document)), ("target", document.run.url),
      ("seed", document.seedText), ("schedule", document.run.scheduleHash),
      ("sojourn", document.version),
    ]
  }

  private static func validity(_ document: RunDocument) -> JUnitDocument.TestCase {
    let reasons = Phrases.reasons(document.validity) { $0 }
    let isValid = document.validity.verdict == .valid
    return JUnitDocument.TestCase(
      group: "validity", name: "the run can be believed", verdict: isValid ? .pass : .invalid,
      message: Phrases.reason(document),
      output: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }

  private static func thresholds(_ document: RunDocument) -> [JUnitDocument.TestCase] {
    let isInvalid = document.verdict.result == .invalid
    return document.thresholds.map { threshold in
      let measured = "measured \(Phrases.measured(threshold))"
      return JUnitDocument.TestCase(
        group: "thresholds", name: threshold.text,
        verdict: isInvalid ? .invalid : threshold.verdict,
        message: isInvalid ? "the run is invalid; \(measured)" : measured, output: measured)
    }
  }

  /// What became of the jobs, and the contract findings.
  private static func output(_ document: RunDocument) -> [String] {
    let outcomes = Phrases.outcomes(document.jobs.outcomes)
    let findings = document.findings.map { finding in
      let example = finding.example.map { ", for example \(Wrap.cut($0, 80))" } ?? ""
      return "contract finding: \(Phrases.name(finding) { Wrap.cut($0, 80) }): "
        + "\(Phrases.jobs(finding.count))\(example); \(finding.kind.meaning)"
    }
    return ["outcomes: \(outcomes.isEmpty ? "none" : outcomes)"] + findings
  }
}
