// Hot path: see Documentation.docc/HotPath.md

extension JSONLexer {
  /// Moves past a number.
  ///
  /// Its grammar is `-`? (`0` | 1-9 digits) (`.` digits)? (`e` sign? digits)?, RFC 8259 section 6.
  @inline(__always)
  static func skipNumber(_ bytes: Span<UInt8>, _ position: inout Int) -> JSONDefect.Kind? {
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
      position += 1
      if position < bytes.count, isDigit(bytes[position]) { return .number }
    } else if let defect = skipDigits(bytes, &position) {
      return defect
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      if let defect = skipDigits(bytes, &position) { return defect }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      return skipDigits(bytes, &position)
    }
    return nil
  }

  /// Moves past one or more digits.
  @inline(__always)
  private static func skipDigits(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) -> JSONDefect.Kind? {
    guard position < bytes.count else { return .truncated }
    guard isDigit(bytes[position]) else { return .number }
    repeat { position += 1 } while position < bytes.count && isDigit(bytes[position])
    return nil
  }

  /// Moves past `word`, whose first byte is known to be there.
  @inline(__always)
  static func skipLiteral(
    _ word: StaticString, _ bytes: Span<UInt8>, _ position: inout Int
  ) -> JSONDefect.Kind? {
    for index in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count else { return .truncated }
      // In bounds: the index is below the word's own length.
      let expected = unsafe word.utf8Start[index]
      guard bytes[position] == expected else { return .unexpectedByte }
      position += 1
    }
    return nil
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
