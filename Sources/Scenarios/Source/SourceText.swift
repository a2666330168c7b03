/// Checks of a file's text before it is read as YAML.
enum SourceText {
  /// The longest file that is read, in bytes of UTF-8.
  static let largestFile = 1 << 20

  /// More uses of anchored values than this are refused: nested ones multiply, and with n of them
  /// the text can grow by no more than a factor of 3^(n/3).
  static let mostAliases = 16

  /// The longest text that aliases could make, in bytes.
  private static let largestGrowth = 8 << 20

  /// The text of `bytes`, or where they stop being UTF-8.
  static func decode(_ bytes: [UInt8]) throws(SourceRejected) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // A line feed is never part of a longer character, so each line stands for itself.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw SourceRejected(
      Problem(
        .text(line: line + 1, column: 0), "the file is not UTF-8 text", hint: "save it as UTF-8"))
  }

  /// Refuses texts that cannot be scenarios or would take too long to read.
  static func check(_ text: String) throws(SourceRejected) {
    guard text.utf8.count <= largestFile else {
      throw SourceRejected(
        Problem(
          .file, "the file has \(text.utf8.count) bytes; a scenario has at most \(largestFile)"))
    }
    var place = (line: 1, column: 1)
    var aliases = 0
    var hasAnchor = false
    var before: Unicode.Scalar = "\n"
    var beforeThat: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      if isForbidden(scalar) {
        throw SourceRejected(
          Problem(
            .text(line: place.line, column: place.column),
            "control character U+\(String(scalar.value, radix: 16, uppercase: true)) in the text"))
      }
      if startsName(scalar), startsToken(after: beforeThat) {
        if before == "&" { hasAnchor = true }
        if before == "*" { aliases += 1 }
        if hasAnchor, aliases > mostAliases {
          throw SourceRejected(
            Problem(
              .text(line: place.line, column: place.column - 1),
              "more than \(mostAliases) aliases such as '*name'", hint: "write the values out"))
        }
      }
      (beforeThat, before) = (before, scalar)
      place = scalar == "\n" ? (place.line + 1, 1) : (place.line, place.column + 1)
    }
    let growth = (0..<(min(aliases, mostAliases) + 2) / 3).reduce(1) { product, _ in product * 3 }
    if hasAnchor, text.utf8.count * growth > largestGrowth {
      throw SourceRejected(
        Problem(
          .file, "\(aliases) aliases such as '*name' are too many for \(text.utf8.count) bytes",
          hint: "write the values out"))
    }
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }

  private static func startsToken(after scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "[{,:\"'".unicodeScalars.contains(scalar)
  }
}

/// Thrown when a text cannot be read at all.
struct SourceRejected: Error {
  var problems: [Problem]

  init(_ problem: Problem) { problems = [problem] }

  init(problems: [Problem]) { self.problems = problems }
}
