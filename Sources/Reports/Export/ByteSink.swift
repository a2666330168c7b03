public import Platform

/// Bytes on their way out, handed on in pieces, so that an export of any length needs little memory.
public struct ByteSink: ~Copyable {
  private static let pieceSize = 1 << 16

  private var bytes: [UInt8] = []
  private let write: ([UInt8]) throws(SystemError) -> Void

  /// A sink that hands its pieces to `write`, in order.
  public init(_ write: @escaping ([UInt8]) throws(SystemError) -> Void) {
    self.write = write
    bytes.reserveCapacity(2 * Self.pieceSize)
  }

  /// Hands on what has gathered, when that is a piece; called after each line.
  mutating func endLine() throws(SystemError) {
    bytes.append(UInt8(ascii: "\n"))
    guard bytes.count >= Self.pieceSize else { return }
    try finish()
  }

  /// Hands on what is left.
  public mutating func finish() throws(SystemError) {
    guard !bytes.isEmpty else { return }
    try write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends `text`.
  mutating func append(_ text: String) { bytes += text.utf8 }

  /// Appends `text`.
  mutating func append(_ text: [UInt8]) { bytes += text }

  /// Appends one character of ASCII.
  mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  /// Appends `number` in decimal digits.
  mutating func append(_ number: Int64) {
    var rest = number.magnitude
    var digits: [20 of UInt8] = .init(repeating: 0)
    var count = 0
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    if number < 0 { append("-") }
    while count > 0 {
      count -= 1
      bytes.append(digits[count])
    }
  }

  /// Appends a thousandth of `number` with three decimals, exactly: nanoseconds as microseconds.
  mutating func append(thousandthOf number: Int64) {
    if number < 0 { append("-") }
    append(Int64(clamping: number.magnitude / 1_000))
    append(".")
    let rest = Int64(number.magnitude % 1_000)
    append(String(rest + 1_000).dropFirst().description)
  }

  /// Appends `text`, which is UTF-8, as a field of a table that is always in quotes (RFC 4180).
  mutating func append(quoted text: [UInt8]) {
    append("\"")
    for byte in text {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    append("\"")
  }

  /// Appends `text`, which is UTF-8, as a JSON string (RFC 8259, section 7).
  mutating func append(json text: some Sequence<UInt8>) {
    append("\"")
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append("\\")
        bytes.append(byte)
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case ..<0x20, 0x7F:
        append("\\u00")
        append(Hexadecimal.text([byte]))
      default: bytes.append(byte)
      }
    }
    append("\"")
  }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
  /// Two digits for each of `bytes`.
  static func text(_ bytes: [UInt8]) -> String {
    bytes.reduce(into: "") { text, byte in
      if byte < 16 { text += "0" }
      text += String(byte, radix: 16)
    }
  }
}
