import Workloads

extension ValueRule<Bool> {
  /// `true` or `false`.
  static let flag = ValueRule { scalar throws(Refusal) in
    if case .bool(let value) = scalar.value { return value }
    throw Refusal(expectation: "true or false")
  }
}

extension ValueRule<Nanoseconds> {
  /// A duration in `range`, which is given in nanoseconds.
  static func duration(_ range: ClosedRange<Nanoseconds>) -> Self {
    ValueRule { scalar throws(Refusal) in
      guard let value = DurationText.parse(scalar.text) else {
        let hint = scalar.number.map { _ in "write the unit: \(scalar.text)s or \(scalar.text)ms" }
        throw Refusal(expectation: DurationText.expectation, hint: hint)
      }
      guard range.contains(value) else {
        let (lower, upper) = (range.lowerBound, range.upperBound)
        throw Refusal(
          expectation: "from \(DurationText.format(lower)) to \(DurationText.format(upper))")
      }
      return value
    }
  }
}

extension ValueRule<String> {
  /// Text of 1 to `longest` bytes without control characters.
  static func text(_ longest: Int = 1_000) -> Self {
    ValueRule { scalar throws(Refusal) in
      if !scalar.text.isEmpty, scalar.text.utf8.count <= longest, !scalar.text.hasControls {
        return scalar.text
      }
      throw Refusal(expectation: "text of 1 to \(longest) bytes without control characters")
    }
  }
}

extension ValueRule where Value: RawRepresentable<String> & CaseIterable & Sendable {
  /// One of the words of an enumeration.
  static var word: Self {
    ValueRule { scalar throws(Refusal) in
      if let value = Value(rawValue: scalar.text) { return value }
      let words = Value.allCases.map(\.rawValue)
      let nearest = Wording.nearest(to: scalar.text, among: words)
      throw Refusal(
        expectation: Wording.list(words, "or"), hint: nearest.map { "did you mean '\($0)'?" })
    }
  }
}

extension String {
  /// Whether the text holds a line break, a tab or another control character.
  var hasControls: Bool {
    unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
