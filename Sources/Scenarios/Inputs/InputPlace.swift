public import Workloads

/// A value that inputs leave open until a job is pushed, written `${{ ... }}` in a text of them.
public enum InputPlace: Sendable, Hashable {
  /// `uniform(1, 10)`: a random number, both bounds included.
  case uniform(Uniform)
  /// `pick(file.csv, column)`: a cell of the column, from a random row.
  case pick(ColumnReference)
  /// `n`: the number of the arrival, from 0.
  case number
  /// `uuid`: a random UUID of version 4.
  case uuid

  private static let known = ["uniform", "pick", "n", "uuid"]

  /// Reads what stands between `${{` and `}}`.
  static func parse(_ text: Substring) throws(InputFault) -> InputPlace {
    let text = text.trimmed
    let open = text.firstIndex(of: "(")
    let name = String(text[..<(open ?? text.endIndex)].trimmed)
    let values = try values(text, from: open)
    switch name {
    case "n":
      try expect(0, values, name, "no values")
      return .number
    case "uuid":
      try expect(0, values, name, "no values")
      return .uuid
    case "uniform":
      try expect(2, values, name, "two values, the lowest and the highest number")
      return try uniform(values[0], values[1])
    case "pick":
      try expect(2, values, name, "two values, a CSV file and the name of a column")
      guard values.allSatisfy({ !$0.isEmpty }) else {
        throw InputFault("'pick' needs a CSV file and the name of a column")
      }
      return .pick(ColumnReference(file: String(values[0]), column: String(values[1])))
    default:
      throw InputFault(
        "unknown place \(Wording.quoted("${{ \(text) }}"))"
          + Wording.suggestion(for: name, among: known),
        hint: "known are uniform(1, 10), pick(file.csv, column), n and uuid; "
          + "write '$${{' for the text '${{'")
    }
  }

  /// The values in parentheses, none without them.
  private static func values(
    _ text: Substring, from open: Substring.Index?
  ) throws(InputFault) -> [Substring] {
    guard let open else { return [] }
    guard text.last == ")" else {
      throw InputFault("the place \(Wording.quoted("${{ \(text) }}")) has no ')' at its end")
    }
    let inner = text[text.index(after: open)...].dropLast().trimmed
    if inner.isEmpty { return [] }
    return inner.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
  }

  private static func expect(
    _ count: Int, _ values: [Substring], _ name: String, _ words: String
  ) throws(InputFault) {
    guard values.count != count else { return }
    throw InputFault("'\(name)' takes \(words), but has \(values.count)")
  }

  private static func uniform(
    _ low: Substring, _ high: Substring
  ) throws(InputFault) -> InputPlace {
    for bound in [low, high] where !Uniform.isBound(bound) {
      throw InputFault(
        "a bound of 'uniform' must be a number, but is \(Wording.quoted(String(bound)))",
        hint: "write a whole number up to 1e18 or one with up to nine decimals up to 1e9, as digits"
      )
    }
    if let law = Uniform(low, high) { return .uniform(law) }
    // Sound bounds make no law when they are in the wrong order, or when the one without decimals is
    // too large to have some.
    guard Uniform.isBound(low.withDecimals), Uniform.isBound(high.withDecimals) else {
      throw InputFault("the bounds of 'uniform' must be at most 1e9 when one has decimals")
    }
    throw InputFault(
      "the bounds of 'uniform' are out of order: \(low) is above \(high)",
      hint: "write the lowest number first")
  }
}

/// A column of a CSV file.
public struct ColumnReference: Sendable, Hashable {
  /// The file as the scenario names it.
  public var file: String
  /// The name of the column in the file's first line.
  public var column: String

  /// The column `column` of `file`.
  public init(file: String, column: String) {
    self.file = file
    self.column = column
  }
}

/// What is wrong with a text of inputs.
struct InputFault: Error {
  var message: String
  var hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}

extension Substring {
  /// The text without spaces at its ends.
  fileprivate var trimmed: Substring {
    var result = drop { $0.isWhitespace }
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }

  fileprivate var withDecimals: Substring { contains(".") ? self : self + ".0" }
}
