// Hot path: see Documentation.docc/HotPath.md

extension JSONLexer {
  /// Reads a string, a number, a boolean or null into `value` and moves past it.
  @inline(__always)
  static func readScalar(
    _ bytes: Span<UInt8>, _ position: inout Int, _ value: inout JSONValue
  ) -> JSONDefect.Kind? {
    let start = position
    let defect: JSONDefect.Kind?
    let kind: JSONValue.Kind
    switch bytes[position] {
    case UInt8(ascii: "\""):
      var isEscaped = false
      position += 1
      defect = skipString(bytes, &position, isEscaped: &isEscaped)
      value = JSONValue(
        .string, offset: start + 1, count: position - start - 2, isEscaped: isEscaped)
      return defect
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      kind = .number
      defect = skipNumber(bytes, &position)
    case UInt8(ascii: "n"):
      kind = .null
      defect = skipLiteral("null", bytes, &position)
    case UInt8(ascii: "t"):
      kind = .bool
      defect = skipLiteral("true", bytes, &position)
    case UInt8(ascii: "f"):
      kind = .bool
      defect = skipLiteral("false", bytes, &position)
    default:
      return .unexpectedByte
    }
    value = JSONValue(kind, offset: start, count: position - start)
    return defect
  }

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
