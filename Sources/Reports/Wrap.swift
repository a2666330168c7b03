/// Text in columns.
enum Wrap {
  /// `text` in lines of at most `width` characters, the later ones indented; longer words are cut.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word
      if !line.isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        line = "  "
      } else if !line.isEmpty {
        line += " "
      }
      while line.count + rest.count > width {
        let room = width - line.count
        lines.append(line + rest.prefix(room))
        rest = rest.dropFirst(room)
        line = "  "
      }
      line += rest
    }
    return lines + [line]
  }

  /// `text`, or as much of it as fits into `width` with an ellipsis.
  static func cut(_ text: String, _ width: Int) -> String {
    text.count > width ? text.prefix(max(width - 3, 0)) + "..." : text
  }

  /// `text` filled with spaces on its right up to `width`, or on its left up to `-width`.
  static func padded(_ text: String, _ width: Int) -> String {
    let fill = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? fill + text : text + fill
  }
}
