/// Signed integers in one to nine bytes: ZigZag puts the sign in the lowest bit, LEB128 writes seven
/// bits a byte, lowest first, and a ninth byte has all its eight bits.
enum ZigZag {
  /// Appends `value`.
  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
    for _ in 0..<8 {
      guard rest >= 0x80 else { break }
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads integers one after another.
  struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    /// A reader at the start of `bytes`.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next integer, or nil at the end.
    mutating func next() throws(HistogramLogError) -> Int64? {
      guard position < bytes.count else { return nil }
      var word: UInt64 = 0
      for index in 0..<9 {
        guard position < bytes.count else { throw .truncated }
        let byte = bytes[position]
        position += 1
        if index == 8 {
          word |= UInt64(byte) << 56
        } else {
          word |= UInt64(byte & 0x7f) << UInt64(7 * index)
          if byte < 0x80 { break }
        }
      }
      return Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1)
    }
  }
}
