/// The section `target.headers`: names and values that HTTP allows (RFC 9110, section 5).
enum HeadersRule {
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
    guard let fault = Header.fault(inName: name) else { return }
    problems.append(Problem(place, fault.message, hint: fault.hint))
  }

  private static func check(
    value: String, of entry: SourceNode.Entry, _ problems: inout [Problem]
  ) {
    if let fault = Header.fault(inValue: value, of: entry.key) {
      problems.append(Problem(entry.value.place, fault.message, hint: fault.hint))
    }
    do {
      _ = try HeaderTemplate(value)
    } catch {
      problems.append(
        Problem(
          entry.value.place,
          "the value of header \(Wording.quoted(entry.key)) \(error.message)", hint: error.hint))
    }
  }
}
