import Foundation
import Glibc
import ReferenceServer
import Testing

/// A blocking HTTP/1.1 client over one raw socket, with no more than the tests need.
final class Client {
  struct Response {
    var status = 0
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as Foundation reads it, which knows nothing of the server's own writer.
    var json: [String: Any] {
      let value = try? JSONSerialization.jsonObject(with: Data(body), options: [])
      return value as? [String: Any] ?? [:]
    }

    var detail: String? { json["detail"] as? String }
  }

  /// The server hung up, or said nothing for half a minute.
  struct HungUp: Error {}

  private let descriptor: CInt
  private var received: [UInt8] = []

  init(port: Int) throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    try Self.limitWaiting(descriptor)
    var address = loopback(port)
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw HungUp() }
  }

  /// Speaks over a connection that was accepted.
  init(accepted: CInt) throws {
    descriptor = accepted
    try Self.limitWaiting(descriptor)
  }

  deinit { close(descriptor) }

  static func limitWaiting(_ descriptor: CInt) throws {
    try limit(SO_RCVTIMEO, timeval(tv_sec: 30, tv_usec: 0), descriptor)
  }

  /// Lets a send give up when the other side has taken nothing for a while.
  func limitSending(microseconds: Int) throws {
    try Self.limit(SO_SNDTIMEO, timeval(tv_sec: 0, tv_usec: microseconds), descriptor)
  }

  private static func limit(_ option: CInt, _ time: timeval, _ descriptor: CInt) throws {
    var time = time
    let size = socklen_t(MemoryLayout<timeval>.size)
    let result = unsafe setsockopt(descriptor, SOL_SOCKET, option, &time, size)
    guard result == 0 else { throw HungUp() }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends as much as the other side takes, and says how much that was.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(
          descriptor, buffer.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
          CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return sent }
      sent += count
    }
    return sent
  }

  /// Says that nothing more will be sent.
  func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

  func request(
    _ method: String, _ target: String, body: String? = nil, headers: [String: String] = [:]
  ) throws -> Response {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: test\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    send(text + "\r\n" + (body ?? ""))
    return try response(hasBody: method != "HEAD")
  }

  /// Reads the next response or request with its body.
  func response(hasBody: Bool = true) throws -> Response {
    let head = String(decoding: try take { $0.headLength }, as: UTF8.self)
    var lines = head.split(separator: "\r\n")
    var response = Response()
    let first = lines.removeFirst().split(separator: " ")
    response.status = first.count > 1 ? Int(first[1]) ?? 0 : 0
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      response.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let length = Int(response.headers["content-length"] ?? "") ?? 0
    if hasBody { response.body = try take { $0.count >= length ? length : nil } }
    return response
  }

  /// Reads until the other side has hung up.
  func rest() -> [UInt8] {
    while (try? receive()) != nil {}
    defer { received = [] }
    return received
  }

  private func take(_ length: ([UInt8]) -> Int?) throws -> [UInt8] {
    while true {
      if let length = length(received) {
        defer { received.removeFirst(length) }
        return Array(received.prefix(length))
      }
      try receive()
    }
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard count > 0 else { throw HungUp() }
    received += buffer.prefix(count)
  }
}

extension [UInt8] {
  /// The bytes up to and with the first empty line.
  fileprivate var headLength: Int? {
    var end = 4
    while end <= count {
      if self[end - 1] == 10, self[end - 2] == 13, self[end - 3] == 10, self[end - 4] == 13 {
        return end
      }
      end += 1
    }
    return nil
  }
}

/// A listening socket that a test answers by hand.
final class Listener {
  private let descriptor: CInt
  let port: Int

  init() throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    try Client.limitWaiting(descriptor)
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = self.descriptor
    let bound = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard bound else { throw Client.HungUp() }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }

  /// Takes one request and answers it with an empty reply.
  func answer(_ status: Int) throws -> Client.Response {
    let accepted = accept(descriptor, nil, nil)
    guard accepted >= 0 else { throw Client.HungUp() }
    let client = try Client(accepted: accepted)
    let request = try client.response()
    client.send("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    return request
  }
}

private func loopback(_ port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}
