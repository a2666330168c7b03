import Statistics

/// A version 4 UUID as 128 bits, so that looking a job up costs no string.
struct UUIDBits: Hashable {
  private var high: UInt64
  private var low: UInt64

  /// What a seeded UUID names; each kind has a sequence of its own.
  enum Kind: UInt64 {
    case job = 1
    case run
    case function
    case organization
    case child
  }

  /// The UUID that `seed`, `kind` and `index` always give.
  init(_ kind: Kind, seed: UInt64, index: UInt64) {
    let seed = SplitMix.bits(seed: seed, index: kind.rawValue)
    high = SplitMix.bits(seed: seed, index: 2 &* index) & ~0xF000 | 0x4000
    low = SplitMix.bits(seed: seed, index: 2 &* index &+ 1) & ~(0b11 << 62) | 0b10 << 62
  }

  /// Reads 8-4-4-4-12 hexadecimal digits; nil for any other text.
  init?(_ text: some StringProtocol) {
    high = 0
    low = 0
    var position = 0
    for byte in text.utf8 {
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard position < 36, let digit = hexadecimalDigit(byte) else { return nil }
        if position < 18 {
          high = high << 4 | UInt64(digit)
        } else {
          low = low << 4 | UInt64(digit)
        }
      }
      position += 1
    }
    guard position == 36 else { return nil }
  }

  /// The lower-case text.
  var text: String {
    var text = Text()
    text.writeUUID(self)
    return text.string
  }

  /// Its 32 digits, eight in each number, the first one in the upper byte.
  fileprivate var digits: (UInt64, UInt64, UInt64, UInt64) {
    (
      Self.digits(high >> 32), Self.digits(high & 0xFFFF_FFFF), Self.digits(low >> 32),
      Self.digits(low & 0xFFFF_FFFF)
    )
  }

  /// The hexadecimal digits of a number of 32 bits, all at once, each in a byte of its own.
  private static func digits(_ number: UInt64) -> UInt64 {
    var nibbles = (number | number << 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // From ten on they are letters, which begin 39 places behind where the digits would go on.
    let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return 0x3030_3030_3030_3030 + nibbles + letters * 39
  }
}

extension Text {
  /// Writes the 36 characters of a UUID.
  mutating func writeUUID(_ id: UUIDBits) {
    let digits = id.digits
    writeBytes(atMost: 36) {
      $0.append(digits.0, 0..<8)
      $0.append(UInt8(ascii: "-"))
      $0.append(digits.1, 0..<4)
      $0.append(UInt8(ascii: "-"))
      $0.append(digits.1, 4..<8)
      $0.append(UInt8(ascii: "-"))
      $0.append(digits.2, 0..<4)
      $0.append(UInt8(ascii: "-"))
      $0.append(digits.2, 4..<8)
      $0.append(digits.3, 0..<8)
    }
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends the bytes of `number` at these places, of which 0 is the upper one.
  @inline(__always)
  fileprivate mutating func append(_ number: UInt64, _ places: Range<Int>) {
    for place in places { append(UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * place))) }
  }
}
