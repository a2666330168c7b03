internal import CLinux
internal import Glibc

/// Wakes a thread that waits on a ``Readiness`` set, from any other thread.
public final class Alarm: Sendable {
  /// The descriptor to watch for reading.
  public let descriptor: Int32

  /// An alarm that does not ring.
  public init() throws(SystemError) {
    descriptor = sojourn_eventfd()
    guard descriptor >= 0 else { throw .current("create an alarm") }
  }

  deinit { close(descriptor) }

  /// Makes the descriptor readable until ``silence()``.
  public func ring() {
    var one: UInt64 = 1
    // Full or not, it is readable then.
    _ = unsafe write(descriptor, &one, 8)
  }

  /// Ends the ringing.
  public func silence() {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, 8)
  }
}
