import Foundation
import Glibc
import Platform
import Synchronization

/// A job API on loopback whose every answer a test decides: one request at a time, one connection
/// each.
final class ScriptedAPI: Sendable {
  /// A request as it came.
  struct Request {
    /// Method and path, as in `GET /jobs/1`.
    var line: String
    var headers: [String]
    var body: String
  }

  private let descriptor: Int32
  private let port: UInt16
  private let received = Mutex<[Request]>([])
  private let ended = DispatchSemaphore(value: 0)

  var url: String { "http://127.0.0.1:\(port)" }
  /// What has come so far.
  var requests: [Request] { received.withLock { $0 } }

  /// Serves until ``stop()``; `answer` gives the status and the body for a request.
  init(_ answer: @escaping @Sendable (Request) -> (status: Int, body: String)) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound else { throw SystemError.current("listen on loopback") }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        serve(client, answer)
        close(client)
      }
      ended.signal()
    }
  }

  /// Ends the server; returns when its thread has ended.
  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    ended.wait()
    close(descriptor)
  }

  private func serve(_ client: Int32, _ answer: (Request) -> (status: Int, body: String)) {
    guard let request = Self.read(client) else { return }
    received.withLock { $0.append(request) }
    let (status, body) = answer(request)
    let head =
      "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
    let bytes = Array((head + body).utf8)
    _ = unsafe bytes.withUnsafeBytes {
      unsafe send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// The request on `client`; nil when it ends before it is whole.
  private static func read(_ client: Int32) -> Request? {
    var text = ""
    while true {
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(client, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return nil }
      text += String(decoding: chunk[..<count], as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
      let length =
        lines.first { $0.lowercased().hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
      let body = String(text[end.upperBound...])
      guard body.utf8.count >= length else { continue }
      let line = lines[0].split(separator: " ").dropLast().joined(separator: " ")
      return Request(line: line, headers: Array(lines.dropFirst()), body: body)
    }
  }
}
