/// The fixed truth about one job: a row of the job table.
///
/// Trivial and 128 bytes, so that it lives in a memory-mapped file and is written in place.
/// Instants without a suffix are nanoseconds since the run's start on the client's monotonic clock,
/// 0 where they have not happened (nothing happens at 0: the run starts before its first arrival,
/// and only `intended` may be 0). Stamps are the server's own, in nanoseconds since the Unix epoch,
/// 0 where the server gave none.
///
/// ```
/// intended   dispatched  acknowledged   stillQueued  seenStarted    stillOpen       detected
/// ──┼────────────┼────────────┼──────────────┼──────────┼───────────────┼──────────────┼──▶
///   dispatch delay  push time                 (started is here]          (terminal is here]
/// ```
public struct JobRecord: Sendable, BitwiseCopyable {
  /// When the job should enter, by the schedule.
  public var intended: Nanoseconds
  /// When the push was first handed to the transport.
  public var dispatched: Nanoseconds = 0
  /// When the accepting reply was complete; the job has an id from here on.
  public var acknowledged: Nanoseconds = 0
  /// Send instant of the last poll whose reply said queued; lower end of the start bracket.
  public var stillQueued: Nanoseconds = 0
  /// Receive instant of the first reply that said processing or a terminal state.
  public var seenStarted: Nanoseconds = 0
  /// Send instant of the last poll whose reply was not terminal; lower end of the terminal bracket.
  public var stillOpen: Nanoseconds = 0
  /// Receive instant of the first terminal reply; upper end of the terminal bracket.
  public var detected: Nanoseconds = 0
  /// When a cancellation was sent.
  public var cancelSent: Nanoseconds = 0
  /// When the job got its outcome.
  public var retired: Nanoseconds = 0
  /// Server stamp: the job was created.
  public var createdStamp: Nanoseconds = 0
  /// Server stamp: processing started.
  public var startedStamp: Nanoseconds = 0
  /// Server stamp: a terminal state was reached.
  public var completedStamp: Nanoseconds = 0
  /// Status requests sent for this job.
  public var polls: UInt32 = 0
  /// Status requests among them that failed.
  public var pollFailures: UInt16 = 0
  /// The job class, an index into the scenario's list.
  public var jobClass: UInt16
  /// HTTP status of the last push reply.
  public var pushStatus: UInt16 = 0
  /// Push requests sent; more than one only where the earlier ones were surely not accepted.
  public var pushAttempts: UInt16 = 0
  /// Length of the id kept beside the record, in bytes; 0 until acknowledged.
  public var idLength: UInt16 = 0
  /// What was odd about this job.
  public var oddities: Oddities = []
  private var outcomeCode: UInt8 = 0
  private var failureCode: UInt8 = 0
  private var stateCode: UInt8 = 0
  /// Failed polls since the last good one, at most 255.
  public var consecutiveFailures: UInt8 = 0
  // The smaller one first: with padding between them the record would be longer than 128 bytes.
  private var reserved1: UInt32 = 0
  private var reserved2: UInt64 = 0

  /// A scheduled arrival of class `jobClass`.
  public init(intended: Nanoseconds, jobClass: UInt16 = 0) {
    self.intended = intended
    self.jobClass = jobClass
  }

  /// The last word about the job; ``Outcome/none`` until then.
  public var outcome: Outcome {
    get { Outcome(rawValue: outcomeCode) ?? .none }
    set { outcomeCode = newValue.rawValue }
  }

  /// Why the push came to nothing, or the kind of the last failed poll.
  public var failure: FailureKind {
    get { FailureKind(rawValue: failureCode) ?? .none }
    set { failureCode = newValue.rawValue }
  }

  /// The state the last reply reported.
  public var state: JobState {
    get { JobState(rawValue: stateCode) ?? .unknown }
    set { stateCode = newValue.rawValue }
  }

  /// Whether the job is in flight: dispatched and without an outcome.
  public var isInFlight: Bool { dispatched != 0 && outcome == .none }
}

/// Oddities of one job, counted in the report and never silently repaired.
public struct Oddities: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt16
  /// Takes the bits as they are.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A reply used a state word that the dialect does not list.
  public static let unknownState = Oddities(rawValue: 1 << 0)
  /// The state went from processing back to queued.
  public static let stateWentBack = Oddities(rawValue: 1 << 1)
  /// A stamp did not parse.
  public static let unreadableStamp = Oddities(rawValue: 1 << 2)
  /// The stamps are not in the order created, started, completed.
  public static let stampDisorder = Oddities(rawValue: 1 << 3)
  /// A reply named another job's id.
  public static let foreignID = Oddities(rawValue: 1 << 4)
  /// A stamp changed between two replies.
  public static let stampChanged = Oddities(rawValue: 1 << 5)
}
