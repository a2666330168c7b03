import Dialects

/// The key `contract` of a dialect: paths into the reply to a poll, each with what may be there.
enum ContractRule {
  static func read(_ node: SourceNode?, _ problems: inout [Problem]) -> [Dialect.ContractField] {
    guard let node else { return [] }
    guard let entries = node.entries else {
      problems.append(
        Problem(
          node.place, "'contract' must be a mapping, but is \(node.kind)",
          hint: "write for example { status: string, error: [string, null] }"))
      return []
    }
    if entries.count > Dialect.contractLimit {
      problems.append(
        Problem(
          entries[Dialect.contractLimit].keyPlace,
          "'contract' must have at most \(Dialect.contractLimit) fields, but has \(entries.count)"))
    }
    return entries.compactMap { field($0, &problems) }
  }

  private static func field(
    _ entry: SourceNode.Entry, _ problems: inout [Problem]
  ) -> Dialect.ContractField? {
    let key = SourceNode(
      place: entry.keyPlace, content: .scalar(.init(text: entry.key, isQuoted: true)))
    let path = ValueRule<JSONPath>.path.read(key, name: "a key of 'contract'", &problems)
    let name = Wording.quoted(entry.key)
    let nodes = entry.value.elements ?? [entry.value]
    if nodes.isEmpty {
      problems.append(Problem(entry.value.place, "\(name) must have at least one type"))
    }
    let kinds = nodes.compactMap { node -> Dialect.ContractField.Kind? in
      // YAML reads null as no value; here it is a word like the others.
      if node.scalar?.text == "null" { return .null }
      guard node.scalar != nil, !node.isNull else {
        problems.append(
          Problem(node.place, "\(name) must be a type or a list of types, but is \(node.kind)"))
        return nil
      }
      return ValueRule<Dialect.ContractField.Kind>.word.read(
        node, name: "each type of \(name)", &problems)
    }
    guard let path, !kinds.isEmpty, kinds.count == nodes.count else { return nil }
    return Dialect.ContractField(path, kinds)
  }
}
