/// FNV-1a with 64 bits: a fingerprint that tells mistakes apart, not forgeries.
///
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
struct Fingerprint: Sendable, Hashable {
  /// The fingerprint of what was added so far.
  private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds the `bytes` lowest bytes of `value`, lowest first.
  mutating func add(_ value: UInt64, bytes: UInt64) {
    for index in 0..<bytes { add(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }

  /// Adds every byte of `bytes`.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for index in bytes.indices { unsafe add(bytes[index]) }
  }

  /// Adds texts, each after its length.
  mutating func add(_ texts: TextTable) {
    for number in 0..<texts.count {
      let range = texts.range(number)
      add(UInt64(range.count), bytes: 8)
      for byte in texts.bytes[range] { add(byte) }
    }
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The fingerprint as 16 hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
