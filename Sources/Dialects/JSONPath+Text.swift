extension JSONPath: CustomStringConvertible, Codable {
  /// Reads a path such as `id`, `data.id`, `jobs[0].status`, `['task-id']` or `a['b.c'][2].d`.
  ///
  /// A bare key ends at `.` or `[`; a key with any other characters goes in quotes, where `\'`
  /// and `\\` stand for the quote and the backslash. The empty text is the root itself.
  /// The result is nil when the text is not a path.
  public init?(parsing text: String) {
    steps = []
    var rest = Substring(text)
    while let first = rest.first {
      let step: Step?
      if first == "[" {
        rest.removeFirst()
        step = rest.first == "'" ? Self.quotedKey(&rest) : Self.index(&rest)
      } else {
        if !steps.isEmpty {
          guard first == "." else { return nil }
          rest.removeFirst()
        }
        step = Self.bareKey(&rest)
      }
      guard let step else { return nil }
      steps.append(step)
    }
  }

  private static func bareKey(_ rest: inout Substring) -> Step? {
    let key = rest.prefix { $0 != "." && $0 != "[" }
    guard !key.isEmpty, !key.contains(where: { "]'\"\\".contains($0) || $0.isWhitespace }) else {
      return nil
    }
    rest = rest[key.endIndex...]
    return .key(String(key))
  }

  private static func index(_ rest: inout Substring) -> Step? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    guard digits == "0" || digits.first != "0", rest.popFirst() == "]" else { return nil }
    return Int(digits).map(Step.index)
  }

  /// Works on scalars, so that a combining mark after the quote cannot hide it.
  private static func quotedKey(_ rest: inout Substring) -> Step? {
    var scalars = rest.unicodeScalars.dropFirst()
    var key = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "'":
        guard scalars.popFirst() == "]" else { return nil }
        rest = Substring(scalars)
        return .key(String(key))
      case "\\":
        guard let escaped = scalars.popFirst(), escaped == "'" || escaped == "\\" else {
          return nil
        }
        key.append(escaped)
      default:
        key.append(scalar)
      }
    }
    return nil
  }

  /// The text that ``init(parsing:)`` reads back as the same path.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .index(let index):
        text += "[\(index)]"
      case .key(let key) where Self.isPlain(key):
        text += text.isEmpty ? key : ".\(key)"
      case .key(let key):
        text += "['"
        for scalar in key.unicodeScalars {
          if scalar == "'" || scalar == "\\" { text.unicodeScalars.append("\\") }
          text.unicodeScalars.append(scalar)
        }
        text += "']"
      }
    }
    return text
  }

  private static func isPlain(_ key: String) -> Bool {
    !key.isEmpty && key.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// Decodes a path from its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let path = JSONPath(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a path such as data.id or jobs[0].id")
    }
    self = path
  }

  /// Encodes the path as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
