// Hot path: see Documentation.docc/HotPath.md

/// Compiled paths: a tree with one node per distinct beginning of a path, in preorder.
///
/// The children of node `n` are `n + 1`, then the `end` of each child in turn, below the `end`
/// of `n`; so a whole subtree is the range from a node to its `end`.
@safe struct JSONPathTable: ~Copyable {
  private struct Node {
    /// The number after the last node of this node's subtree.
    var end: Int
    /// Where the key is in `keys`; empty for an array index and for the root.
    var keyStart = 0
    var keyCount = 0
    /// The array index, or -1 for a key.
    var index = -1
    /// One bit per ``place(_:_:)`` of the children's keys: most keys of a reply are no child's.
    var marks: UInt64 = 0
    /// Where the first children of each mark are in `heads`; -1 without keys among the children.
    var headStart = -1
    /// The next child of the same parent whose key has the same mark, or -1.
    var nextAlike = -1
  }

  private let nodes: UnsafeMutableBufferPointer<Node>
  private let keys: UnsafeMutableBufferPointer<UInt8>
  private let nodeOfPath: UnsafeMutableBufferPointer<Int>
  /// For each node with keys below it, and each mark, the first child whose key has it, or -1.
  private let heads: UnsafeMutableBufferPointer<Int>

  init(_ paths: [JSONPath]) {
    var draft = Draft(nodeOfPath: Array(repeating: 0, count: paths.count))
    draft.add(Node(end: 0), paths: paths.enumerated().map { ($0.offset, $0.element) }, depth: 0)
    unsafe nodes = .allocate(capacity: draft.nodes.count)
    unsafe keys = .allocate(capacity: draft.keys.count)
    unsafe nodeOfPath = .allocate(capacity: paths.count)
    _ = unsafe nodes.initialize(from: draft.nodes)
    _ = unsafe keys.initialize(from: draft.keys)
    _ = unsafe nodeOfPath.initialize(from: draft.nodeOfPath)
    unsafe heads = .allocate(capacity: draft.heads.count)
    _ = unsafe heads.initialize(from: draft.heads)
  }

  deinit {
    unsafe nodes.deallocate()
    unsafe keys.deallocate()
    unsafe nodeOfPath.deallocate()
    unsafe heads.deallocate()
  }

  /// The number of nodes; node 0 is the root.
  var count: Int { unsafe nodes.count }

  /// The node at which path number `path` ends.
  func node(ofPath path: Int) -> Int {
    precondition(
      unsafe nodeOfPath.indices.contains(path), "a path of this number was compiled")
    return unsafe nodeOfPath[path]
  }

  /// The number after the last node of the subtree of `node`.
  @inline(__always)
  func end(of node: Int) -> Int { unsafe nodes[node].end }

  /// The child of `node` for the key in `count` bytes from `start`, or -1.
  @inline(__always)
  func child(
    of node: Int, key bytes: Span<UInt8>, _ start: Int, _ count: Int, isEscaped: Bool
  ) -> Int {
    if !isEscaped {
      let place = Self.place(count > 0 ? bytes[start] : 0, count)
      guard unsafe nodes[node].marks & (1 &<< UInt64(place)) != 0 else { return -1 }
      var child = unsafe heads[nodes[node].headStart &+ place]
      while child >= 0 {
        let keyStart = unsafe nodes[child].keyStart
        if unsafe nodes[child].keyCount == count,
          unsafe JSONText.isSame(bytes, start, keys.span, keyStart, count: count)
        {
          return child
        }
        child = unsafe nodes[child].nextAlike
      }
      return -1
    }
    return childByText(of: node, key: bytes, start, count, isEscaped: isEscaped)
  }

  private func childByText(
    of node: Int, key bytes: Span<UInt8>, _ start: Int, _ count: Int, isEscaped: Bool
  ) -> Int {
    let allKeys = unsafe keys.span
    var child = node + 1
    while unsafe child < nodes[node].end {
      let candidate = unsafe nodes[child]
      if candidate.index < 0 {
        let key = allKeys.extracting(
          candidate.keyStart..<candidate.keyStart + candidate.keyCount)
        if JSONText.equals(bytes, offset: start, count: count, isEscaped: isEscaped, key) {
          return child
        }
      }
      child = candidate.end
    }
    return -1
  }

  /// The child of `node` for the array element `index`, or -1.
  @inline(__always)
  func child(of node: Int, index: Int) -> Int {
    var child = node + 1
    while unsafe child < nodes[node].end {
      if unsafe nodes[child].index == index { return child }
      child = unsafe nodes[child].end
    }
    return -1
  }

  @inline(__always)
  private static func place(_ first: UInt8, _ count: Int) -> Int {
    (Int(first) &* 7 &+ count) & 63
  }

  /// The table while it grows; used in `init` only.
  private struct Draft {
    var nodes: [Node] = []
    var keys: [UInt8] = []
    var nodeOfPath: [Int]
    var heads: [Int] = []

    mutating func add(_ node: Node, paths: [(number: Int, path: JSONPath)], depth: Int) {
      let number = nodes.count
      nodes.append(node)
      var rest = paths.filter { $0.path.steps.count > depth }
      for entry in paths where entry.path.steps.count == depth {
        nodeOfPath[entry.number] = number
      }
      while let step = rest.first?.path.steps[depth] {
        let same = rest.filter { Self.isSame($0.path.steps[depth], step) }
        rest.removeAll { Self.isSame($0.path.steps[depth], step) }
        var child = Node(end: 0)
        switch step {
        case .index(let index):
          child.index = index
        case .key(let key):
          child.keyStart = keys.count
          child.keyCount = key.utf8.count
          keys.append(contentsOf: key.utf8)
          link(&child, to: number, place: place(key.utf8.first ?? 0, key.utf8.count))
        }
        add(child, paths: same, depth: depth + 1)
      }
      nodes[number].end = nodes.count
    }

    /// Puts the node that comes next before the children of `parent` whose keys have the same place.
    private mutating func link(_ child: inout Node, to parent: Int, place: Int) {
      if nodes[parent].headStart < 0 {
        nodes[parent].headStart = heads.count
        heads += Array(repeating: -1, count: 64)
      }
      nodes[parent].marks |= 1 &<< UInt64(place)
      child.nextAlike = heads[nodes[parent].headStart + place]
      heads[nodes[parent].headStart + place] = nodes.count
    }

    /// Equality of bytes: `String` would take two spellings of one accented letter as equal.
    private static func isSame(_ a: JSONPath.Step, _ b: JSONPath.Step) -> Bool {
      if case .key(let one) = a, case .key(let other) = b {
        return one.utf8.elementsEqual(other.utf8)
      }
      return a == b
    }
  }
}
