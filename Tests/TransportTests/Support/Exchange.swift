import Platform
import Transport

/// A request to make in a slot.
struct Request {
  var slot = 0
  var method = Method.get
  var path = "/"
  var body: String?
}

/// The bytes of a request body, which stay where they are.
@safe
private final class RequestBody {
  private let storage: UnsafeMutableRawBufferPointer
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(storage) }

  init(_ text: String) {
    unsafe storage = .allocate(byteCount: text.utf8.count, alignment: 1)
    unsafe storage.copyBytes(from: Array(text.utf8))
  }

  deinit { unsafe storage.deallocate() }
}

/// A completion, copied.
struct Reply: Equatable {
  var slot: Int
  var status: Int
  var body: String
  var wasSent: Bool
  /// Nil for a transfer that is complete.
  var failure: TransferFailure?

  init(_ completion: Completion) {
    slot = completion.slot
    status = completion.status
    body = unsafe String(decoding: completion.body, as: UTF8.self)
    wasSent = completion.wasSent
    failure = completion.code == .ok ? nil : completion.code.failure(wasSent: completion.wasSent)
  }
}

extension CurlTransport {
  /// Begins all of `requests` at once and returns their replies in the order of slots.
  mutating func exchange(_ requests: [Request]) -> [Reply] {
    var bodies: [RequestBody] = []
    for request in requests {
      let body = request.body.map(RequestBody.init)
      if let body { bodies.append(body) }
      unsafe request.path.withCString { path in
        unsafe begin(request.slot, request.method, path: path, body: body?.bytes)
      }
    }
    // Far beyond every transfer timeout of these tests: only a lost completion comes here.
    let replies = replies(requests.count, within: 60_000_000_000)
    return withExtendedLifetime(bodies) { replies.sorted { $0.slot < $1.slot } }
  }

  /// The next `count` completions, or fewer when `nanoseconds` pass.
  mutating func replies(_ count: Int, within nanoseconds: Int64) -> [Reply] {
    let limit = MonotonicClock.now() + nanoseconds
    var replies: [Reply] = []
    while replies.count < count, MonotonicClock.now() < limit {
      while let completion = nextCompletion() { replies.append(Reply(completion)) }
      if replies.count < count { wait(until: limit) }
    }
    return replies
  }

  /// Makes one request in slot 0.
  mutating func exchange(
    _ method: Method = .get, _ path: String = "/", body: String? = nil
  ) throws -> Reply {
    let replies = exchange([Request(method: method, path: path, body: body)])
    guard let reply = replies.first else { throw NoCompletion() }
    return reply
  }
}

/// A transfer that never ended.
struct NoCompletion: Error {}
