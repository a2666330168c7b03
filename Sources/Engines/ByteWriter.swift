// Hot path: see Documentation.docc/HotPath.md

/// Writes one thing after another into memory that was reserved for all of it.
@unsafe
struct ByteWriter {
  private let space: UnsafeMutableRawPointer
  private let room: Int
  /// How many bytes were written.
  private(set) var count: Int

  /// A writer into the `room` bytes of `space`, behind the `count` ones that are there.
  init(_ space: UnsafeMutableRawPointer, room: Int, count: Int = 0) {
    unsafe self.space = space
    unsafe self.room = room
    unsafe self.count = count
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    precondition(unsafe count < room, "room for what is written")
    unsafe space.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    unsafe count &+= 1
  }

  /// Bytes as they are.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    precondition(unsafe bytes.count <= room - count, "room for what is written")
    guard let source = bytes.baseAddress else { return }
    unsafe (space + count).copyMemory(from: source, byteCount: bytes.count)
    unsafe count &+= bytes.count
  }

  /// Bytes inside a path or a query: all but letters, digits, `-`, `.`, `_` and `~` encoded
  /// (RFC 3986, section 2.1).
  mutating func appendEncoded(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    // Ids are mostly letters, digits and dashes; eight at a time.
    while bytes.count &- index >= 8 {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard unsafe Self.isPlain(word) else { break }
      precondition(unsafe room &- count >= 8, "room for what is written")
      unsafe (space + count).storeBytes(of: word, as: UInt64.self)
      unsafe count &+= 8
      index &+= 8
    }
    for index in index..<bytes.count {
      let byte = unsafe bytes[index]
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        unsafe append(byte)
      default:
        unsafe append(0x25)
        unsafe append(Self.digit(byte &>> 4, letters: 0x41))
        unsafe append(Self.digit(byte & 0xF, letters: 0x41))
      }
    }
  }

  /// Whether each of eight bytes is a letter, a digit, `-` or `.`.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones &* 0x80
    guard word & tops == 0 else { return false }
    let plain =
      unsafe within(word | (ones &* 0x20), 0x61, 0x7A) | within(word, 0x30, 0x39)
      | within(word, 0x2D, 0x2E)
    return plain & tops == tops
  }

  /// Sets the top bit of each byte that is in a range; all are ASCII, so nothing carries.
  @inline(__always)
  private static func within(_ word: UInt64, _ first: UInt64, _ last: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    return (word &+ ones &* (0x80 &- first)) & ~(word &+ ones &* (0x7F &- last))
  }

  /// Bytes as a JSON string with its quotes (RFC 8259, section 7).
  mutating func appendString(_ bytes: UnsafeRawBufferPointer) {
    unsafe append(0x22)
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      if byte == 0x22 || byte == 0x5C {
        unsafe append(0x5C)
        unsafe append(byte)
      } else if byte < 0x20 {
        unsafe append(0x5C)
        unsafe append(0x75)
        unsafe append(0x30)
        unsafe append(0x30)
        unsafe append(Self.digit(byte &>> 4, letters: 0x61))
        unsafe append(Self.digit(byte & 0xF, letters: 0x61))
      } else {
        unsafe append(byte)
      }
    }
    unsafe append(0x22)
  }

  /// A number that is not negative, in decimal digits.
  mutating func append(number: Int) {
    var power = 1
    while number / power >= 10 { power *= 10 }
    while power > 0 {
      unsafe append(0x30 + UInt8(truncatingIfNeeded: number / power % 10))
      power /= 10
    }
  }

  /// What was written.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: space, count: count) }

  /// What was written, with the zero that ends a C string.
  mutating func endString() -> UnsafePointer<CChar> {
    unsafe append(0)
    return unsafe UnsafePointer(space.assumingMemoryBound(to: CChar.self))
  }

  @inline(__always)
  private static func digit(_ value: UInt8, letters: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : letters + value - 10
  }
}

/// Text as bytes of its own.
@unsafe
struct FixedText {
  /// The bytes.
  let bytes: UnsafeRawBufferPointer

  init(_ text: some StringProtocol) {
    let source = Array(text.utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 16)
    unsafe copy.copyBytes(from: source)
    unsafe bytes = UnsafeRawBufferPointer(copy)
  }

  func deallocate() { unsafe bytes.deallocate() }
}
