// Hot path: see Documentation.docc/HotPath.md

/// The tokens of JSON (RFC 8259, sections 2 to 7).
///
/// Each function moves `position` past one token and returns nil, or leaves it at the byte that
/// is wrong and returns what is wrong.
enum JSONLexer {
  /// Moves past space, tab, line feed and carriage return.
  @inline(__always)
  static func skipWhitespace(_ bytes: Span<UInt8>, _ position: inout Int) {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return
      }
      position += 1
    }
  }

  /// Moves past the text and the closing quote of a string whose opening quote was just passed.
  @inline(__always)
  static func skipString(
    _ bytes: Span<UInt8>, _ position: inout Int, isEscaped: inout Bool
  ) -> JSONDefect.Kind? {
    isEscaped = false
    while true {
      skipPlainBytes(bytes, &position)
      guard position < bytes.count else { return .truncated }
      let defect: JSONDefect.Kind?
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return nil
      case UInt8(ascii: "\\"):
        isEscaped = true
        defect = skipEscape(bytes, &position)
      case 0x80...:
        defect = skipMultiByte(bytes, &position)
      case ..<0x20:
        return .controlCharacter
      default:
        position += 1
        continue
      }
      if let defect { return defect }
    }
  }

  /// Moves past bytes that need no look of their own, eight at a time while eight are left.
  ///
  /// Of ASCII, control characters and, with its second bit turned over, the quote are what is less than
  /// 0x21, and the backslash is what differs from 0x5C by nothing: both subtractions then set the top
  /// bit, as has every byte that is not ASCII. A subtraction borrows only out of a byte that is itself a
  /// hit, so the lowest hit is exact. See H. S. Warren, "Hacker's Delight", 2nd ed., section 6-1.
  @inline(__always)
  private static func skipPlainBytes(_ bytes: Span<UInt8>, _ position: inout Int) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    while bytes.count &- position >= 8 {
      // In bounds: position is never negative and eight bytes are left.
      let word = UInt64(
        littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: position, as: UInt64.self))
      let low = (word ^ (ones &* 0x02)) &- (ones &* 0x21)
      let backslash = (word ^ (ones &* 0x5C)) &- ones
      let hits = (word | low | backslash) & (ones &* 0x80)
      guard hits == 0 else {
        position &+= hits.trailingZeroBitCount &>> 3
        return
      }
      position &+= 8
    }
  }

  private static func skipEscape(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) -> JSONDefect.Kind? {
    guard position + 1 < bytes.count else { return .truncated }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
      return nil
    case UInt8(ascii: "u"):
      for index in position + 2..<position + 6 {
        guard index < bytes.count else { return .truncated }
        guard hexDigit(bytes[index]) != nil else { return .escape }
      }
      position += 6
      return nil
    default:
      return .escape
    }
  }

  /// The value of a hexadecimal digit, or nil.
  @inline(__always)
  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Moves past one character of two to four bytes (The Unicode Standard, table 3-7).
  private static func skipMultiByte(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) -> JSONDefect.Kind? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[position] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return .encoding
    }
    guard bytes.count - position >= length else { return .truncated }
    guard second.contains(bytes[position + 1]),
      length < 3 || bytes[position + 2] & 0xC0 == 0x80,
      length < 4 || bytes[position + 3] & 0xC0 == 0x80
    else { return .encoding }
    position += length
    return nil
  }
}
