// Hot path: see Documentation.docc/HotPath.md
internal import CCurl
internal import Glibc
internal import Platform

/// What libcurl wants to know of each socket, and what the kernel has been asked to watch.
///
/// A connection that waits for its next request stays registered for reading: the two kernel calls
/// that removing and adding it again would cost are saved on every exchange. The price is one
/// stray event when the server closes an idle connection, which ``forget(_:)`` takes.
@safe
struct SocketTable: ~Copyable {
  /// The readiness set of all lanes.
  let readiness: Readiness
  /// Connections opened so far.
  var opened = 0
  private let states: UnsafeMutableBufferPointer<State>

  private struct State {
    /// What the kernel watches.
    var watched: Readiness.Interest = []
    /// What libcurl wants.
    var wanted: Readiness.Interest = []
    /// Whether the socket is a connection, whose closing we are told about.
    var isConnection = false
  }

  init() throws(SystemError) {
    readiness = try Readiness()
    let capacity = min(max(ProcessUsage.descriptorLimit(), 1_024), 1 << 20)
    unsafe states = .allocate(capacity: capacity)
    unsafe states.initialize(repeating: State())
  }

  deinit { unsafe states.deallocate() }

  /// Whether libcurl wants to know about `socket`.
  func isWanted(_ socket: Int32) -> Bool {
    guard unsafe states.indices.contains(Int(socket)) else { return false }
    return unsafe !states[Int(socket)].wanted.isEmpty
  }

  /// Takes note of what libcurl wants to know about `socket`; nothing means it is done with it.
  func want(_ interest: Readiness.Interest, of socket: Int32, lane: Int) {
    let index = Int(socket)
    guard unsafe states.indices.contains(index) else { return }
    let token = UInt64(UInt32(bitPattern: socket)) | UInt64(lane) << 32
    unsafe states[index].wanted = interest
    if interest.isEmpty {
      // Sockets that libcurl makes for itself (its resolver's) are closed without a word.
      if unsafe !states[index].isConnection { forget(socket) }
      return
    }
    let watched = unsafe states[index].watched
    if watched == interest { return }
    let isAccepted =
      watched.isEmpty
      ? readiness.add(socket, interest, token: token)
      : readiness.change(socket, to: interest, token: token)
    if isAccepted { unsafe states[index].watched = interest }
  }

  /// Stops watching `socket`.
  func forget(_ socket: Int32) {
    guard unsafe states.indices.contains(Int(socket)) else { return }
    if unsafe !states[Int(socket)].watched.isEmpty { readiness.remove(socket) }
    unsafe states[Int(socket)].watched = []
  }

  /// Opens a socket for a connection.
  mutating func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let socket = unsafe socket(
      address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
      address.pointee.protocol)
    guard unsafe states.indices.contains(Int(socket)) else {
      if socket >= 0 { Glibc.close(socket) }
      return CURL_SOCKET_BAD
    }
    opened += 1
    unsafe states[Int(socket)] = State(isConnection: true)
    return socket
  }

  /// Closes a connection's socket; the kernel stops watching it by itself.
  func close(_ socket: curl_socket_t) -> Int32 {
    if unsafe states.indices.contains(Int(socket)) { unsafe states[Int(socket)] = State() }
    return Glibc.close(socket)
  }
}
