/// JSON for people: one value on each line, indented.
enum PrettyJSON {
  /// `text` in lines without control characters; text that is no JSON keeps its own lines.
  static func lines(_ text: String) -> [String] {
    let start = text.drop { $0.isWhitespace }
    guard start.first == "{" || start.first == "[" else {
      return text.split(whereSeparator: \.isNewline).map { Escape.plain(String($0)) }
    }
    return indented(start).split(separator: "\n").map { Escape.plain(String($0)) }
  }

  private static func indented(_ text: Substring) -> String {
    var result = ""
    var depth = 0
    var isInString = false
    var isEscaped = false
    var isOpened = false
    func lineBreak() { result += "\n" + String(repeating: "  ", count: min(depth, 20)) }
    for scalar in text.unicodeScalars {
      if isInString {
        result.unicodeScalars.append(scalar)
        if scalar == "\"", !isEscaped { isInString = false }
        isEscaped = scalar == "\\" && !isEscaped
        continue
      }
      if scalar.properties.isWhitespace { continue }
      let isEnd = scalar == "}" || scalar == "]"
      if isEnd { depth = max(depth - 1, 0) }
      // An empty object or array stays on its line.
      if isOpened != isEnd { lineBreak() }
      isOpened = false
      switch scalar {
      case "{", "[":
        depth += 1
        isOpened = true
        result.unicodeScalars.append(scalar)
      case ",":
        result += ","
        lineBreak()
      case ":": result += ": "
      default:
        isInString = scalar == "\""
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
