/// Values as scenario files have them: plain where that is surely read back, else in double quotes.
enum YAMLScalar {
  /// Words that are no text when they stand plainly.
  private static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off"]

  /// `text` as a scalar of block or flow style.
  static func text(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  /// A URL of block style, with its colons.
  static func url(_ url: String) -> String {
    let isPlain = url.hasPrefix("http") && !url.hasSuffix(":")
    return isPlain && text(url.replacing(":", with: "")) == url.replacing(":", with: "")
      && !url.contains(" ") ? url : text(url)
  }

  /// A number that is read back exactly.
  static func number(_ value: Double) -> String { Wording.number(value) }

  /// Whether `text` is surely read back when it stands plainly, also within a flow mapping: it begins
  /// with a letter, and no character has a meaning of its own.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isLetter(first), text.last != " ",
      !reserved.contains(text.lowercased())
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      isLetter(scalar) || ("0"..."9").contains(scalar)
        || " _-./()<>=%+@;$".unicodeScalars.contains(scalar)
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  /// `text` in double quotes, with the escapes of YAML 1.2 (section 5.7).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where mustEscape(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// JSON text as a flow value of YAML: the same value, its strings as ``text(_:)`` where they need no
  /// escape.
  static func flow(json: String) -> String {
    var result = ""
    // By scalars: a quote and a combining mark behind it are one character.
    var rest = json.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"":
        let content = string(&rest)
        result += content.contains("\\") ? "\"" + escaped(content) + "\"" : text(content)
      case ",", ":": result += "\(scalar) "
      case "{": result += rest.first == "}" ? "{" : "{ "
      case "}": result += result.unicodeScalars.last == "{" ? "}" : " }"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What stands before the next quote, which is taken, too.
  private static func string(_ rest: inout Substring.UnicodeScalarView) -> String {
    var content = ""
    while let scalar = rest.popFirst(), scalar != "\"" {
      content.unicodeScalars.append(scalar)
      if scalar == "\\", let next = rest.popFirst() { content.unicodeScalars.append(next) }
    }
    return content
  }

  private static func escaped(_ content: String) -> String {
    var result = ""
    for scalar in content.unicodeScalars {
      if mustEscape(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether YAML has no such character, or takes it for a line break or a byte order mark.
  private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
  }
}
