// Hot path: see Documentation.docc/HotPath.md

/// A walk over the elements of an array, or the members of an object, in a body that was found to be
/// JSON.
struct JSONElements {
  private var position = 0
  /// The offset of the closing bracket.
  private var end = 0
  private var isObject = false

  /// A walk over nothing.
  init() {}

  /// A walk over the parts of `container`; over nothing when it has none.
  init(_ container: JSONValue) {
    guard container.kind == .array || container.kind == .object else { return }
    position = container.offset + 1
    end = container.offset + container.count - 1
    isObject = container.kind == .object
  }

  /// Lets `scanner` read the next part, with paths that begin there.
  ///
  /// - Returns: The part's key, absent in an array; nil at the end.
  @inline(__always)
  mutating func next(
    _ scanner: inout JSONScanner, in body: UnsafeRawBufferPointer
  ) -> JSONValue? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    guard end <= bytes.count else { return nil }
    skipSpace(bytes)
    if position < end, bytes[position] == UInt8(ascii: ",") {
      position += 1
      skipSpace(bytes)
    }
    guard position < end else { return nil }
    let key = isObject ? readKey(bytes) : .absent
    guard position < end, let stop = unsafe scanner.scan(body, at: position) else { return nil }
    position = stop
    return key
  }

  private mutating func readKey(_ bytes: Span<UInt8>) -> JSONValue {
    position += 1
    let start = position
    var isEscaped = false
    _ = JSONLexer.skipString(bytes, &position, isEscaped: &isEscaped)
    let key = JSONValue(
      .string, offset: start, count: position - start - 1, isEscaped: isEscaped)
    skipSpace(bytes)
    // The colon.
    position += 1
    return key
  }

  @inline(__always)
  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    JSONLexer.skipWhitespace(bytes, &position)
  }
}
