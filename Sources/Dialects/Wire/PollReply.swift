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
  /// The server's stamp of the push, nanoseconds since the Unix epoch; 0 for none.
  public var created: Nanoseconds = 0
  /// The server's stamp of the start of processing, likewise.
  public var started: Nanoseconds = 0
  /// The server's stamp of the terminal instant, likewise.
  public var completed: Nanoseconds = 0
  /// The most digits of a second in any of the stamps: 9 for nanoseconds, 0 for whole seconds.
  public var stampDigits = 0
  /// What was odd: unknown state word, unreadable stamp, another job's id.
  public var oddities: Oddities = []
  /// Where the error text is in the body, as written there (a string without its quotes, but
  /// with its escapes); `absent` when it is missing, null, false, 0 or empty.
  public var error = JSONValue.absent

  /// A reply that says nothing.
  public init() {}
}
