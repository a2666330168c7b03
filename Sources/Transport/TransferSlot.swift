internal import CCurl

/// One transfer at a time: an easy handle and the space for its reply.
///
/// Slots live in one allocation and never move, so libcurl's callbacks may keep their address.
@unsafe
struct TransferSlot {
  /// The easy handle, configured once.
  var easy: UnsafeMutableRawPointer?
  /// Where the reply body goes.
  var body: UnsafeMutableRawPointer
  /// Bytes of ``body``.
  var bodyCapacity: Int
  /// Bytes of the reply so far.
  var bodyLength = 0
  /// How often libcurl has begun to send the current request.
  var sends = 0
  /// Whether the current request may be sent again by libcurl when a kept connection turns out dead.
  var isRepeatable = true
  /// The method the handle is set up for.
  var method = Method.get
  /// Whether a transfer is under way.
  var isBusy = false
  /// Whether the handle is set up to open a new connection.
  var isFresh = false
  /// How long a transfer may take as the handle is set up, in milliseconds.
  var timeout: Int

  init(body: UnsafeMutableRawPointer, bodyCapacity: Int, timeout: Int) {
    unsafe easy = nil
    unsafe self.body = unsafe body
    unsafe self.bodyCapacity = bodyCapacity
    unsafe self.timeout = timeout
  }
}

/// HTTP request methods.
public enum Method: UInt8, Sendable, BitwiseCopyable {
  case get
  case post
  case put
  case delete
  case patch
}
