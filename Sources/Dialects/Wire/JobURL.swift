// Hot path: see Documentation.docc/HotPath.md

extension JSONValue {
  /// Copies the path and the query of a URL, or of a path that begins with `/`, into `buffer`.
  ///
  /// Scheme, host and fragment are left out. A byte that cannot stand in the first line of a request
  /// makes it no URL, so that a reply cannot add headers to requests.
  ///
  /// - Returns: The number of bytes written, 0 for what is no URL; nil when it does not fit.
  func copyURLPath(
    of body: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    guard kind == .string, let start = pathStart(bytes) else { return 0 }
    let path = JSONValue(
      .string, offset: start, count: offset + count - start, isEscaped: isEscaped)
    guard let length = unsafe path.copyText(of: body, into: buffer) else { return nil }
    for index in 0..<length {
      let byte = unsafe buffer[index]
      if byte == UInt8(ascii: "#") { return index }
      if byte <= 0x20 || byte >= 0x7F { return 0 }
    }
    return length
  }

  /// The offset of the first `/` that is neither of the two before a host.
  private func pathStart(_ bytes: Span<UInt8>) -> Int? {
    var position = offset
    var slashes = 0
    var isFirst = true
    while position < offset + count {
      let start = position
      let piece = JSONText.next(bytes, &position)
      if piece.units == UInt32(UInt8(ascii: "/")) {
        slashes += 1
        if isFirst, !isSlash(bytes, position) { return start }
        if slashes == 3 { return start }
      } else if piece.units == UInt32(UInt8(ascii: "?")) || slashes == 1 {
        return nil
      }
      isFirst = false
    }
    return nil
  }

  /// Whether the text goes on with a `/` at `position`.
  private func isSlash(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    guard position < offset + count else { return false }
    var position = position
    return JSONText.next(bytes, &position).units == UInt32(UInt8(ascii: "/"))
  }
}
