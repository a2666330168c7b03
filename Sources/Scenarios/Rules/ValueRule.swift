/// Why a scalar was refused.
struct Refusal: Error {
  /// The words after "must be".
  var expectation: String
  var hint: String?
  /// The value as shown, when the text must not be.
  var shown: String?
}

/// How a scalar becomes a value, and what it must be.
struct ValueRule<Value>: Sendable {
  /// The value of a scalar.
  let value: @Sendable (SourceNode.Scalar) throws(Refusal) -> Value

  /// The value of `node`, or nil and a problem that calls it `name`.
  func read(_ node: SourceNode, name: String, _ problems: inout [Problem]) -> Value? {
    guard let scalar = node.scalar, !node.isNull else { return nil }
    do {
      return try value(scalar)
    } catch {
      let shown = error.shown ?? node.description
      problems.append(
        Problem(
          node.place, "\(name) must be \(error.expectation), but is \(shown)", hint: error.hint))
      return nil
    }
  }
}
