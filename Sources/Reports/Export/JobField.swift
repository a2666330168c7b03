internal import Results
internal import Workloads

/// One of the columns of a table of jobs, which are the keys of its JSON form, too.
///
/// Instants are nanoseconds since the run's start, stamps nanoseconds since the Unix epoch; what has
/// not happened has no value.
struct JobField: Sendable {
  /// What a field of a job holds.
  enum Value {
    case none
    case integer(Int64)
    /// Text of the job API or of the scenario, as UTF-8.
    case text([UInt8])
    /// One of our own words.
    case word(String)
    case words([String])
    case truth(Bool)
  }

  /// The column's name, which ends in its unit.
  let name: String
  /// What the column holds of a job.
  let value: @Sendable (ExportedJob, ExportedRun) -> Value

  private init(
    _ name: String, _ value: @escaping @Sendable (ExportedJob, ExportedRun) -> Value
  ) {
    self.name = name
    self.value = value
  }

  /// A column with an instant or a stamp, where 0 means that it did not happen.
  private static func instant(
    _ name: String, _ value: @escaping @Sendable (JobRecord) -> Nanoseconds
  ) -> JobField {
    JobField(name) { job, _ in
      let instant = value(job.record)
      return instant == 0 ? .none : .integer(instant)
    }
  }

  private static func count(
    _ name: String, _ value: @escaping @Sendable (JobRecord) -> Int
  ) -> JobField {
    JobField(name) { job, _ in .integer(Int64(value(job.record))) }
  }

  /// All columns, in order.
  static let all: [JobField] = names + instants + stamps + times + counts + flags

  private static let names = [
    JobField("row") { job, _ in .integer(Int64(job.row)) },
    JobField("class") { job, run in .text(Array(run.className(Int(job.record.jobClass)).utf8)) },
    JobField("id") { job, run in
      let bytes = run.table.rows.idCopy(job.row)
      return bytes.isEmpty ? .none : .text(Array(String(decoding: bytes, as: UTF8.self).utf8))
    },
    JobField("id_hex") { job, run in
      let bytes = run.table.rows.idCopy(job.row)
      return String(validating: bytes, as: UTF8.self) == nil
        ? .word(Hexadecimal.text(bytes)) : .none
    },
    JobField("outcome") { job, _ in .word(job.outcome.name) },
    JobField("failure") { job, _ in
      job.record.failure == .none ? .none : .word(job.record.failure.name)
    },
    JobField("state") { job, _ in
      job.record.state == .unknown ? .none : .word("\(job.record.state)")
    },
    JobField("warm_up") { job, _ in .truth(job.isWarmUp) },
  ]

  private static let instants = [
    JobField("intended_ns") { job, _ in .integer(job.record.intended) },
    instant("dispatched_ns", \.dispatched),
    instant("acknowledged_ns", \.acknowledged),
    instant("still_queued_ns", \.stillQueued),
    instant("seen_started_ns", \.seenStarted),
    instant("still_open_ns", \.stillOpen),
    instant("detected_ns", \.detected),
    instant("cancel_sent_ns", \.cancelSent),
    instant("webhook_ns") { $0.traits.contains(.hooked) ? $0.due : 0 },
    instant("retired_ns", \.retired),
  ]

  private static let stamps = [
    instant("created_stamp_ns", \.createdStamp),
    instant("started_stamp_ns", \.startedStamp),
    instant("completed_stamp_ns", \.completedStamp),
  ]

  private static let times = [
    JobField("terminal_lower_ns") { job, _ in job.terminalLower.map(Value.integer) ?? .none },
    JobField("terminal_upper_ns") { job, _ in job.terminalUpper.map(Value.integer) ?? .none },
    JobField("end_to_end_lower_ns") { job, _ in
      job.terminalLower.map { .integer(max($0.since(job.record.intended), 0)) } ?? .none
    },
    JobField("end_to_end_upper_ns") { job, _ in
      job.terminalUpper.map { .integer($0.since(job.record.intended)) } ?? .none
    },
  ]

  private static let counts = [
    count("polls") { Int($0.polls) },
    count("poll_failures") { Int($0.pollFailures) },
    count("consecutive_poll_failures") { Int($0.consecutiveFailures) },
    count("push_attempts") { Int($0.pushAttempts) },
    JobField("push_status") { job, _ in
      job.record.pushStatus == 0 ? .none : .integer(Int64(job.record.pushStatus))
    },
  ]

  private static let flags = [
    JobField("oddities") { job, _ in .words(FlagNames.oddities.of(job.record.oddities.rawValue)) },
    JobField("traits") { job, _ in .words(FlagNames.traits.of(job.record.traits.rawValue)) },
  ]
}

/// The names of flags, by their bits.
struct FlagNames: Sendable {
  private let names: [String]

  /// Names of the bits from the lowest.
  private init(_ names: String...) { self.names = names }

  /// What was odd about a job, in the words of contract findings.
  static let oddities = FlagNames(
    "unknown_state", "state_went_back", "unreadable_stamp", "completed_again", "foreign_id",
    "stamp_changed", "missing_field", "mistyped_field", "missing_output", "missing_error",
    "terminal_left")

  /// How a job was treated.
  static let traits = FlagNames(
    "to_cancel", "cancel_refused", "relative_stamps", "webhook", "no_long_poll", "unlisted",
    "rechecked")

  /// The names of the bits of `flags`; a bit without a name gets its number.
  func of(_ flags: UInt16) -> [String] {
    (0..<UInt16.bitWidth).filter { flags >> UInt16($0) & 1 != 0 }.map {
      names.indices.contains($0) ? names[$0] : "bit_\($0)"
    }
  }
}
