/// Every value has the kind that its place asks for, every key is known, none that is needed is
/// missing.
enum ShapeRule {
  /// The problems of `node`, which diagnostics call `name`.
  static func check(
    _ node: SourceNode, is shape: Shape, name: String, _ problems: inout [Problem]
  ) {
    switch (shape, node.content) {
    case (.anything, _): break
    case (.scalar, .scalar), (.scalarOrMap, .scalar):
      if node.isNull { wrongKind(node, shape, name, &problems) }
    case (.map(let fields), .map(let entries)), (.scalarOrMap(let fields), .map(let entries)):
      check(entries, of: node, fields, name: name, &problems)
    case (.dictionary, .map(let entries)):
      for entry in entries {
        check(entry.value, is: .scalar, name: Wording.quoted(entry.key), &problems)
      }
    case (.list(let element), .list(let elements)), (.oneOrMany(let element), .list(let elements)):
      if elements.isEmpty, case .oneOrMany = shape {
        problems.append(Problem(node.place, "\(name) must not be an empty list"))
      }
      for part in elements { check(part, is: element, name: "each of \(name)", &problems) }
    case (.oneOrMany(let element), .map):
      check(node, is: element, name: name, &problems)
    default: wrongKind(node, shape, name, &problems)
    }
  }

  private static func check(
    _ entries: [SourceNode.Entry], of node: SourceNode, _ fields: [Field], name: String,
    _ problems: inout [Problem]
  ) {
    for entry in entries {
      if let field = fields.first(where: { $0.name == entry.key }) {
        check(entry.value, is: field.shape, name: "'\(field.name)'", &problems)
      } else {
        problems.append(unknown(entry.key, at: entry.keyPlace, in: name, fields))
      }
    }
    for field in fields where field.isRequired && node[field.name] == nil {
      problems.append(Problem(node.place, "\(name) needs the key '\(field.name)'"))
    }
  }

  /// The problem of a key that `fields` does not list.
  static func unknown(
    _ key: String, at place: Place, in name: String, _ fields: [Field]
  ) -> Problem {
    let names = fields.map(\.name)
    return Problem(
      place,
      "unknown key \(Wording.quoted(key))\(Wording.suggestion(for: key, among: names))",
      hint: "\(name) may contain \(Wording.list(names))")
  }

  private static func wrongKind(
    _ node: SourceNode, _ shape: Shape, _ name: String, _ problems: inout [Problem]
  ) {
    let hint = node.isNull ? "leave it out or give it a value" : nil
    problems.append(
      Problem(
        node.place, "\(name) must be \(shape.expectation), but is \(node.kind)", hint: hint))
  }
}
