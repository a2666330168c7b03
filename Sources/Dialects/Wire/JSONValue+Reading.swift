// Hot path: see Documentation.docc/HotPath.md

extension JSONValue {
  /// Copies the text of a string, unescaped, or the bytes of any other value into `buffer`.
  ///
  /// - Parameters:
  ///   - body: The bytes that were scanned.
  ///   - buffer: Where the text goes.
  /// - Returns: The number of bytes written, or nil when the text does not fit.
  public func copyText(
    of body: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    guard isEscaped else {
      guard count <= buffer.count else { return nil }
      for index in 0..<count { unsafe buffer[index] = bytes[offset + index] }
      return count
    }
    var position = offset
    var written = 0
    while position < offset + count {
      var piece = JSONText.next(bytes, &position)
      guard buffer.count - written >= piece.count else { return nil }
      for _ in 0..<piece.count {
        unsafe buffer[written] = UInt8(truncatingIfNeeded: piece.units)
        piece.units >>= 8
        written += 1
      }
    }
    return written
  }

  /// Whether the text of a string, escapes understood, or the bytes of any other value in `body`
  /// are `text`.
  public func hasText(_ text: UnsafeRawBufferPointer, in body: UnsafeRawBufferPointer) -> Bool {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    let other = unsafe text.assumingMemoryBound(to: UInt8.self).span
    return JSONText.equals(bytes, offset: offset, count: count, isEscaped: isEscaped, other)
  }

  /// The number in `body`, when it is one, is whole (`12`, `12.0`, `1.2e1`) and fits.
  public func int64(in body: UnsafeRawBufferPointer) -> Int64? {
    guard kind == .number else { return nil }
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    let number = DecimalText(bytes, offset: offset, count: count)
    return number?.isWhole(bytes) == true ? number?.scaled(bytes, byPowerOfTen: 0) : nil
  }

  /// The double nearest to the number in `body`, when it is one.
  ///
  /// Numbers of up to 15 digits and small exponents are exact products; the others go through
  /// `String`, which may allocate, so no reply reader asks for them.
  public func double(in body: UnsafeRawBufferPointer) -> Double? {
    guard kind == .number else { return nil }
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    if let exact = DecimalText(bytes, offset: offset, count: count)?.exactDouble(bytes) {
      return exact
    }
    return Double(unsafe String(decoding: body[offset..<offset + count], as: UTF8.self))
  }

  /// Whether the value in `body` says nothing: absent, null, false, 0, `""`, `[]` or `{}`.
  func isBlank(_ bytes: Span<UInt8>) -> Bool {
    switch kind {
    case .absent, .null: return true
    case .bool: return count == 5
    case .number: return DecimalText(bytes, offset: offset, count: count)?.isZero(bytes) ?? false
    case .string: return count == 0
    case .object, .array:
      var position = offset + 1
      JSONLexer.skipWhitespace(bytes, &position)
      return position == offset + count - 1
    }
  }
}
