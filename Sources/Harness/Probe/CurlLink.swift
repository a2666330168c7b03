internal import Engines
internal import Platform
internal import Results
internal import Transport
internal import Workloads

/// The way to a job API through libcurl, one request at a time.
struct CurlLink: ~Copyable, ProbeLink {
  private var transport: CurlTransport
  private let stop: StopSignal

  init(_ options: TransportOptions, stop: StopSignal) throws(TransportSetupError) {
    transport = try CurlTransport.open(options)
    self.stop = stop
  }

  var now: Nanoseconds { MonotonicClock.now() }

  /// How long a wait may last before the stop signal is looked at, in nanoseconds.
  private static let look: Nanoseconds = 50_000_000

  mutating func send(_ request: ProbeExchange.Request) -> ProbeExchange {
    let body = request.body.map { Array($0.utf8) } ?? []
    let (sent, sentWall) = (now, MonotonicClock.wall())
    let end = unsafe request.path.withCString { path in
      unsafe body.withUnsafeBytes { bytes in
        unsafe transport.begin(
          0, Self.method(request.method), path: path, body: request.body == nil ? nil : bytes)
        return complete()
      }
    }
    return ProbeExchange(
      request, sent: sent, sentWall: sentWall, took: now - sent, reply: end.reply,
      failure: end.failure)
  }

  private mutating func complete() -> (reply: ProbeExchange.Reply?, failure: String?) {
    while stop.reason == .none {
      transport.wait(until: now + Self.look)
      guard let completion = transport.nextCompletion() else { continue }
      guard completion.code == .ok else { return (nil, completion.code.description) }
      let body = unsafe String(decoding: completion.body, as: UTF8.self)
      return (ProbeExchange.Reply(completion.status, body), nil)
    }
    return (nil, "interrupted")
  }

  mutating func pause(until instant: Nanoseconds) -> Bool {
    while stop.reason == .none, now < instant {
      transport.wait(until: min(instant, now + Self.look))
    }
    return stop.reason == .none
  }

  private static func method(_ name: String) -> Method {
    switch name {
    case "GET": .get
    case "PUT": .put
    case "DELETE": .delete
    case "PATCH": .patch
    default: .post
    }
  }
}
