/// UTF-8 that grows at its end; every reply, webhook and line of the truth log is written as one.
///
/// Each step of writing into NIO's `ByteBuffer` costs hundreds of instructions, and a job has forty
/// of them.
struct Text {
  private(set) var bytes: [UInt8] = []

  /// The same as a string.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Takes away what was written, and keeps the room.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// Writes a literal.
  mutating func writeStaticString(_ text: StaticString) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes any string.
  mutating func writeString(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes what was written elsewhere.
  mutating func writeText(_ text: Text) { bytes.append(contentsOf: text.bytes) }

  /// Writes one byte.
  mutating func writeByte(_ byte: UInt8) { bytes.append(byte) }

  /// Writes at most `count` bytes, which `write` appends.
  mutating func writeBytes(atMost count: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
    bytes.append(addingCapacity: count, initializingWith: write)
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends the two digits of `number`, which is 0...99.
  @inline(__always)
  mutating func appendDigits(_ number: Int) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}
