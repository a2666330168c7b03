public import Workloads

/// A fault that happened, and when.
///
/// The truth log has a line for each, among those of jobs, written at that moment:
/// ```
/// {"fault":"slow","monotonic_ns":1,"wall_ns":1,"id":"<uuid>","time_ns":200000000,"offset_ns":null}
/// ```
/// `id` is that of the job it happened to, and null where there is none; `time_ns` is how long it
/// took or takes, and null where that says nothing. The faults of clocks are logged when the server
/// starts, and a step when it happens. For them `time_ns` is the fault's own shift, and
/// `offset_ns` how far the clock that dates replies is ahead at that moment, everything together.
public struct FaultRecord: Sendable, Hashable {
  /// What went wrong.
  public var name: FaultName
  /// When, on the true clocks.
  public var instant: Instant
  /// The id of the job that it happened to, as the API shows it.
  public var id: String?
  /// How long it took or takes, or how far a clock is shifted by it, in nanoseconds.
  public var time: Nanoseconds?
  /// How far the clock that dates replies is ahead, in nanoseconds; nil for faults of other kinds.
  public var offset: Nanoseconds?
}

extension Text {
  /// Writes one line of the truth log, line feed included.
  mutating func writeFault(_ record: FaultRecord) {
    writeString("{\"fault\":\"\(record.name.rawValue)\"")
    writeString(",\"monotonic_ns\":\(record.instant.monotonic)")
    writeString(",\"wall_ns\":\(record.instant.wall)")
    writeString(",\"id\":\(record.id.map { "\"\($0)\"" } ?? "null")")
    for (key, value) in [("time_ns", record.time), ("offset_ns", record.offset)] {
      writeString(",\"\(key)\":\(value.map(String.init) ?? "null")")
    }
    writeStaticString("}\n")
  }
}
