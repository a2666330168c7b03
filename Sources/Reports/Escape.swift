/// Foreign text made harmless: ids and messages of a job API, names and URLs of a scenario.
enum Escape {
  /// `text` for Markdown and the HTML in it: on one line, without markup, mentions or references.
  static func markdown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    // A sign and a combining mark after it are one character, and the sign is markup all the same.
    for scalar in plain(text).unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "@": result.append(contentsOf: "&#64;".unicodeScalars)
      case "#": result.append(contentsOf: "&#35;".unicodeScalars)
      case "|", "`", "*", "_", "[", "]", "\\", "~":
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` on one line, without characters that steer a terminal.
  static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        result.append(scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` between fences that it cannot close.
  static func fenced(_ text: String, language: String) -> String {
    var longest = 0
    var current = 0
    for scalar in text.unicodeScalars {
      current = scalar == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let ending = text.hasSuffix("\n") ? "" : "\n"
    return "\(fence)\(language)\n\(text)\(ending)\(fence)"
  }
}

extension Escape {
  /// `text` for an attribute in quotes or the content of HTML: on one line.
  static func html(_ text: String) -> String { xml(text) }

  /// `text` for an attribute or the content of XML 1.0: on one line.
  static func xml(_ text: String) -> String {
    var result = ""
    for scalar in plain(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      // Allowed by Unicode, and not by XML.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
