/// A value of a scenario file and where it was written.
struct SourceNode: Hashable {
  /// The value.
  indirect enum Content: Hashable {
    case scalar(Scalar)
    case list([SourceNode])
    case map([Entry])
  }

  /// A value without parts.
  struct Scalar: Hashable {
    /// The text without its quotes.
    var text: String
    /// Whether it was quoted or written as a block, and so is text whatever it looks like.
    var isQuoted: Bool
  }

  /// A key of a mapping and its value.
  struct Entry: Hashable {
    var key: String
    var keyPlace: Place
    var value: SourceNode
  }

  var place: Place
  var content: Content

  /// The parts of a mapping; nil for anything else.
  var entries: [Entry]? {
    if case .map(let entries) = content { entries } else { nil }
  }

  /// The elements of a list; nil for anything else.
  var elements: [SourceNode]? {
    if case .list(let elements) = content { elements } else { nil }
  }

  /// The scalar; nil for anything else.
  var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// Whether nothing was written, or a null.
  var isNull: Bool { scalar?.value == .null }

  /// The value of the first entry of a mapping under `key`.
  subscript(key: String) -> SourceNode? { entries?.first { $0.key == key }?.value }

  /// What kind of value it is, for diagnostics that must not show a text that may be secret.
  var kind: String {
    switch content {
    case .scalar: isNull ? "empty" : "a single value"
    case .list: "a list"
    case .map: "a mapping"
    }
  }

  /// What the value is, for diagnostics: its text in quotes, its number, or its kind.
  var description: String {
    switch scalar?.value {
    case .text: Wording.quoted(scalar?.text ?? "")
    case .integer, .float, .bool: Wording.shortened(scalar?.text ?? "")
    case .null, nil: kind
    }
  }
}
