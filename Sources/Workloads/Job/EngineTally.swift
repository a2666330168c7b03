import Synchronization

/// The three kinds of request an engine sends.
public enum RequestKind: Int, Sendable, BitwiseCopyable, CaseIterable {
  case push = 0
  case poll = 1
  case cancel = 2

  /// The name in reports.
  public var name: String {
    switch self {
    case .push: "push"
    case .poll: "poll"
    case .cancel: "cancel"
    }
  }
}

/// What one engine counts besides the job records: requests by kind and result, its own busy time,
/// and three histograms.
///
/// A view over memory that its engine alone writes, in place in the memory-mapped job table, so that
/// nothing counted is lost when the process is killed. Cells are relaxed atomics with one writer:
/// the live view may read at any time, at the price of a plain load.
///
/// `@unchecked Sendable`: see above for who touches the memory and when.
@safe
public struct EngineTally: @unchecked Sendable {
  /// Single counters.
  public enum Counter: Int, Sendable, CaseIterable {
    /// Jobs whose push was handed to the transport.
    case dispatched
    /// Jobs that got an id.
    case acknowledged
    /// Jobs with an outcome.
    case retired
    /// Jobs whose last reply said queued.
    case queued
    /// Jobs whose last reply said processing.
    case processing
    /// Pushes repeated because the earlier one was surely not accepted.
    case pushRetries
    /// Polls repeated because the earlier one failed.
    case pollRetries
    /// Waits that a `Retry-After` header set.
    case retryAfterHonoured
    /// Replies to cancel requests that refused.
    case cancelRefused
    /// Nanoseconds the engine spent outside its one blocking call.
    case busyNanoseconds
    /// Nanoseconds the engine spent in its one blocking call.
    case idleNanoseconds
    /// Turns of the engine's loop.
    case turns
    /// Times a poll or a push was due and every transfer slot was taken.
    case slotsExhausted
    /// Bytes of reply bodies.
    case bytesReceived
    /// Connections opened.
    case connectionsOpened
    /// Cancellations sent.
    case cancelsSent
    /// Pushes answered 401 or 403.
    case unauthorized
    /// Instant of the engine's last turn, in nanoseconds since the run's start.
    case lastTurn
    /// 1 once the engine has ended its work.
    case ended
  }

  /// The histograms of values that no job record keeps.
  public enum Histogram: Int, Sendable, CaseIterable {
    /// Poll sent to reply complete.
    case poll
    /// Poll due to poll sent.
    case pollLag
    /// Intended to detected, for the live view only.
    case endToEndSeen
  }

  private static let statusBase = 32
  private static let statusesPerKind = 500
  private static let failureBase = statusBase + RequestKind.allCases.count * statusesPerKind
  private static let failuresPerKind = 16
  private static let requestBase = failureBase + RequestKind.allCases.count * failuresPerKind
  private static let histogramBase = requestBase + 8

  /// Bytes one tally takes, a multiple of the page size.
  public static let byteCount =
    ((histogramBase + Histogram.allCases.count * HistogramLayout.count) * 8 + 4095) / 4096 * 4096

  private let cells: UnsafeMutablePointer<Atomic<UInt64>>

  /// A tally over `base`, which holds at least ``byteCount`` bytes aligned to 64, zero at first.
  public init(base: UnsafeMutableRawPointer) {
    unsafe cells = unsafe base.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  @inline(__always)
  private func cell(_ index: Int) -> UInt64 {
    unsafe cells[index].load(ordering: .relaxed)
  }

  @inline(__always)
  private func add(_ amount: UInt64, at index: Int) {
    let sum = cell(index) &+ amount
    unsafe cells[index].store(sum, ordering: .relaxed)
  }

  /// The value of `counter`.
  public subscript(counter: Counter) -> UInt64 { cell(counter.rawValue) }

  /// Adds `amount` to `counter`; negative amounts take away.
  @inline(__always)
  public func add(_ amount: Int = 1, to counter: Counter) {
    add(UInt64(bitPattern: Int64(amount)), at: counter.rawValue)
  }

  /// Sets `counter` to `value`.
  @inline(__always)
  public func set(_ counter: Counter, to value: UInt64) {
    unsafe cells[counter.rawValue].store(value, ordering: .relaxed)
  }

  /// Counts a request of `kind` sent.
  @inline(__always)
  public func countRequest(_ kind: RequestKind) { add(1, at: Self.requestBase + kind.rawValue) }

  /// Requests of `kind` sent.
  public func requests(_ kind: RequestKind) -> UInt64 { cell(Self.requestBase + kind.rawValue) }

  /// Counts a complete reply to a request of `kind` with HTTP `status` (100...599; others count as 599).
  @inline(__always)
  public func countReply(_ kind: RequestKind, status: Int) {
    let clamped = (100...599).contains(status) ? status : 599
    add(1, at: Self.statusBase + kind.rawValue * Self.statusesPerKind + clamped - 100)
  }

  /// Replies to requests of `kind` with HTTP `status` (100...599).
  public func replies(_ kind: RequestKind, status: Int) -> UInt64 {
    cell(Self.statusBase + kind.rawValue * Self.statusesPerKind + status - 100)
  }

  /// Counts a failed request of `kind`.
  @inline(__always)
  public func countFailure(_ kind: RequestKind, _ failure: FailureKind) {
    add(1, at: Self.failureBase + kind.rawValue * Self.failuresPerKind + Int(failure.rawValue))
  }

  /// Failed requests of `kind` with this `failure`.
  public func failures(_ kind: RequestKind, _ failure: FailureKind) -> UInt64 {
    cell(Self.failureBase + kind.rawValue * Self.failuresPerKind + Int(failure.rawValue))
  }

  /// Records `value` nanoseconds in `histogram`.
  @inline(__always)
  public func record(_ value: Nanoseconds, in histogram: Histogram) {
    let base = Self.histogramBase + histogram.rawValue * HistogramLayout.count
    add(1, at: base + HistogramLayout.index(of: value))
  }

  /// How often bin `bin` of `histogram` was recorded.
  ///
  /// - Precondition: 0 <= bin < ``HistogramLayout/count``.
  public func count(in histogram: Histogram, bin: Int) -> UInt64 {
    precondition(bin >= 0 && bin < HistogramLayout.count, "bin out of range")
    return cell(Self.histogramBase + histogram.rawValue * HistogramLayout.count + bin)
  }
}
