import Yams

/// YAML text as ``SourceNode``s: aliases followed, keys unique, everything with its place.
struct YAMLReader {
  /// What is wrong with the text although it is YAML.
  private(set) var problems: [Problem] = []
  /// The root; an empty scalar when the text has none.
  private(set) var root = SourceNode(
    place: .text(line: 1, column: 1), content: .scalar(.init(text: "", isQuoted: false)))

  private var originals: [Place: Unicode.Scalar] = [:]
  private var count = 0

  /// Nested deeper than this is refused.
  private static let deepest = 64
  /// More values than this, aliases followed, are refused.
  private static let mostValues = 200_000

  /// Reads `text`; throws when it is not YAML.
  init(_ text: String) throws(SourceRejected) {
    let text =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try SourceText.check(text)
    let composer = try YAMLComposer(text)
    originals = composer.originals
    if let node = composer.root { root = try convert(node, depth: 0) }
  }

  private mutating func convert(
    _ node: Node, depth: Int
  ) throws(SourceRejected) -> SourceNode {
    let place = Self.place(node)
    count += 1
    guard depth < Self.deepest else { throw SourceRejected(Problem(place, "nested too deep")) }
    guard count <= Self.mostValues else {
      throw SourceRejected(
        Problem(place, "more than \(Self.mostValues) values, counting those of aliases"))
    }
    switch node {
    case .scalar(let scalar):
      let tag = scalar.tag.description
      checkTag(tag, "str", place)
      let isText = scalar.style != .plain || tag == Self.standard + "str"
      return SourceNode(
        place: place, content: .scalar(.init(text: scalar.string, isQuoted: isText)))
    case .sequence(let sequence):
      checkTag(sequence.tag.description, "seq", place)
      var elements: [SourceNode] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return SourceNode(place: place, content: .list(elements))
    case .mapping(let mapping):
      checkTag(mapping.tag.description, "map", place)
      return SourceNode(place: place, content: .map(try entries(mapping, depth: depth)))
    case .alias:
      throw SourceRejected(Problem(place, "an alias that cannot be followed"))
    }
  }

  private mutating func entries(
    _ mapping: Node.Mapping, depth: Int
  ) throws(SourceRejected) -> [SourceNode.Entry] {
    var entries: [SourceNode.Entry] = []
    var places: [String: Place] = [:]
    for (keyNode, valueNode) in mapping {
      let place = Self.place(keyNode)
      guard let scalar = keyNode.scalar else {
        problems.append(Problem(place, "a key must be text, but is a list or a mapping"))
        continue
      }
      let key = restored(scalar.string, place)
      let value = try convert(valueNode, depth: depth + 1)
      if key == "<<", scalar.style == .plain {
        problems.append(
          Problem(place, "merge keys ('<<') are not read", hint: "write the keys out"))
      } else if let first = places.updateValue(place, forKey: key) {
        var hint: String?
        if case .text(let line, _) = first { hint = "it was given before at line \(line)" }
        problems.append(Problem(place, "duplicate key \(Wording.quoted(key))", hint: hint))
      } else {
        entries.append(.init(key: key, keyPlace: place, value: value))
      }
    }
    return entries
  }

  /// The key as it was before ``YAMLComposer`` renamed it.
  private func restored(_ key: String, _ place: Place) -> String {
    guard let original = originals[place] else { return key }
    var result = String(original)
    result.unicodeScalars.append(contentsOf: key.unicodeScalars.dropFirst())
    return result
  }

  private static let standard = "tag:yaml.org,2002:"

  private mutating func checkTag(_ tag: String, _ usual: String, _ place: Place) {
    guard !["", "!", Self.standard + usual].contains(tag) else { return }
    problems.append(
      Problem(
        place,
        "tags such as \(Wording.quoted(tag.replacingPrefix(Self.standard, with: "!!"))) are not read",
        hint: "leave the tag out; quotes make a value text"))
  }

  private static func place(_ node: Node) -> Place {
    node.mark.map { .text(line: $0.line, column: $0.column) } ?? .file
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
