/// The section `headers` of a dialect: fixed values, and no secrets, because dialects are stored.
enum DialectHeadersRule {
  static func read(_ section: Section, _ problems: inout [Problem]) -> [String] {
    var fixed = section.node
    var secret: [SourceNode.Entry] = []
    if let entries = section.node?.entries {
      secret = entries.filter { Header.isSensitive($0.key) }
      fixed?.content = .map(entries.filter { !Header.isSensitive($0.key) })
    }
    for entry in secret {
      problems.append(
        Problem(
          entry.keyPlace, "a dialect must not have the header \(Wording.quoted(entry.key))",
          hint: "its value may be secret; give it in the scenario's target.headers"))
    }
    let headers = HeadersRule.read(Section(fixed), &problems)
    for header in headers where header.template.contains("$") {
      let place = section[header.name]?.place ?? .file
      problems.append(
        Problem(
          place, "the value of header \(Wording.quoted(header.name)) has a '$'",
          hint: "headers with environment variables belong in the scenario's target.headers"))
    }
    return headers.map { "\($0.name): \($0.template)" }
  }
}
