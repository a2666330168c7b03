// Hot path: see Documentation.docc/HotPath.md

extension ByteWriter {
  /// `value` times 1 / `unit`, which is 1 or 1e9, without needless zeros.
  mutating func append(_ value: Int64, unit: UInt64) {
    if value < 0 { unsafe append(0x2D) }
    unsafe append(number: Int(value.magnitude / unit))
    var fraction = value.magnitude % unit
    guard fraction > 0 else { return }
    unsafe append(0x2E)
    var power: UInt64 = 100_000_000
    while fraction > 0 {
      unsafe append(0x30 + UInt8(truncatingIfNeeded: fraction / power))
      fraction %= power
      power /= 10
    }
  }

  /// A UUID of version 4 (RFC 9562, section 5.4) from 128 random bits.
  mutating func append(uuid high: UInt64, _ low: UInt64) {
    let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    unsafe append(hex: high, from: 16, to: 8)
    unsafe append(0x2D)
    unsafe append(hex: high, from: 8, to: 4)
    unsafe append(0x2D)
    unsafe append(hex: high, from: 4, to: 0)
    unsafe append(0x2D)
    unsafe append(hex: low, from: 16, to: 12)
    unsafe append(0x2D)
    unsafe append(hex: low, from: 12, to: 0)
  }

  /// The hexadecimal digits of `value` from one place down to before another.
  private mutating func append(hex value: UInt64, from: Int, to: Int) {
    var place = from
    while place > to {
      place &-= 1
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * place)) & 0xF
      unsafe append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
    }
  }
}
