import Glibc
import Platform
import Synchronization

/// A server that does to each connection what a script says, however wrong that is.
///
/// Connections are numbered in the order of their arrival; up to eight are served at once.
final class ScriptedServer: Sendable {
  /// Where the server listens.
  enum Place {
    case loopback
    case unixSocket(String)
  }

  /// The loopback port; 0 on a Unix socket.
  let port: Int
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    var requests: [String] = []
    var accepted = 0
    var ended = 0
    var open: Set<Int32> = []
    var isStopping = false
  }

  private init(_ place: Place) throws {
    switch place {
    case .loopback:
      listener = try Socket.bound()
      port = Socket.port(of: listener)
    case .unixSocket(let path):
      listener = try Socket.bound(toPath: path)
      port = 0
    }
    guard listen(listener, 64) == 0 else { throw SystemError.current("listen") }
  }

  /// The origin to give to a transport.
  var origin: String { "http://127.0.0.1:\(port)" }
  /// The text of every request so far, head and body, in the order of their arrival.
  var requests: [String] { state.withLock { $0.requests } }
  /// Connections accepted so far.
  var connections: Int { state.withLock { $0.accepted } }

  /// Returns when `count` connections have been closed by the script.
  func waitForEnded(_ count: Int) {
    while state.withLock({ $0.ended < count }) { sched_yield() }
  }

  /// Serves `script` while `body` runs, then ends every connection.
  static func run<Value>(
    at place: Place = .loopback, _ script: @escaping @Sendable (Conversation) -> Void,
    _ body: (ScriptedServer) throws -> Value
  ) throws -> Value {
    let server = try ScriptedServer(place)
    defer { close(server.listener) }
    var result: Result<Value, any Error>?
    try onThreads(8, name: "scripted") {
      server.stop()
    } alongside: {
      result = Result { try body(server) }
      server.stop()
    } body: { _ in
      while let connection = server.accept() { server.serve(connection, script) }
    }
    guard let result else { throw SystemError("run the test body", code: ECANCELED) }
    return try result.get()
  }

  private func accept() -> (socket: Int32, index: Int)? {
    let socket = Glibc.accept(listener, nil, nil)
    guard socket >= 0 else { return nil }
    let index: Int? = state.withLock { state in
      guard !state.isStopping else { return nil }
      state.accepted += 1
      state.open.insert(socket)
      return state.accepted - 1
    }
    guard let index else {
      close(socket)
      return nil
    }
    return (socket, index)
  }

  private func serve(
    _ connection: (socket: Int32, index: Int), _ script: (Conversation) -> Void
  ) {
    let conversation = Conversation(socket: connection.socket, index: connection.index) { request in
      self.state.withLock { $0.requests.append(request) }
    }
    script(conversation)
    state.withLock { state in
      state.open.remove(connection.socket)
      close(connection.socket)
      state.ended += 1
    }
  }

  private func stop() {
    state.withLock { state in
      state.isStopping = true
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }
}
