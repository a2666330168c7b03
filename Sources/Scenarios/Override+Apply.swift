extension Override {
  /// Puts the value into the tree of a scenario; a path that leads nowhere becomes a problem.
  func apply(to root: inout SourceNode, _ problems: inout [Problem]) {
    let place = Place.option(option)
    do {
      let reader = try YAMLReader(value)
      problems += reader.problems.map { Problem(place, $0.message, hint: $0.hint) }
      try Self.set(
        reader.root.moved(to: place), in: &root, path[...], ScenarioFile.shape, "a scenario", place)
    } catch {
      problems += error.problems.map { Problem(place, $0.message, hint: $0.hint) }
    }
  }

  /// Walks one step of the path, in the tree and in the shape of scenarios at once.
  private static func set(
    _ value: SourceNode, in node: inout SourceNode, _ path: ArraySlice<Step>, _ shape: Shape,
    _ name: String, _ place: Place
  ) throws(SourceRejected) {
    guard let step = path.first else {
      node = value
      return
    }
    let rest = path.dropFirst()
    switch (step, shape) {
    case (.key(let key), .map(let fields)), (.key(let key), .scalarOrMap(let fields)):
      guard let field = fields.first(where: { $0.name == key }) else {
        throw SourceRejected(ShapeRule.unknown(key, at: place, in: name, fields))
      }
      try set(value, under: key, in: &node, rest, field.shape, place)
    case (.key(let key), .dictionary):
      try set(value, under: key, in: &node, rest, .scalar, place)
    case (.key(let key), .anything):
      try set(value, under: key, in: &node, rest, .anything, place)
    case (.index(let index), .list(let element)), (.index(let index), .oneOrMany(let element)):
      if index == 0, node.elements == nil, case .oneOrMany = shape {
        try set(value, in: &node, rest, element, name, place)
      } else {
        try set(value, at: index, in: &node, rest, element, name, place)
      }
    case (.index(let index), .anything):
      try set(value, at: index, in: &node, rest, .anything, name, place)
    case (.key, .oneOrMany(let element)):
      guard let count = node.elements?.count else {
        return try set(value, in: &node, path, element, name, place)
      }
      guard count == 1 else {
        let problem = Problem(
          place, "\(name) is a list of \(count)", hint: "say which: 0 is the first, as in 'jobs[0]'"
        )
        throw SourceRejected(problem)
      }
      try set(value, at: 0, in: &node, path, element, name, place)
    case (.key(let key), .scalar), (.key(let key), .list):
      throw SourceRejected(Problem(place, "\(name) has no key \(Wording.quoted(key))"))
    case (.index, .scalar), (.index, .map), (.index, .scalarOrMap), (.index, .dictionary):
      throw SourceRejected(Problem(place, "\(name) is not a list"))
    }
  }

  private static func set(
    _ value: SourceNode, under key: String, in node: inout SourceNode, _ path: ArraySlice<Step>,
    _ shape: Shape, _ place: Place
  ) throws(SourceRejected) {
    var entries = node.entries ?? []
    let empty = SourceNode(place: place, content: .scalar(.init(text: "", isQuoted: false)))
    let index = entries.firstIndex { $0.key == key }
    var child = index.map { entries[$0].value } ?? empty
    try set(value, in: &child, path, shape, "'\(key)'", place)
    let entry = SourceNode.Entry(key: key, keyPlace: place, value: child)
    if let index {
      entries[index].value = child
    } else {
      entries.append(entry)
    }
    node = SourceNode(place: node.entries == nil ? place : node.place, content: .map(entries))
  }

  private static func set(
    _ value: SourceNode, at index: Int, in node: inout SourceNode, _ path: ArraySlice<Step>,
    _ shape: Shape, _ name: String, _ place: Place
  ) throws(SourceRejected) {
    var elements = node.elements ?? []
    guard elements.indices.contains(index) else {
      throw SourceRejected(
        Problem(place, "\(name) has no element [\(index)]: it has \(elements.count), from [0]"))
    }
    try set(value, in: &elements[index], path, shape, name, place)
    node.content = .list(elements)
  }
}

extension SourceNode {
  /// The same value as if all of it had been written at `place`.
  fileprivate func moved(to place: Place) -> SourceNode {
    let content: Content =
      switch content {
      case .scalar: content
      case .list(let elements): .list(elements.map { $0.moved(to: place) })
      case .map(let entries):
        .map(
          entries.map { .init(key: $0.key, keyPlace: place, value: $0.value.moved(to: place)) })
      }
    return SourceNode(place: place, content: content)
  }
}
