extension ValueRule<Int> {
  /// A whole number in `range`.
  static func integer(_ range: ClosedRange<Int>) -> Self {
    ValueRule { scalar throws(Refusal) in
      if case .integer(let digits) = scalar.value, let value = Int(digits), range.contains(value) {
        return value
      }
      throw Refusal(
        expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
        hint: scalar.quotedNumberHint)
    }
  }
}

extension ValueRule<UInt64> {
  /// A whole number that fits into 64 bits.
  static let seed = ValueRule { scalar throws(Refusal) in
    if case .integer(let digits) = scalar.value, let value = UInt64(digits) { return value }
    throw Refusal(
      expectation: "a whole number from 0 to \(UInt64.max)", hint: scalar.quotedNumberHint)
  }
}

extension ValueRule<Double> {
  /// A number above `lower` and at most `upper`.
  static func number(above lower: Double, upTo upper: Double) -> Self {
    ValueRule { scalar throws(Refusal) in
      if let value = scalar.number, value > lower, value <= upper { return value }
      let range = "greater than \(Wording.number(lower)) and at most \(Wording.number(upper))"
      throw Refusal(expectation: "a number \(range)", hint: scalar.quotedNumberHint)
    }
  }

  /// A number in `range`.
  static func number(_ range: ClosedRange<Double>) -> Self {
    ValueRule { scalar throws(Refusal) in
      if let value = scalar.number, range.contains(value) { return value }
      let (lower, upper) = (Wording.number(range.lowerBound), Wording.number(range.upperBound))
      throw Refusal(
        expectation: "a number from \(lower) to \(upper)", hint: scalar.quotedNumberHint)
    }
  }
}

extension SourceNode.Scalar {
  /// The number, when it is one.
  var number: Double? {
    switch value {
    case .integer(let digits): Double(digits)
    case .float(let number): number
    case .null, .bool, .text: nil
    }
  }

  /// What to do about a number in quotes.
  var quotedNumberHint: String? {
    isQuoted && Self(text: text, isQuoted: false).number != nil ? "leave the quotes out" : nil
  }
}

extension Wording {
  /// The number without a needless `.0`.
  static func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
