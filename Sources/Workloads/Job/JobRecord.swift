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
  /// Status requests sent for this job, and replies to requests for lists that had it.
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
  /// How the job was treated.
  public var traits: Traits = []
  private var reserved: UInt16 = 0
  /// Where a list is read page by page, when the job is next asked about by itself; where webhooks are
  /// awaited, when one said that it is terminal.
  public var due: Nanoseconds = 0

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

  /// The intended instant of a row whose arrival was not decided: a closed phase has more rows than
  /// its population may come to need.
  public static let undecided = Nanoseconds.max

  /// Whether the row stands for an arrival; see ``undecided``.
  public var isArrival: Bool { intended != Self.undecided }

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
  /// The stamp of the end was another one when the job was looked at once more.
  public static let completedAgain = Oddities(rawValue: 1 << 3)
  /// A reply named another job's id.
  public static let foreignID = Oddities(rawValue: 1 << 4)
  /// A stamp changed between two replies.
  public static let stampChanged = Oddities(rawValue: 1 << 5)
  /// A field of the dialect's contract was missing.
  public static let missingField = Oddities(rawValue: 1 << 6)
  /// A field of the dialect's contract had another type.
  public static let mistypedField = Oddities(rawValue: 1 << 7)
  /// The job finished without the output that the dialect expects.
  public static let missingOutput = Oddities(rawValue: 1 << 8)
  /// The job failed without the error text that the dialect expects.
  public static let missingError = Oddities(rawValue: 1 << 9)
  /// A terminal state was left again.
  public static let terminalLeft = Oddities(rawValue: 1 << 10)
}

/// How a job was treated, and what its record means by that.
public struct Traits: OptionSet, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt16
  /// Takes the bits as they are.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Chosen to be cancelled, whether or not it came to that: kept out of the times of other jobs.
  public static let toCancel = Traits(rawValue: 1 << 0)
  /// The cancel request was refused.
  public static let cancelRefused = Traits(rawValue: 1 << 1)
  /// The stamps are made of durations: they count from the job's own creation, at 1.
  public static let relativeStamps = Traits(rawValue: 1 << 2)
  /// A webhook said that the job is terminal, at ``JobRecord/due``.
  public static let hooked = Traits(rawValue: 1 << 3)
  /// Long polls do not work for this job.
  public static let noLongPoll = Traits(rawValue: 1 << 4)
  /// A list did not have the job.
  public static let unlisted = Traits(rawValue: 1 << 5)
  /// A second look at the ended job is planned or was taken.
  public static let rechecked = Traits(rawValue: 1 << 6)
}
