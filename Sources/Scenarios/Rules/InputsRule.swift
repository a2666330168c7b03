/// The key `inputs` of a job class: anything, with places in its texts.
enum InputsRule {
  /// The inputs as JSON text, places as they are written.
  static func read(_ node: SourceNode, _ problems: inout [Problem]) -> String {
    check(node, &problems)
    return JSONText.encode(node, &problems)
  }

  private static func check(_ node: SourceNode, _ problems: inout [Problem]) {
    switch node.content {
    case .scalar(let scalar):
      guard scalar.value == .text else { return }
      do throws(InputFault) { _ = try InputText.pieces(scalar.text) } catch {
        problems.append(Problem(node.place, "'inputs': \(error.message)", hint: error.hint))
      }
    case .list(let elements):
      for element in elements { check(element, &problems) }
    case .map(let entries):
      for entry in entries {
        if entry.key.contains(InputText.opening) {
          problems.append(
            Problem(entry.keyPlace, "'inputs': a place such as '${{ n }}' cannot stand in a key"))
        }
        check(entry.value, &problems)
      }
    }
  }
}
