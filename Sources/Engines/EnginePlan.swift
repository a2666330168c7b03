public import Dialects
public import Transport
public import Workloads

/// Everything an engine is told: one of the two values that cross from cold to hot.
public struct EnginePlan: Sendable {
  /// Which engine, from 0; row n is its own if n mod ``engineCount`` is `index`.
  public var index: Int
  /// Number of engines.
  public var engineCount: Int
  /// The rows of all engines, intended instants and classes filled in.
  public var rows: JobRows
  /// Where this engine counts.
  public var tally: EngineTally
  /// The run's start on the monotonic clock, in nanoseconds.
  public var startMonotonic: Nanoseconds
  /// Where requests go.
  public var transport: TransportOptions
  /// What goes before every path of the dialect, for example `/prefix`; usually empty.
  public var pathPrefix = ""
  /// What the job API says on the wire.
  public var dialect: Dialect
  /// The function of each job class, for the paths that name it.
  public var functions: [String]
  /// The push body of each job class.
  public var payloads: [[UInt8]]
  /// How jobs are followed.
  public var follow: FollowPlan
  /// Whether the run goes on after its process ended: no pushes, only jobs that have an id.
  public var isResumption = false

  /// A plan from its parts; the rest has defaults.
  public init(
    index: Int, engineCount: Int, rows: JobRows, tally: EngineTally, startMonotonic: Nanoseconds,
    transport: TransportOptions, dialect: Dialect, functions: [String], payloads: [[UInt8]],
    follow: FollowPlan
  ) {
    self.index = index
    self.engineCount = engineCount
    self.rows = rows
    self.tally = tally
    self.startMonotonic = startMonotonic
    self.transport = transport
    self.dialect = dialect
    self.functions = functions
    self.payloads = payloads
    self.follow = follow
  }
}

/// How jobs are followed to their outcome.
public struct FollowPlan: Sendable {
  /// When to ask again.
  public var poll: PollPolicy
  /// How long after its intended instant a job is followed, in nanoseconds.
  public var timeout: Nanoseconds = 600_000_000_000
  /// Whether a job at its timeout is cancelled.
  public var cancelsAtTimeout = false
  /// How long after the acknowledgement a 404 is forgiven, in nanoseconds.
  public var grace: Nanoseconds = 2_000_000_000
  /// When failed requests are sent again.
  public var retry = RetryRule()
  /// The seed of poll phases and retry waits.
  public var seed: UInt64 = 1

  /// How late a poll may be sent by choice, in nanoseconds.
  ///
  /// Polls that are due close together then share one wake-up of the engine. It is 1 % of the
  /// shortest wait, at most 1 ms. The first push of a job is never delayed.
  /// Brackets are stamped when a poll is sent, so they stay true; they grow by this at most.
  public var pollSlack: Nanoseconds

  /// Follows by `poll`, with defaults for the rest.
  public init(poll: PollPolicy) {
    self.poll = poll
    pollSlack = min(poll.shortestDelay / 100, 1_000_000)
  }
}
