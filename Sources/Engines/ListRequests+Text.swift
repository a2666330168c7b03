internal import Dialects

extension ListRequests {
  /// `text` as a JSON string with its quotes (RFC 8259, section 7).
  static func quoted(_ text: String) -> String {
    let parts = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\u{0}"..."\u{F}": "\\u000" + String(scalar.value, radix: 16)
      case "\u{10}"..."\u{1F}": "\\u00" + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(parts.joined())\""
  }

  /// `path` without the parameter of its query that is nothing but the cursor: an API may take an empty
  /// cursor for a wrong one.
  static func withoutCursor(_ path: String) -> String {
    let parts = Template(path).split(at: Template.Place.cursor)
    guard let after = parts.after, after.isEmpty || after.hasPrefix("&"),
      let start = parts.before.lastIndex(where: { $0 == "?" || $0 == "&" }),
      parts.before.hasSuffix("="), parts.before[start...].count(where: { $0 == "=" }) == 1
    else { return path }
    let rest = after.isEmpty ? "" : "\(parts.before[start])\(after.dropFirst())"
    return parts.before[..<start] + rest
  }
}
