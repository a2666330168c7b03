import Synchronization

/// What a webhook said about a job, and when it was received.
public struct Hook: Sendable, BitwiseCopyable {
  /// The job's row.
  public var row: Int
  /// The state in it; ``JobState/unknown`` where it does not say.
  public var state: JobState
  /// The receive instant on the monotonic clock, in nanoseconds.
  public var received: Nanoseconds

  /// A webhook about the job of `row`.
  public init(row: Int, state: JobState, received: Nanoseconds) {
    self.row = row
    self.state = state
    self.received = received
  }
}

/// Webhooks on their way from the thread that listens to one engine.
///
/// One thread puts in, one takes out, neither waits: a ring whose two ends are atomics. What finds it full
/// is thrown away and counted; the audit finds such jobs.
///
/// `@unchecked Sendable`: a place of the ring is written by the listener before it moves the back, and
/// read by the engine before it moves the front.
@safe
public final class HookQueue: @unchecked Sendable {
  private static let capacity = 1 << 14

  private let places: UnsafeMutablePointer<Hook>
  private let front = Atomic<Int>(0)
  private let back = Atomic<Int>(0)
  private let thrownAway = Atomic<UInt64>(0)

  /// An empty queue.
  public init() { unsafe places = .allocate(capacity: Self.capacity) }

  deinit { unsafe places.deallocate() }

  /// Puts a webhook in.
  public func put(_ hook: Hook) {
    let end = back.load(ordering: .relaxed)
    guard end - front.load(ordering: .acquiring) < Self.capacity else {
      thrownAway.add(1, ordering: .relaxed)
      return
    }
    unsafe places[end & (Self.capacity - 1)] = hook
    back.store(end + 1, ordering: .releasing)
  }

  /// Takes the oldest webhook out; nil when there is none.
  public func take() -> Hook? {
    let start = front.load(ordering: .relaxed)
    guard start < back.load(ordering: .acquiring) else { return nil }
    let hook = unsafe places[start & (Self.capacity - 1)]
    front.store(start + 1, ordering: .releasing)
    return hook
  }

  /// Webhooks that found the queue full.
  public var dropped: UInt64 { thrownAway.load(ordering: .relaxed) }
}
