/// JSON straight into bytes.
extension Text {
  /// Writes `text` as a JSON string, quotes included.
  mutating func writeJSON(_ text: String) {
    writeStaticString("\"")
    if text.utf8.contains(where: Self.needsEscape) {
      for byte in text.utf8 { writeEscaped(byte) }
    } else {
      writeString(text)
    }
    writeStaticString("\"")
  }

  /// Writes a number in decimal.
  mutating func writeDecimal(_ number: some FixedWidthInteger) { writeString(String(number)) }

  /// Writes any value, compactly.
  mutating func writeJSON(_ value: JSONValue) {
    switch value {
    case .null: writeStaticString("null")
    case .bool(let flag): writeString(flag ? "true" : "false")
    case .number(let digits): writeString(digits)
    case .string(let text): writeJSON(text)
    case .array(let elements):
      writeList("[", elements, "]") { $0.writeJSON($1) }
    case .object(let members):
      writeList("{", members, "}") {
        $0.writeJSON($1.name)
        $0.writeStaticString(":")
        $0.writeJSON($1.value)
      }
    }
  }

  /// Writes the elements with commas between them.
  mutating func writeList<Element>(
    _ open: StaticString, _ elements: some Sequence<Element>, _ close: StaticString,
    each write: (inout Text, Element) -> Void
  ) {
    writeStaticString(open)
    var isFirst = true
    for element in elements {
      if !isFirst { writeStaticString(",") }
      isFirst = false
      write(&self, element)
    }
    writeStaticString(close)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      writeStaticString("\\")
      writeByte(byte)
    case 0x0A: writeStaticString("\\n")
    case 0x0D: writeStaticString("\\r")
    case 0x09: writeStaticString("\\t")
    case 0..<0x20:
      writeString(byte < 0x10 ? "\\u000" : "\\u00")
      writeString(String(byte, radix: 16))
    default: writeByte(byte)
    }
  }
}
