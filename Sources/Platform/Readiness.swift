internal import CLinux
internal import Glibc

/// Waits until one of many descriptors is ready or an instant has come, on Linux's `epoll`.
///
/// Owned and used by one thread.
@safe
public struct Readiness: ~Copyable {
  /// One ready descriptor.
  public struct Event {
    /// What the descriptor was registered with.
    public let token: UInt64
    /// Whether it can be read, or has ended.
    public let isReadable: Bool
    /// Whether it can be written.
    public let isWritable: Bool
    /// Whether it failed.
    public let hasError: Bool
  }

  /// What to be told about a descriptor.
  public struct Interest: OptionSet, Sendable {
    /// The bits, those of `epoll`.
    public let rawValue: UInt32
    /// Takes the bits as they are.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// It can be read, or has ended.
    public static let read = Interest(rawValue: UInt32(sojourn_readable))
    /// It can be written.
    public static let write = Interest(rawValue: UInt32(sojourn_writable))
  }

  private let descriptor: Int32
  private let events: UnsafeMutableBufferPointer<sojourn_event>

  /// A new set that reports at most 256 events at once.
  public init() throws(SystemError) {
    descriptor = sojourn_epoll_create()
    guard descriptor >= 0 else { throw .current("create an epoll set") }
    unsafe events = .allocate(capacity: 256)
    unsafe events.initialize(repeating: sojourn_event())
  }

  deinit {
    unsafe events.deallocate()
    close(descriptor)
  }

  /// Starts watching `socket`.
  ///
  /// - Returns: Whether the kernel accepted it.
  @discardableResult
  public func add(_ socket: Int32, _ interest: Interest, token: UInt64) -> Bool {
    sojourn_epoll_control(descriptor, Int32(sojourn_add), socket, interest.rawValue, token) == 0
  }

  /// Changes what is watched about `socket`.
  ///
  /// - Returns: Whether the kernel accepted it.
  @discardableResult
  public func change(_ socket: Int32, to interest: Interest, token: UInt64) -> Bool {
    sojourn_epoll_control(descriptor, Int32(sojourn_change), socket, interest.rawValue, token) == 0
  }

  /// Stops watching `socket`.
  public func remove(_ socket: Int32) {
    _ = sojourn_epoll_control(descriptor, Int32(sojourn_remove), socket, 0, 0)
  }

  /// Blocks until something is ready, `nanoseconds` have passed, or a signal came.
  ///
  /// - Returns: The number of events, readable with ``event(_:)``.
  public func wait(nanoseconds: Int64) -> Int {
    let count = unsafe sojourn_epoll_wait(
      descriptor, events.baseAddress, Int32(events.count), max(nanoseconds, 0))
    return Int(max(count, 0))
  }

  /// Event `index` of the last wait.
  public func event(_ index: Int) -> Event {
    let event = unsafe events[index]
    return Event(
      token: event.token,
      isReadable: event.bits & UInt32(sojourn_readable | sojourn_hung_up) != 0,
      isWritable: event.bits & UInt32(sojourn_writable) != 0,
      hasError: event.bits & UInt32(sojourn_failed) != 0)
  }
}
