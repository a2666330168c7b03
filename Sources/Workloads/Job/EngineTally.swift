import Synchronization

/// The kinds of request an engine sends.
public enum RequestKind: Int, Sendable, BitwiseCopyable, CaseIterable {
  /// Asks for a job.
  case push = 0
  /// Asks for the state of one job.
  case poll = 1
  /// Asks to cancel one job.
  case cancel = 2
  /// Asks for the states of many jobs.
  case list = 3
  /// Asks for the state of one job once it is terminal: a long poll.
  case longPoll = 4

  /// The name in reports.
  public var name: String {
    switch self {
    case .push: "push"
    case .poll: "poll"
    case .cancel: "cancel"
    case .list: "list"
    case .longPoll: "await"
    }
  }

  /// Whether it asks for states: what a poll budget counts.
  public var isStatus: Bool { self == .poll || self == .list || self == .longPoll }
}

/// What one engine counts besides the job records: requests by kind and result, its own busy time,
/// some histograms, and what replies say of the server's clock.
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
    /// Status requests that were due and waited because the poll budget was spent.
    case pollsHeld
    /// Nanoseconds they waited together.
    case heldNanoseconds
    /// Cancellations that were planned and came too late: the job had moved on.
    case cancelsMissed
    /// Polls of jobs that were terminal already, to see whether they stay so.
    case rechecks
    /// Times a list was read to its end, or until it had every job that was looked for.
    case sweeps
    /// Jobs that a list did not have, and that were asked about one by one.
    case listMisses
    /// Webhooks that named a job of this engine.
    case hooks
    /// Those among them that said nothing new.
    case hooksRepeated
    /// Webhooks that were thrown away because the engine had too many to look at.
    case hooksDropped
    /// Arrivals of closed phases that were dispatched.
    case closedArrivals
    /// 1 once a closed phase had no row left for its next arrival.
    case closedExhausted
    /// 1 once a closed phase was ended before its time.
    case closedCut
    /// Polls that a learned policy placed.
    case pollsPlaced
    /// Those among them that it placed by when a job was to start, or had started, in the queue.
    case pollsByWavefront
    /// Times a learned policy solved for its density anew.
    case refits
  }

  /// The histograms of values that no job record keeps.
  public enum Histogram: Int, Sendable, CaseIterable {
    /// Poll sent to reply complete.
    case poll
    /// Poll due to poll sent.
    case pollLag
    /// Intended to detected, for the live view only.
    case endToEndSeen
    /// The planned wait before a poll: from sending the one before, or from the acknowledgement.
    case pollGap
  }

  /// The most fields of a dialect's contract.
  public static let contractFields = 32

  private static let statusBase = 64
  private static let statusesPerKind = 500
  private static let failureBase = statusBase + RequestKind.allCases.count * statusesPerKind
  private static let failuresPerKind = 16
  private static let requestBase = failureBase + RequestKind.allCases.count * failuresPerKind
  private static let contractBase = requestBase + 8
  private static let histogramBase = contractBase + 4 * contractFields

  static let dateBase = histogramBase + Histogram.allCases.count * HistogramLayout.count

  /// Bytes one tally takes, a multiple of the page size.
  public static let byteCount = ((dateBase + dateCells) * 8 + 4095) / 4096 * 4096

  let cells: AtomicCells

  /// A tally over `base`, which holds at least ``byteCount`` bytes aligned to 64, zero at first.
  public init(base: UnsafeMutableRawPointer) {
    unsafe cells = AtomicCells(base)
  }

  @inline(__always)
  private func add(_ amount: UInt64, at index: Int) { cells[index] &+= amount }

  /// The value of `counter`.
  public subscript(counter: Counter) -> UInt64 { cells[counter.rawValue] }

  /// Adds `amount` to `counter`; negative amounts take away.
  @inline(__always)
  public func add(_ amount: Int = 1, to counter: Counter) {
    add(UInt64(bitPattern: Int64(amount)), at: counter.rawValue)
  }

  /// Sets `counter` to `value`.
  @inline(__always)
  public func set(_ counter: Counter, to value: UInt64) {
    cells[counter.rawValue] = value
  }

  /// Counts a request of `kind` sent.
  @inline(__always)
  public func countRequest(_ kind: RequestKind) { add(1, at: Self.requestBase + kind.rawValue) }

  /// Requests of `kind` sent.
  public func requests(_ kind: RequestKind) -> UInt64 { cells[Self.requestBase + kind.rawValue] }

  /// Counts a complete reply to a request of `kind` with HTTP `status` (100...599; others count as 599).
  @inline(__always)
  public func countReply(_ kind: RequestKind, status: Int) {
    let clamped = (100...599).contains(status) ? status : 599
    add(1, at: Self.statusBase + kind.rawValue * Self.statusesPerKind + clamped - 100)
  }

  /// Replies to requests of `kind` with HTTP `status` (100...599).
  public func replies(_ kind: RequestKind, status: Int) -> UInt64 {
    cells[Self.statusBase + kind.rawValue * Self.statusesPerKind + status - 100]
  }

  /// Counts a failed request of `kind`.
  @inline(__always)
  public func countFailure(_ kind: RequestKind, _ failure: FailureKind) {
    add(1, at: Self.failureBase + kind.rawValue * Self.failuresPerKind + Int(failure.rawValue))
  }

  /// Failed requests of `kind` with this `failure`.
  public func failures(_ kind: RequestKind, _ failure: FailureKind) -> UInt64 {
    cells[Self.failureBase + kind.rawValue * Self.failuresPerKind + Int(failure.rawValue)]
  }

  /// Counts a job whose reply lacks field `field` of the contract, or has it with a wrong type, and
  /// keeps the row of the first such job as an example.
  public func countBreach(field: Int, isMistyped: Bool, row: Int) {
    guard (0..<Self.contractFields).contains(field) else { return }
    let base = Self.contractBase + 4 * field + (isMistyped ? 2 : 0)
    add(1, at: base)
    if cells[base + 1] == 0 { add(UInt64(row) + 1, at: base + 1) }
  }

  /// How many jobs' replies lack field `field` of the contract, or have it with a wrong type, and the
  /// row of the first; nil for none.
  public func breaches(field: Int, isMistyped: Bool) -> (count: UInt64, row: Int)? {
    guard (0..<Self.contractFields).contains(field) else { return nil }
    let base = Self.contractBase + 4 * field + (isMistyped ? 2 : 0)
    let count = cells[base]
    return count == 0 ? nil : (count, Int(clamping: cells[base + 1]) - 1)
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
    return cells[Self.histogramBase + histogram.rawValue * HistogramLayout.count + bin]
  }
}

extension EngineTally {
  /// The share of its time that the engine spent outside its blocking call; nil when it never ran.
  public var busyShare: Double? {
    let busy = Double(self[.busyNanoseconds])
    let total = busy + Double(self[.idleNanoseconds])
    return total > 0 ? busy / total : nil
  }
}
