import NIOHTTP1
import Workloads

extension Text {
  /// Writes the status line and all header fields of an answer.
  mutating func writeHead(
    _ status: Int, length: Int, allowing methods: [String], date: String, connection: String?,
    type: StaticString = "application/json", retryAfter: Int? = nil
  ) {
    if status == 200 {
      writeStaticString("HTTP/1.1 200 OK\r\n")
    } else {
      let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
      writeString("HTTP/1.1 \(status) \(reason)\r\n")
    }
    writeStaticString("content-type: ")
    writeStaticString(type)
    writeStaticString("\r\ncontent-length: ")
    writeDecimal(length)
    writeStaticString("\r\ndate: ")
    writeString(date)
    if let retryAfter { writeString("\r\nretry-after: \(retryAfter)") }
    if !methods.isEmpty { writeString("\r\nallow: \(methods.joined(separator: ", "))") }
    if let connection { writeString("\r\nconnection: \(connection)") }
    writeStaticString("\r\n\r\n")
  }
}

/// The text of the `Date` field, written once per second.
struct DateField {
  private var second = -1
  private var text = ""

  mutating func text(at wall: Nanoseconds) -> String {
    let second = Int(wall / 1_000_000_000)
    if second != self.second {
      self.second = second
      var text = Text()
      text.writeHTTPDate(wall)
      self.text = text.string
    }
    return text
  }
}
