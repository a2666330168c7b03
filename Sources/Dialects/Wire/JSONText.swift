// Hot path: see Documentation.docc/HotPath.md

/// The text of a JSON string that a scan has found to be well formed.
enum JSONText {
  /// One step of reading: up to four bytes of UTF-8, the first in the lowest byte of `units`.
  struct Piece {
    var units: UInt32
    var count: Int
  }

  /// Reads the byte or the whole escape at `position` and moves past it.
  ///
  /// Half a surrogate pair on its own reads as U+FFFD, as decoders of UTF-8 do it.
  @inline(__always)
  static func next(_ bytes: Span<UInt8>, _ position: inout Int) -> Piece {
    let byte = bytes[position]
    position += 1
    guard byte == UInt8(ascii: "\\") else { return Piece(units: UInt32(byte), count: 1) }
    return escape(bytes, &position)
  }

  private static func escape(_ bytes: Span<UInt8>, _ position: inout Int) -> Piece {
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "b"): return Piece(units: 0x08, count: 1)
    case UInt8(ascii: "f"): return Piece(units: 0x0C, count: 1)
    case UInt8(ascii: "n"): return Piece(units: 0x0A, count: 1)
    case UInt8(ascii: "r"): return Piece(units: 0x0D, count: 1)
    case UInt8(ascii: "t"): return Piece(units: 0x09, count: 1)
    case UInt8(ascii: "u"): break
    default: return Piece(units: UInt32(letter), count: 1)
    }
    let unit = hexUnit(bytes, position)
    position += 4
    guard unit & 0xF800 == 0xD800 else { return encode(unit) }
    guard unit < 0xDC00, position + 5 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return encode(0xFFFD) }
    let low = hexUnit(bytes, position + 2)
    guard low & 0xFC00 == 0xDC00 else { return encode(0xFFFD) }
    position += 6
    return encode(0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF))
  }

  /// The value of the four hexadecimal digits at `position`.
  private static func hexUnit(_ bytes: Span<UInt8>, _ position: Int) -> UInt32 {
    var unit: UInt32 = 0
    for index in position..<position + 4 {
      unit = unit << 4 | (JSONLexer.hexDigit(bytes[index]) ?? 0)
    }
    return unit
  }

  /// UTF-8 of a scalar value (RFC 3629, section 3).
  private static func encode(_ scalar: UInt32) -> Piece {
    switch scalar {
    case ..<0x80:
      return Piece(units: scalar, count: 1)
    case ..<0x800:
      return Piece(units: 0x80C0 | scalar >> 6 | (scalar & 0x3F) << 8, count: 2)
    case ..<0x10000:
      return Piece(
        units: 0x80_80E0 | scalar >> 12 | (scalar >> 6 & 0x3F) << 8 | (scalar & 0x3F) << 16,
        count: 3)
    default:
      return Piece(
        units: 0x8080_80F0 | scalar >> 18 | (scalar >> 12 & 0x3F) << 8
          | (scalar >> 6 & 0x3F) << 16 | (scalar & 0x3F) << 24,
        count: 4)
    }
  }

  /// Whether `count` bytes of `bytes` from `offset`, escapes understood, are the text `other`.
  static func equals(
    _ bytes: Span<UInt8>, offset: Int, count: Int, isEscaped: Bool, _ other: Span<UInt8>
  ) -> Bool {
    guard isEscaped else {
      return count == other.count && isSame(bytes, offset, other, 0, count: count)
    }
    var position = offset
    var matched = 0
    while position < offset + count {
      var piece = next(bytes, &position)
      guard other.count - matched >= piece.count else { return false }
      for _ in 0..<piece.count {
        guard other[matched] == UInt8(truncatingIfNeeded: piece.units) else { return false }
        piece.units >>= 8
        matched += 1
      }
    }
    return matched == other.count
  }

  /// Whether `count` bytes from `offset` are those of `other` from `otherOffset`.
  ///
  /// Compared in words of eight or four; the last one begins before the end of the one before where the
  /// count is no multiple.
  @inline(__always)
  static func isSame(
    _ bytes: Span<UInt8>, _ offset: Int, _ other: Span<UInt8>, _ otherOffset: Int, count: Int
  ) -> Bool {
    precondition(
      count >= 0 && offset >= 0 && offset <= bytes.count - count && otherOffset >= 0
        && otherOffset <= other.count - count, "both texts are in their bytes")
    if count >= 8 {
      var index = 0
      while index < count - 8 {
        guard
          isSameWord(bytes, offset &+ index, other, otherOffset &+ index, UInt64.self)
        else { return false }
        index &+= 8
      }
      let last = count &- 8
      return isSameWord(bytes, offset &+ last, other, otherOffset &+ last, UInt64.self)
    }
    if count >= 4 {
      let last = count &- 4
      return isSameWord(bytes, offset, other, otherOffset, UInt32.self)
        && isSameWord(bytes, offset &+ last, other, otherOffset &+ last, UInt32.self)
    }
    for index in 0..<count {
      guard isSameWord(bytes, offset &+ index, other, otherOffset &+ index, UInt8.self) else {
        return false
      }
    }
    return true
  }

  /// Whether two words are the same; both are known to be in bounds.
  @inline(__always)
  private static func isSameWord<Word: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: Span<UInt8>, _ offset: Int, _ other: Span<UInt8>, _ otherOffset: Int, _: Word.Type
  ) -> Bool {
    let one = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Word.self)
    let two = unsafe other.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: otherOffset, as: Word.self)
    return one == two
  }
}
