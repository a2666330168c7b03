/// The section `target.headers`: names and values that HTTP allows (RFC 9110, section 5).
enum HeadersRule {
  /// Headers that the transport writes itself.
  private static let reserved = ["content-length", "transfer-encoding", "connection"]

  static func read(_ section: Section, _ problems: inout [Problem]) -> [Header] {
    var headers: [Header] = []
    var seen: Set<String> = []
    for entry in section.entries {
      check(name: entry.key, at: entry.keyPlace, &problems)
      if !seen.insert(entry.key.lowercased()).inserted {
        problems.append(
          Problem(
            entry.keyPlace, "header \(Wording.quoted(entry.key)) is given twice",
            hint: "the case of a header's name makes no difference"))
      }
      guard let value = entry.value.scalar, !entry.value.isNull else { continue }
      check(value: value.text, of: entry, &problems)
      headers.append(Header(name: entry.key, template: value.text))
    }
    return headers
  }

  private static func check(name: String, at place: Place, _ problems: inout [Problem]) {
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
    if name.isEmpty || name.utf8.count > 256 || !isToken {
      problems.append(
        Problem(
          place,
          "a header's name must be letters, digits and '-', but is \(Wording.quoted(name))"))
    } else if reserved.contains(name.lowercased()) {
      problems.append(
        Problem(place, "header '\(name)' is set by the transport", hint: "leave it out"))
    }
  }

  /// The value itself is never shown: it may be secret.
  private static func check(
    value: String, of entry: SourceNode.Entry, _ problems: inout [Problem]
  ) {
    let name = "the value of header \(Wording.quoted(entry.key))"
    if value.hasControls {
      problems.append(
        Problem(
          entry.value.place, "\(name) has a line break or another control character"))
    }
    if value.utf8.count > 8_192 {
      problems.append(
        Problem(
          entry.value.place, "\(name) has \(value.utf8.count) bytes; at most 8192 are allowed"))
    }
    do {
      _ = try HeaderTemplate(value)
    } catch {
      problems.append(Problem(entry.value.place, "\(name) \(error.message)", hint: error.hint))
    }
  }
}
