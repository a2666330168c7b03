/// The parts of a header's value.
///
/// ```
/// value    = { literal | "$$" | "${" name [ ":-" default ] "}" }
/// name     = letter or "_", then letters, digits and "_"
/// default  = any text without "}"
/// ```
struct HeaderTemplate: Hashable {
  /// A piece of the value.
  enum Part: Hashable {
    case literal(String)
    case variable(name: String, fallback: String?)
  }

  /// Why a text is no template; never with the text, which may be secret.
  struct Malformed: Error, Hashable {
    var message: String
    var hint: String?
  }

  private(set) var parts: [Part] = []

  /// Reads a value.
  init(_ text: String) throws(Malformed) {
    var literal = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "$" else {
        literal.append(character)
        continue
      }
      switch rest.popFirst() {
      case "$": literal.append("$")
      case "{":
        guard let end = rest.firstIndex(of: "}") else {
          throw Malformed(message: "has a '${' without its '}'")
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(try Self.variable(rest[..<end]))
        rest = rest[rest.index(after: end)...]
      default:
        throw Malformed(
          message: "has a '$' that neither '{' nor '$' follows", hint: "write '$$' for a dollar")
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  private static func variable(_ inner: Substring) throws(Malformed) -> Part {
    let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let rest = inner.dropFirst(name.count)
    guard let first = name.first, !first.isNumber, rest.isEmpty || rest.hasPrefix(":-") else {
      throw Malformed(
        message: "has a '${' that no name follows",
        hint: "write ${NAME} or ${NAME:-default}")
    }
    return .variable(
      name: String(name), fallback: rest.isEmpty ? nil : String(rest.dropFirst(2)))
  }
}
