import NIOCore
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
    var buffer = ByteBuffer()
    buffer.writeUUID(self)
    return String(buffer: buffer)
  }

  fileprivate func digit(_ i: Int) -> UInt8 {
    let half = i < 16 ? high : low
    let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (i & 15))) & 0xF
    return nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}

extension ByteBuffer {
  /// Writes the 36 characters of a UUID.
  mutating func writeUUID(_ id: UUIDBits) {
    for i in 0..<32 {
      if i == 8 || i == 12 || i == 16 || i == 20 { writeStaticString("-") }
      writeInteger(id.digit(i))
    }
  }
}
