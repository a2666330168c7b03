// Hot path: see Documentation.docc/HotPath.md

/// Checks that bytes are a JSON document (RFC 8259) and finds the values of a fixed set of paths
/// in the same pass, without building a document.
///
/// Where the RFC leaves a choice: of equal keys in one object the last one counts (as in
/// Foundation's `JSONSerialization`); keys are compared as UTF-8 with escapes understood; a
/// number may have any size; half a surrogate pair may be escaped on its own and reads as U+FFFD;
/// one UTF-8 byte order mark at the start is skipped. Everything is allocated in `init`.
///
/// Where values are written like earlier ones, as an API's replies are, ``JSONLayouts`` saves most of the
/// work; what is found is the same.
@safe public struct JSONScanner: ~Copyable {
  /// How many arrays and objects may be open at once.
  public static var nestingLimit: Int { 512 }
  /// How many may be around an object with a layout, and how many within it: together never too many.
  private static var layoutDepth: Int { nestingLimit / 2 }

  /// What is expected to be written like before.
  enum Alike: UInt8 {
    case nothing
    /// One whole document like the next.
    case documents
    /// The objects in arrays into which no path leads.
    case elements
  }

  /// An open array or object.
  private struct Frame {
    var isObject: Bool
    /// Its node in the table, or -1 when no path leads here.
    var node: Int
    /// The number of the current element of an array.
    var index: Int
  }

  private let table: JSONPathTable
  /// One value per node of the table.
  private let values: UnsafeMutableBufferPointer<JSONValue>
  private let frames: UnsafeMutableBufferPointer<Frame>
  private let alike: Alike
  private(set) var layouts: JSONLayouts
  private var depth = 0
  private var position = 0
  /// The node of the value to be read next, or -1.
  private var node = 0

  /// A scanner that finds the values of `paths`, which ``value(_:)`` numbers from 0.
  public init(_ paths: [JSONPath]) { self.init(paths, alike: .nothing) }

  /// A scanner of values that are often written `alike`.
  init(_ paths: [JSONPath], alike: Alike) {
    self.alike = alike
    layouts = JSONLayouts(isUsed: alike != .nothing)
    table = JSONPathTable(paths)
    unsafe values = .allocate(capacity: table.count)
    unsafe values.initialize(repeating: .absent)
    unsafe frames = .allocate(capacity: Self.nestingLimit)
    unsafe frames.initialize(repeating: Frame(isObject: false, node: -1, index: 0))
  }

  deinit {
    unsafe values.deallocate()
    unsafe frames.deallocate()
  }

  /// What keeps `text` from being a JSON document; nil when nothing does.
  public static func defect(in text: String) -> JSONDefect? {
    var scanner = JSONScanner([])
    return unsafe Array(text.utf8).withUnsafeBytes { unsafe scanner.scan($0) }
  }

  /// Reads a whole document; nil when it is well formed.
  ///
  /// After a defect every value is absent.
  /// - Complexity: O(n) in the number of bytes, times the paths that share an array or object.
  public mutating func scan(_ body: UnsafeRawBufferPointer) -> JSONDefect? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    begin(at: 0)
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    guard let defect = scanDocument(bytes) else { return nil }
    unsafe values.update(repeating: .absent)
    return JSONDefect(defect, offset: position)
  }

  /// Reads the one value that begins at the offset `start`, with paths that begin there, too.
  ///
  /// - Returns: The offset after it; nil when it is not well formed.
  mutating func scan(_ body: UnsafeRawBufferPointer, at start: Int) -> Int? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    begin(at: start)
    if scanValue(bytes) == nil { return position }
    unsafe values.update(repeating: .absent)
    return nil
  }

  private mutating func begin(at start: Int) {
    unsafe values.update(repeating: .absent)
    layouts.dropDraft()
    depth = 0
    node = 0
    position = start
  }

  /// What the last scan found for path number `path`.
  public func value(_ path: Int) -> JSONValue { unsafe values[table.node(ofPath: path)] }

  private mutating func scanDocument(_ bytes: Span<UInt8>) -> JSONDefect.Kind? {
    if let defect = scanValue(bytes) { return defect }
    JSONLexer.skipWhitespace(bytes, &position)
    return position == bytes.count ? nil : .trailingBytes
  }

  private mutating func scanValue(_ bytes: Span<UInt8>) -> JSONDefect.Kind? {
    // In variables of its own, which need not be in memory after each byte.
    var position = self.position
    var node = self.node
    defer { (self.position, self.node) = (position, node) }
    repeat {
      JSONLexer.skipWhitespace(bytes, &position)
      guard position < bytes.count else { return .truncated }
      if bytes[position] == UInt8(ascii: "{"), isOftenAlike(node) {
        if let end = unsafe layouts.match(bytes, from: position, into: values) {
          position = end
          if let defect = endValue(bytes, &position, &node) { return defect }
          continue
        }
        if node >= 0 { unsafe values.update(repeating: .absent) }
        layouts.beginDraft(at: position, depth: depth)
      }
      var isOpened = false
      if let defect = beginValue(bytes, &position, &node, isOpened: &isOpened) { return defect }
      if isOpened { continue }
      if let defect = endValue(bytes, &position, &node) { return defect }
    } while depth > 0
    return nil
  }

  /// Whether the object that is to be read as `node` is often written like the one before.
  @inline(__always)
  private func isOftenAlike(_ node: Int) -> Bool {
    guard layouts.isUseful else { return false }
    switch alike {
    case .nothing: return false
    case .documents: return depth == 0
    case .elements:
      return unsafe node < 0 && 1...Self.layoutDepth ~= depth && !layouts.isDrafting
        && !frames[depth - 1].isObject
    }
  }

  /// Reads a whole scalar or empty container, or opens a container up to its first value.
  @inline(__always)
  private mutating func beginValue(
    _ bytes: Span<UInt8>, _ position: inout Int, _ node: inout Int, isOpened: inout Bool
  ) -> JSONDefect.Kind? {
    let byte = bytes[position]
    if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
      return open(bytes, &position, &node, isOpened: &isOpened)
    }
    let start = position
    var value = JSONValue.absent
    let defect = JSONLexer.readScalar(bytes, &position, &value)
    if node >= 0 { unsafe values[node] = value }
    if layouts.isDrafting { layouts.note(.scalar, node, until: start, resumingAt: position) }
    return defect
  }

  @inline(__always)
  private mutating func open(
    _ bytes: Span<UInt8>, _ position: inout Int, _ node: inout Int, isOpened: inout Bool
  ) -> JSONDefect.Kind? {
    guard depth < Self.nestingLimit else { return .nesting }
    let isObject = bytes[position] == UInt8(ascii: "{")
    if node >= 0 {
      unsafe values[node] = JSONValue(isObject ? .object : .array, offset: position, count: 0)
      if layouts.isDrafting { layouts.note(.open, node, until: position + 1) }
    }
    unsafe frames[depth] = Frame(isObject: isObject, node: node, index: 0)
    depth += 1
    position += 1
    if layouts.isDrafting, depth - layouts.draftDepth > Self.layoutDepth { layouts.dropDraft() }
    JSONLexer.skipWhitespace(bytes, &position)
    guard position < bytes.count else { return .truncated }
    if bytes[position] == UInt8(ascii: isObject ? "}" : "]") {
      close(bytes, &position)
      return nil
    }
    isOpened = true
    if isObject { return readKey(bytes, &position, &node) }
    node = node < 0 ? -1 : table.child(of: node, index: 0)
    return nil
  }

  /// Ends the innermost container at its closing bracket.
  @inline(__always)
  private mutating func close(_ bytes: Span<UInt8>, _ position: inout Int) {
    depth -= 1
    position += 1
    let own = unsafe frames[depth].node
    if own >= 0 { unsafe values[own].count = position - values[own].offset }
    guard layouts.isDrafting else { return }
    if own >= 0 { layouts.note(.close, own, until: position) }
    if layouts.draftDepth == depth { layouts.keepDraft(of: bytes, until: position) }
  }

  /// After a value: closes what ends here and moves to the next value, if there is one.
  @inline(__always)
  private mutating func endValue(
    _ bytes: Span<UInt8>, _ position: inout Int, _ node: inout Int
  ) -> JSONDefect.Kind? {
    while depth > 0 {
      JSONLexer.skipWhitespace(bytes, &position)
      guard position < bytes.count else { return .truncated }
      let frame = unsafe frames[depth - 1]
      let byte = bytes[position]
      if byte == UInt8(ascii: ",") {
        position += 1
        node = frame.node
        if frame.isObject {
          JSONLexer.skipWhitespace(bytes, &position)
          return readKey(bytes, &position, &node)
        }
        unsafe frames[depth - 1].index += 1
        if node >= 0 { node = table.child(of: node, index: frame.index + 1) }
        return nil
      }
      let bracket = frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      guard byte == bracket else { return .unexpectedByte }
      close(bytes, &position)
    }
    return nil
  }

  /// Reads a key and the colon, and sets the node of the value that follows.
  ///
  /// A key that was there before takes everything found under it away again.
  @inline(__always)
  private mutating func readKey(
    _ bytes: Span<UInt8>, _ position: inout Int, _ node: inout Int
  ) -> JSONDefect.Kind? {
    guard position < bytes.count else { return .truncated }
    guard bytes[position] == UInt8(ascii: "\"") else { return .unexpectedByte }
    position += 1
    let start = position
    var isEscaped = false
    if let defect = JSONLexer.skipString(bytes, &position, isEscaped: &isEscaped) { return defect }
    if node >= 0 {
      let count = position - start - 1
      node = table.child(of: node, key: bytes, start, count, isEscaped: isEscaped)
      if node >= 0 {
        for stale in node..<table.end(of: node) {
          // What takes something away again is no layout.
          if unsafe values[stale].kind != .absent { layouts.dropDraft() }
          unsafe values[stale] = .absent
        }
      }
    }
    JSONLexer.skipWhitespace(bytes, &position)
    guard position < bytes.count else { return .truncated }
    guard bytes[position] == UInt8(ascii: ":") else { return .unexpectedByte }
    position += 1
    return nil
  }
}
