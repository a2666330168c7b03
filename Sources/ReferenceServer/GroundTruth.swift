public import Workloads

/// What really happened to one job: the exact instants at which the server changed its state.
///
/// An instant is read at the moment of the change, on the only thread that answers requests, so a
/// reply written before it shows the old state and a reply written after it the new one.
///
/// The truth log holds one such record per line, written when its job becomes terminal; when the
/// server stops, the jobs that are not terminal follow, with `"terminal":false`:
/// ```
/// {"sequence":0,"id":"<uuid>","state":"finished","terminal":true,"worker":3,"service_ns":200000000,
///  "created_monotonic_ns":1,"created_wall_ns":1,"started_monotonic_ns":2,"started_wall_ns":2,
///  "completed_monotonic_ns":3,"completed_wall_ns":3,
///  "events":[{"event":"queued","monotonic_ns":1,"wall_ns":1}, ...]}
/// ```
/// (on one line). `worker` and the instants of what did not happen are null. A job that a fault made
/// the server forget has its line at that moment, with `"terminal":false` and a last event `lost`;
/// a second completion, which is a fault, too, comes after the line and is in ``events`` alone. The
/// lines of faults, which have no `sequence`, are as ``FaultRecord`` describes.
public struct TruthRecord: Sendable, Hashable {
  /// The job's id as the API shows it.
  public var id: String
  /// The number of jobs pushed before this one.
  public var sequence: Int
  /// The present state, in the canonical words.
  public var state: JobState
  /// The number of the worker that ran the job, from 0; nil when it never started.
  public var worker: Int?
  /// The service time drawn for the job, in nanoseconds, restarts not included.
  public var service: Nanoseconds
  /// When the job became queued.
  public var created: Instant
  /// When the job first became processing; nil when it never started.
  public var started: Instant?
  /// When the job became terminal; nil when it is not.
  public var completed: Instant?
  /// Everything that happened, in order.
  public var events: [TruthEvent]
}

/// One change of a job and its instant.
public struct TruthEvent: Sendable, Hashable {
  /// The kinds of change.
  public enum Kind: String, Sendable {
    case queued
    case processing
    case output
    case restarted
    case finished
    case error
    case cancelled
    /// The server forgot the job.
    case lost
    /// The job, complete already, completed once more.
    case completedAgain = "completed_again"
  }

  /// What changed.
  public var kind: Kind
  /// When.
  public var instant: Instant
}

extension Text {
  /// Writes one line of the truth log, line feed included.
  mutating func writeTruth(_ record: TruthRecord) {
    writeStaticString("{\"sequence\":")
    writeDecimal(record.sequence)
    writeStaticString(",\"id\":\"")
    writeString(record.id)
    writeStaticString("\",\"state\":\"")
    writeString(record.state.word)
    writeStaticString("\",\"terminal\":")
    writeStaticString(record.state.isTerminal ? "true" : "false")
    writeStaticString(",\"worker\":")
    writeDecimalOrNull(record.worker)
    writeStaticString(",\"service_ns\":")
    writeDecimal(record.service)
    writeInstant("created_", record.created)
    writeInstant("started_", record.started)
    writeInstant("completed_", record.completed)
    writeStaticString(",\"events\":")
    writeList("[", record.events, "]") {
      $0.writeStaticString("{\"event\":\"")
      $0.writeString($1.kind.rawValue)
      $0.writeStaticString("\"")
      $0.writeInstant("", $1.instant)
      $0.writeStaticString("}")
    }
    writeStaticString("}\n")
  }

  private mutating func writeInstant(_ name: StaticString, _ instant: Instant?) {
    writeStaticString(",\"")
    writeStaticString(name)
    writeStaticString("monotonic_ns\":")
    writeDecimalOrNull(instant?.monotonic)
    writeStaticString(",\"")
    writeStaticString(name)
    writeStaticString("wall_ns\":")
    writeDecimalOrNull(instant?.wall)
  }

  private mutating func writeDecimalOrNull(_ number: (some FixedWidthInteger)?) {
    if let number { writeDecimal(number) } else { writeStaticString("null") }
  }
}
