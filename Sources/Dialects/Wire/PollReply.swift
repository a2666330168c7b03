// Hot path: see Documentation.docc/HotPath.md

public import Workloads

/// What the body of a reply to a poll says.
///
/// Trivially copyable.
public struct PollReply: Sendable, Equatable {
  /// Whether the body is JSON; when not, everything else says nothing.
  public var isReadable = false
  /// Whether there is a state word, listed or not; null is none.
  public var hasState = false
  /// The state, `unknown` when there is no word or the dialect does not list it.
  public var state = JobState.unknown
  /// The server's stamp of the push, nanoseconds since the Unix epoch (but see
  /// ``hasRelativeStamps``); 0 for none.
  public var created: Nanoseconds = 0
  /// The server's stamp of the start of processing, likewise.
  public var started: Nanoseconds = 0
  /// The server's stamp of the terminal instant, likewise.
  public var completed: Nanoseconds = 0
  /// Whether the API gives durations, and the stamps count from a creation at 1 ns, or from a start at
  /// 1 ns where it says nothing of the time before.
  public var hasRelativeStamps = false
  /// The most digits of a second in any of the stamps: 9 for nanoseconds, 0 for whole seconds.
  public var stampDigits = 0
  /// What was odd: unknown state word, unreadable stamp, another job's id.
  public var oddities: Oddities = []
  /// Where the error text is in the body, as written there (a string without its quotes, but
  /// with its escapes); `absent` when it is missing, null, false, 0 or empty.
  public var error = JSONValue.absent
  /// Whether there is an error text.
  public var hasError = false
  /// Whether there is something where the output should be.
  public var hasOutput = false
  /// The fields of the contract that are not there, one bit each.
  public var missingFields: UInt32 = 0
  /// The fields of the contract that are of another type, one bit each.
  public var mistypedFields: UInt32 = 0

  /// A reply that says nothing.
  public init() {}
}
