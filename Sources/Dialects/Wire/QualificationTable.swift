// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// What else than its word decides about a state.
@safe struct QualificationTable: ~Copyable {
  private struct Rule {
    var state: JobState
    var result: JobState
    /// The number of the path.
    var path: Int
    /// The numbers of the texts; none for any value that says something.
    var texts: Range<Int>
    /// Whether null and nothing at all match.
    var matchesNull: Bool
  }

  private let rules: UnsafeMutableBufferPointer<Rule>
  private let texts: TextTable

  /// The rules of a dialect, the first of which reads path number `firstPath`, and so on.
  init(_ qualifications: [Dialect.Qualification], firstPath: Int) {
    unsafe rules = .allocate(capacity: qualifications.count)
    var all: [String] = []
    for (index, rule) in qualifications.enumerated() {
      let texts = all.count..<all.count + rule.values.count
      all += rule.values
      unsafe rules.initializeElement(
        at: index,
        to: Rule(
          state: rule.state, result: rule.result, path: firstPath + index, texts: texts,
          matchesNull: rule.values.contains("null")))
    }
    texts = TextTable(all)
  }

  deinit { unsafe rules.deallocate() }

  /// What `state` becomes by the first rule that applies.
  func qualified(
    _ state: JobState, _ scanner: borrowing JSONScanner, in bytes: Span<UInt8>
  ) -> JobState {
    for index in unsafe rules.indices {
      let rule = unsafe rules[index]
      if rule.state == state, applies(rule, scanner.value(rule.path), in: bytes) {
        return rule.result
      }
    }
    return state
  }

  private func applies(_ rule: Rule, _ value: JSONValue, in bytes: Span<UInt8>) -> Bool {
    if rule.texts.isEmpty { return !value.isBlank(bytes) }
    return switch value.kind {
    case .absent, .null: rule.matchesNull
    case .bool, .number, .string:
      texts.index(of: value, in: bytes, among: rule.texts) != nil
    case .object, .array: false
    }
  }
}
