// Hot path: see Documentation.docc/HotPath.md
internal import CCurl
internal import Platform

/// One multi handle with its share of the slots and its timer.
@unsafe
struct Lane {
  /// The multi handle.
  var multi: UnsafeMutableRawPointer?
  /// When libcurl wants to be called again, on the monotonic clock.
  var deadline = Int64.max
  /// Whether ended transfers may be waiting.
  var hasMessages = false
  /// Which lane this is.
  var index = 0
  /// The sockets of all lanes.
  var sockets: UnsafeMutablePointer<SocketTable>?
}

/// What is done with a lane, on its address: libcurl calls back while it works and writes to the same
/// lane, which an exclusive access to it as a whole would forbid.
extension UnsafeMutablePointer<Lane> {
  /// Creates the multi handle.
  func open(
    _ index: Int, sockets: UnsafeMutablePointer<SocketTable>, keeping connections: Int
  ) throws(TransportSetupError) {
    guard let multi = unsafe curl_multi_init() else {
      throw TransportSetupError("create a multi handle", reason: "out of memory")
    }
    unsafe pointee.multi = unsafe multi
    unsafe pointee.index = index
    unsafe pointee.sockets = unsafe sockets
    let own = UnsafeMutableRawPointer(self)
    unsafe sojourn_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, own)
    unsafe sojourn_multi_setopt_socket_callback(multi, socketChanged)
    unsafe sojourn_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, own)
    unsafe sojourn_multi_setopt_timer_callback(multi, timerChanged)
    unsafe sojourn_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, connections)
    unsafe sojourn_multi_setopt_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
  }

  /// Ends the multi handle, after its transfers.
  func close() {
    if let multi = unsafe pointee.multi { unsafe curl_multi_cleanup(multi) }
  }

  /// Adds a transfer and lets libcurl begin it.
  func start(_ easy: UnsafeMutableRawPointer) {
    unsafe curl_multi_add_handle(pointee.multi, easy)
    unsafe act(on: CURL_SOCKET_BAD, 0)
  }

  /// Lets libcurl work on a ready socket; `CURL_SOCKET_BAD` means its timers.
  func act(on socket: Int32, _ bits: Int32) {
    var running: Int32 = 0
    let multi = unsafe pointee.multi
    unsafe curl_multi_socket_action(multi, socket, bits, &running)
    unsafe pointee.hasMessages = true
  }

  /// Lets libcurl work because its timer is due.
  func timersDue() {
    unsafe pointee.deadline = .max
    unsafe act(on: CURL_SOCKET_BAD, 0)
  }

  /// The next ended transfer of this lane.
  func nextMessage() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
    var left: Int32 = 0
    let multi = unsafe pointee.multi
    while let message = unsafe curl_multi_info_read(multi, &left) {
      if unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle {
        return unsafe (easy, message.pointee.data.result)
      }
    }
    unsafe pointee.hasMessages = false
    return nil
  }
}

/// libcurl wants to be told about a socket, or no longer.
private func socketChanged(
  _ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ what: Int32,
  _ lane: UnsafeMutableRawPointer?, _ perSocket: UnsafeMutableRawPointer?
) -> Int32 {
  guard let lane = unsafe lane?.assumingMemoryBound(to: Lane.self),
    let sockets = unsafe lane.pointee.sockets
  else { return 0 }
  var interest: Readiness.Interest = []
  if what & CURL_POLL_IN != 0, what != CURL_POLL_REMOVE { interest.insert(.read) }
  if what & CURL_POLL_OUT != 0, what != CURL_POLL_REMOVE { interest.insert(.write) }
  unsafe sockets.pointee.want(interest, of: socket, lane: lane.pointee.index)
  return 0
}

/// libcurl wants to be called again after `milliseconds`; -1 means not at all.
private func timerChanged(
  _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ lane: UnsafeMutableRawPointer?
) -> Int32 {
  guard let lane = unsafe lane?.assumingMemoryBound(to: Lane.self) else { return 0 }
  unsafe lane.pointee.deadline =
    milliseconds < 0
    ? .max : milliseconds == 0 ? 0 : MonotonicClock.now() + Int64(milliseconds) * 1_000_000
  return 0
}
