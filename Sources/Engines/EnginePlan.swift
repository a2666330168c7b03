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
  public var pushBodies: [BodyTemplate]
  /// Inputs that single rows have in place of those of their class.
  public var rowInputs = RowInputs()
  /// How jobs are followed.
  public var follow: FollowPlan
  /// The closed phases of the schedule.
  public var closedPhases: [ClosedPhase] = []
  /// Webhooks about this engine's jobs; nil where there are none.
  public var hooks: HookQueue?
  /// What the URL of a job's webhook begins with, before its row; nil where none is asked for.
  public var webhookBase: String?
  /// What tells the ids of this run apart from those of others, where ids are chosen.
  public var runToken = ""
  /// Whether the run goes on after its process ended: no pushes, only jobs that have an id.
  public var isResumption = false

  /// A plan from its parts; the rest has defaults.
  public init(
    index: Int, engineCount: Int, rows: JobRows, tally: EngineTally, startMonotonic: Nanoseconds,
    transport: TransportOptions, dialect: Dialect, functions: [String],
    pushBodies: [BodyTemplate], follow: FollowPlan
  ) {
    self.index = index
    self.engineCount = engineCount
    self.rows = rows
    self.tally = tally
    self.startMonotonic = startMonotonic
    self.transport = transport
    self.dialect = dialect
    self.functions = functions
    self.pushBodies = pushBodies
    self.follow = follow
  }
}
