internal import Results

/// A suite of test cases as JUnit XML, in the form that CI systems read.
///
/// Undecided cases are skipped, which CI systems show and do not fail for; what cannot be believed is an
/// error.
struct JUnitDocument {
  /// One test case.
  struct TestCase {
    /// What it belongs to, as a class name with dots.
    var group: String
    /// What it asks.
    var name: String
    /// The answer.
    var verdict: Ruling
    /// Why; shown where the case does not pass.
    var message: String
    /// What was measured, shown in any case; nil for nothing.
    var output: String?
  }

  /// The name of the suite.
  var name: String
  /// When it was made, in UTC, with or without parts of a second.
  var startedAt: String
  /// How long it took, in nanoseconds.
  var duration: Int64 = 0
  /// Names and values that say what was tested; a name may come more than once.
  var properties: [(name: String, value: String)]
  /// The cases in order.
  var cases: [TestCase]
  /// Lines about the suite as a whole.
  var output: [String] = []

  /// The XML, with a final line break.
  func text() -> String {
    let counts =
      "tests=\"\(cases.count)\" failures=\"\(count(.fail))\" "
      + "errors=\"\(count(.invalid))\" skipped=\"\(count(.inconclusive))\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts)>",
      "  <testsuite name=\"\(Escape.xml(name))\" \(counts)\(time) "
        + "timestamp=\"\(Escape.xml(String(startedAt.prefix(19))))\">",
      "    <properties>",
    ]
    lines += properties.map {
      "      <property name=\"\(Escape.xml($0.name))\" value=\"\(Escape.xml($0.value))\"/>"
    }
    lines.append("    </properties>")
    lines += cases.flatMap(Self.text)
    if !output.isEmpty {
      lines += ["    <system-out>"] + output.map(Escape.xml) + ["    </system-out>"]
    }
    return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n") + "\n"
  }

  /// The suite's length in seconds to the millisecond; nothing where it has none.
  private var time: String {
    guard duration > 0 else { return "" }
    let milliseconds = duration / 1_000_000
    let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
    return " time=\"\(milliseconds / 1_000).\(fraction)\""
  }

  private func count(_ verdict: Ruling) -> Int { cases.count { $0.verdict == verdict } }

  private static func text(_ item: TestCase) -> [String] {
    let opening =
      "    <testcase classname=\"\(Escape.xml(item.group))\" name=\"\(Escape.xml(item.name))\" "
      + "time=\"0\""
    let message = "message=\"\(Escape.xml(item.message))\""
    var inner =
      switch item.verdict {
      case .pass: [String]()
      case .fail: ["      <failure \(message)/>"]
      case .inconclusive: ["      <skipped \(message)/>"]
      case .invalid: ["      <error \(message)/>"]
      }
    if let output = item.output {
      inner.append("      <system-out>\(Escape.xml(output))</system-out>")
    }
    return inner.isEmpty ? [opening + "/>"] : [opening + ">"] + inner + ["    </testcase>"]
  }
}
