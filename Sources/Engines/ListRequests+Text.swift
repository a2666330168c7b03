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
}
