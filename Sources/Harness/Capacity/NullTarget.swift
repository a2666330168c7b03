internal import Glibc
internal import Platform
internal import Synchronization

/// A job API that does nothing, as fast as one thread can: every push gets the next id, and every job has
/// finished when it is asked about.
///
/// It speaks what a generator needs of HTTP/1.1, on one loopback port, and its replies are as long as those
/// of the embedded job API, so that reading them costs as much. What it cannot keep up with is not the
/// generator's limit: see ``busyShare``.
@safe
final class NullTarget: Sendable {
  private static let readSize = 65_536

  /// The URL to push at.
  let url: String
  private let listener: Int32
  private let isStopped = Atomic<Bool>(false)
  private let busy = Atomic<Int64>(0)
  private let idle = Atomic<Int64>(0)

  /// Listens on a free loopback port.
  init() throws(SystemError) {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_INET, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .current("open a socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 4_096) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard isListening else {
      let error = SystemError.current("listen on a loopback port")
      close(descriptor)
      throw error
    }
    listener = descriptor
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
  }

  deinit { close(listener) }

  /// The share of its time for which it was busy since the last call.
  func takeBusyShare() -> Double {
    let (busy, idle) = (
      busy.exchange(0, ordering: .relaxed), idle.exchange(0, ordering: .relaxed)
    )
    return busy + idle > 0 ? Double(busy) / Double(busy + idle) : 0
  }

  /// Ends ``serve()`` within a tenth of a second.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Answers on the calling thread until ``stop()``.
  func serve() {
    guard let readiness = try? Readiness() else { return }
    readiness.add(listener, .read, token: UInt64(listener))
    var connections: [Int32: [UInt8]] = [:]
    defer { for connection in connections.keys { close(connection) } }
    var replies = NullReplies()
    var room = [UInt8](repeating: 0, count: Self.readSize)
    var before = MonotonicClock.now()
    while !isStopped.load(ordering: .relaxed) {
      let count = readiness.wait(nanoseconds: 100_000_000)
      let woken = MonotonicClock.now()
      idle.wrappingAdd(woken - before, ordering: .relaxed)
      for index in 0..<count {
        let descriptor = Int32(readiness.event(index).token)
        if descriptor == listener {
          accept(into: &connections, readiness)
        } else if !answer(descriptor, &connections[descriptor, default: []], &room, &replies) {
          connections[descriptor] = nil
          close(descriptor)
        }
      }
      before = MonotonicClock.now()
      busy.wrappingAdd(before - woken, ordering: .relaxed)
    }
  }

  private func accept(into connections: inout [Int32: [UInt8]], _ readiness: borrowing Readiness) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      var one: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
      connections[descriptor] = []
      readiness.add(descriptor, .read, token: UInt64(descriptor))
    }
  }

  /// Answers whatever whole requests have come; whether the connection is to stay.
  private func answer(
    _ descriptor: Int32, _ rest: inout [UInt8], _ room: inout [UInt8], _ replies: inout NullReplies
  ) -> Bool {
    let count = unsafe room.withUnsafeMutableBytes { bytes in
      unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
    }
    guard count > 0 else { return count < 0 && errno == EAGAIN }
    let isRead: Bool
    if rest.isEmpty {
      let used = replies.take(room[0..<count])
      isRead = used != nil
      if let used, used < count { rest.append(contentsOf: room[used..<count]) }
    } else {
      rest.append(contentsOf: room[0..<count])
      let used = replies.take(rest[...])
      isRead = used != nil
      if let used { rest.removeFirst(used) }
    }
    guard isRead, !replies.bytes.isEmpty else { return isRead }
    defer { replies.bytes.removeAll(keepingCapacity: true) }
    let sent = unsafe replies.bytes.withUnsafeBytes { bytes in
      unsafe send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    return sent == replies.bytes.count
  }
}

/// Requests in, replies out.
struct NullReplies {
  private static let idLength = 16
  private static let marker = Array("\r\n\r\n".utf8)
  private static let lengthName = Array("content-length:".utf8)

  /// The replies that are to be sent.
  var bytes: [UInt8] = []
  private let reply: [UInt8]
  private let idPlace: Int
  private var pushes: UInt64 = 0

  /// No request yet.
  init() {
    let id = String(repeating: "0", count: Self.idLength)
    let body =
      #"{"id":"\#(id)","function_id":"0c5d6f3e-3c2b-4f0e-9a55-2f3c54d0a001","#
      + #""organization_id":"5b9e1f6a-7d21-4a8e-8c6f-90be2d31c002","#
      + #""function":{"owner":"sojourn","name":"echo"},"status":"finished","#
      + #""created_at":null,"started_at":null,"completed_at":null,"error":null,"#
      + #""visibility":"private","run_id":null,"inputs":{},"outputs":[{"data":null}]}"#
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    reply = Array((head + body).utf8)
    idPlace = head.utf8.count + #"{"id":""#.utf8.count
  }

  /// Takes the whole requests at the beginning of `input`, and appends a reply for each.
  ///
  /// - Returns: How many bytes they were; nil where the input is no HTTP that a generator sends.
  mutating func take(_ input: ArraySlice<UInt8>) -> Int? {
    var start = input.startIndex
    while start < input.endIndex {
      guard let head = end(ofHeadIn: input[start...]) else {
        return input.endIndex - start > 16_384 ? nil : start - input.startIndex
      }
      let isPush = input[start] == UInt8(ascii: "P")
      guard let length = isPush ? bodyLength(input[start..<head]) : 0 else { return nil }
      guard input.endIndex - head >= length else { break }
      let place = bytes.count + idPlace
      bytes.append(contentsOf: reply)
      if isPush {
        writeID(at: place)
      } else {
        guard let id = pathEnd(input[start..<head]) else { return nil }
        for offset in 0..<Self.idLength {
          bytes[place + offset] = input[id - Self.idLength + offset]
        }
      }
      start = head + length
    }
    return start - input.startIndex
  }

  /// Writes the next id, in hexadecimal digits.
  private mutating func writeID(at place: Int) {
    pushes += 1
    for digit in 0..<Self.idLength {
      let value = UInt8(truncatingIfNeeded: pushes >> UInt64(4 * (Self.idLength - 1 - digit))) & 15
      bytes[place + digit] = value + UInt8(ascii: value < 10 ? "0" : "a") - (value < 10 ? 0 : 10)
    }
  }

  /// Where the path of a request ends whose last part is an id.
  private func pathEnd(_ head: ArraySlice<UInt8>) -> Int? {
    guard let first = head.firstIndex(of: UInt8(ascii: " ")),
      let end = head[(first + 1)...].firstIndex(of: UInt8(ascii: " ")),
      end - first > Self.idLength
    else { return nil }
    return end
  }

  /// Where the empty line ends that ends the head.
  private func end(ofHeadIn input: ArraySlice<UInt8>) -> Int? {
    var index = input.startIndex + 3
    while index < input.endIndex {
      // The last byte of the marker decides how far the next candidate is.
      switch input[index] {
      case UInt8(ascii: "\n"):
        if input[(index - 3)...index].elementsEqual(Self.marker) { return index + 1 }
        index += 2
      case UInt8(ascii: "\r"): index += 1
      default: index += 4
      }
    }
    return nil
  }

  /// The length of a push's body, by its header; nil without one.
  private func bodyLength(_ head: ArraySlice<UInt8>) -> Int? {
    var line = head.startIndex
    while let end = head[line...].firstIndex(of: UInt8(ascii: "\n")) {
      let name = head[line..<min(line + Self.lengthName.count, end)]
      if name.elementsEqual(Self.lengthName, by: { $0 | 0x20 == $1 | 0x20 }) {
        var length = 0
        for byte in head[(line + Self.lengthName.count)..<end] {
          guard byte != UInt8(ascii: " "), byte != UInt8(ascii: "\r") else { continue }
          guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), length < 1 << 30 else {
            return nil
          }
          length = 10 * length + Int(byte - UInt8(ascii: "0"))
        }
        return length
      }
      line = end + 1
    }
    return nil
  }
}
