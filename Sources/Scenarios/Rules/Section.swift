/// A mapping of the file, as the rules read it: what is missing or of the wrong kind reads as nil
/// without a word, because ``ShapeRule`` has reported it.
struct Section {
  /// The mapping; nil when there is none.
  let node: SourceNode?

  /// The section of `node`.
  init(_ node: SourceNode?) { self.node = node?.entries == nil ? nil : node }

  /// The entries in file order.
  var entries: [SourceNode.Entry] { node?.entries ?? [] }

  /// The value under `key`, whatever it is.
  subscript(key: String) -> SourceNode? { node?[key] }

  /// The mapping under `key`.
  func section(_ key: String) -> Section { Section(node?[key]) }

  /// The value under `key` as `rule` reads it; nil when there is none or it is refused.
  func read<T>(_ key: String, _ rule: ValueRule<T>, _ problems: inout [Problem]) -> T? {
    guard let value = node?[key] else { return nil }
    return rule.read(value, name: "'\(key)'", &problems)
  }

  /// Puts the value under `key` into `target`, which keeps its default when there is none.
  func read<T>(
    _ key: String, _ rule: ValueRule<T>, into target: inout T, _ problems: inout [Problem]
  ) {
    if let value = read(key, rule, &problems) { target = value }
  }
}
