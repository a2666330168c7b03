import Glibc

/// One connection of a ``ScriptedServer``; it is closed when the script returns.
struct Conversation {
  /// The descriptor.
  let socket: Int32
  /// Its number among the server's connections, from 0.
  let index: Int
  private let note: (String) -> Void

  init(socket: Int32, index: Int, note: @escaping (String) -> Void) {
    self.socket = socket
    self.index = index
    self.note = note
  }

  /// Reads one request, its body included; nil when the client has hung up.
  func readRequest() -> String? {
    var bytes: [UInt8] = []
    var missing = Int.max
    while missing > 0 {
      var byte: UInt8 = 0
      guard unsafe recv(socket, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
      missing -= 1
      if missing > 1 << 40, bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
        missing = Self.bodyLength(String(decoding: bytes, as: UTF8.self))
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    note(text)
    return text
  }

  /// Sends `text` as it is.
  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Sends a complete reply.
  func reply(_ status: String = "200 OK", _ headers: [String] = [], body: String = "") {
    let lines = headers + ["Content-Length: \(body.utf8.count)"]
    write("HTTP/1.1 \(status)\r\n\(lines.joined(separator: "\r\n"))\r\n\r\n\(body)")
  }

  /// Answers every request with `body` until the client hangs up.
  func replyToAll(body: String = "ok") {
    while readRequest() != nil { reply(body: body) }
  }

  /// Reads and forgets until the client hangs up.
  func waitForHangUp() {
    var byte: UInt8 = 0
    while unsafe recv(socket, &byte, 1, 0) == 1 {}
  }

  /// Makes the closing of this connection a reset, not an orderly end.
  func resetOnClose() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  private static func bodyLength(_ head: String) -> Int {
    for line in head.split(separator: "\r\n") {
      let parts = line.split(separator: ": ")
      if parts.count == 2, parts[0].lowercased() == "content-length" { return Int(parts[1]) ?? 0 }
    }
    return 0
  }
}
