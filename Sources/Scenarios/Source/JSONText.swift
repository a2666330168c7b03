/// A value of a scenario file as JSON text (RFC 8259): keys in the order of the file.
public enum JSONText {
  /// The JSON text of `node`; what JSON cannot hold becomes a problem at its place.
  static func encode(_ node: SourceNode, _ problems: inout [Problem]) -> String {
    switch node.content {
    case .scalar(let scalar): return encode(scalar, at: node.place, &problems)
    case .list(let elements):
      var parts: [String] = []
      for element in elements { parts.append(encode(element, &problems)) }
      return "[\(parts.joined(separator: ","))]"
    case .map(let entries):
      var parts: [String] = []
      for entry in entries {
        parts.append("\(string(entry.key)):\(encode(entry.value, &problems))")
      }
      return "{\(parts.joined(separator: ","))}"
    }
  }

  private static func encode(
    _ scalar: SourceNode.Scalar, at place: Place, _ problems: inout [Problem]
  ) -> String {
    switch scalar.value {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let digits): return digits
    case .float(let value) where value.isFinite: return "\(value)"
    case .float:
      problems.append(
        Problem(
          place, "JSON has no number \(Wording.shortened(scalar.text))",
          hint: "quote it to send it as text"))
      return "null"
    case .text: return string(scalar.text)
    }
  }

  /// `text` as a JSON string with its quotes.
  public static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
