import NIOCore
import NIOHTTP1

extension ByteBuffer {
  /// Writes the status line and all header fields of an answer in JSON.
  mutating func writeHead(
    _ status: Int, length: Int, allowing methods: [String], date: String, connection: String?
  ) {
    if status == 200 {
      writeStaticString("HTTP/1.1 200 OK\r\n")
    } else {
      let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
      writeString("HTTP/1.1 \(status) \(reason)\r\n")
    }
    writeStaticString("content-type: application/json\r\ncontent-length: ")
    writeDecimal(length)
    writeStaticString("\r\ndate: ")
    writeString(date)
    if !methods.isEmpty { writeString("\r\nallow: \(methods.joined(separator: ", "))") }
    if let connection { writeString("\r\nconnection: \(connection)") }
    writeStaticString("\r\n\r\n")
  }
}

/// The text of the `Date` field, written once per second.
struct DateField {
  private var second = -1
  private var text = ""

  mutating func text(at instant: Instant) -> String {
    let second = Int(instant.wall / 1_000_000_000)
    if second != self.second {
      self.second = second
      var buffer = ByteBuffer()
      buffer.writeHTTPDate(instant.wall)
      text = String(buffer: buffer)
    }
    return text
  }
}
