public import Platform
internal import Results
internal import Scenarios
internal import Workloads

/// A run as trace events, which Perfetto and chrome://tracing show as timelines.
///
/// Every job class is a process; every job in it an asynchronous slice from its intended instant to its
/// end, with slices inside:
/// ```
/// job        ├──────────────────────────────────────────────────────────────┤
/// dispatch delay ├┤├─ push ─┤├─ queued ─┤├──── processing ────┤├ detection ┤
/// ```
/// They are cut where the client knew: `queued` ends when a start was seen, `detection` is the terminal
/// bracket. Times are microseconds from the run's start.
public enum TraceEventExport {
  /// From how many jobs on viewers become slow.
  public static let manyJobs = 200_000

  /// Writes the jobs of the rows `rows` of `run`; the counters are of all jobs.
  public static func write(
    _ run: ExportedRun, rows: Range<Int>, to sink: inout ByteSink
  ) throws(SystemError) {
    sink.append(#"{"displayTimeUnit":"ms","otherData":{"scenario":"#)
    sink.append(json: run.manifest.scenario.name.utf8)
    sink.append(#","started_at":"#)
    sink.append(json: InstantText.iso(run.table.startWall).utf8)
    sink.append(#","time":"microseconds from the run's start"},"traceEvents":["#)
    try sink.endLine()
    for number in 0..<run.classCount {
      if number > 0 { try separate(&sink) }
      sink.append(#"{"ph":"M","pid":\#(number + 1),"name":"process_name","args":{"name":"#)
      sink.append(json: "jobs of class \(run.className(number))".utf8)
      sink.append("}}")
    }
    let load = InFlight(run)
    try load.write(to: &sink)
    for row in rows {
      guard let job = run.job(row), job.record.dispatched != 0 else { continue }
      try write(JobSlices(job, runEnd: load.end), id: run.table.rows.idCopy(row), to: &sink)
    }
    try sink.endLine()
    sink.append("]}")
    try sink.endLine()
    try sink.finish()
  }

  /// Between two events.
  static func separate(_ sink: inout ByteSink) throws(SystemError) {
    sink.append(",")
    try sink.endLine()
  }

  private static func write(
    _ slices: JobSlices, id: [UInt8], to sink: inout ByteSink
  ) throws(SystemError) {
    try begin("job", slices.whole.lowerBound, slices, &sink)
    sink.append(#","args":{"id":"#)
    sink.append(json: String(decoding: id, as: UTF8.self).utf8)
    sink.append(slices.arguments + "}")
    for slice in slices.inner {
      try begin(slice.name, slice.time.lowerBound, slices, &sink)
      sink.append("}")
      try end(slice.name, slice.time.upperBound, slices, &sink)
    }
    try end("job", slices.whole.upperBound, slices, &sink)
  }

  private static func begin(
    _ name: String, _ instant: Nanoseconds, _ slices: JobSlices, _ sink: inout ByteSink
  ) throws(SystemError) {
    try event("b", name, instant, slices, &sink)
  }

  private static func end(
    _ name: String, _ instant: Nanoseconds, _ slices: JobSlices, _ sink: inout ByteSink
  ) throws(SystemError) {
    try event("e", name, instant, slices, &sink)
    sink.append("}")
  }

  /// An event without its final brace.
  private static func event(
    _ kind: String, _ name: String, _ instant: Nanoseconds, _ slices: JobSlices,
    _ sink: inout ByteSink
  ) throws(SystemError) {
    try separate(&sink)
    sink.append(#"{"ph":""# + kind + #"","cat":"job","id":""#)
    sink.append(Int64(slices.row))
    sink.append(#"","name":""# + name + #"","pid":"#)
    sink.append(Int64(slices.process))
    sink.append(#","tid":0,"ts":"#)
    sink.append(thousandthOf: instant)
  }
}

/// What a timeline shows of one job.
struct JobSlices {
  /// A named stretch of time.
  struct Slice {
    var name: String
    var time: ClosedRange<Nanoseconds>
  }

  /// The row's number.
  var row: Int
  /// The process that stands for the job's class.
  var process: Int
  /// From the intended instant to the end.
  var whole: ClosedRange<Nanoseconds>
  /// The stretches within, one after another.
  var inner: [Slice] = []
  /// What else is known, as the rest of a JSON object.
  var arguments: String

  /// The slices of `job`, which was dispatched; one without an end goes on to `runEnd`.
  init(_ job: ExportedJob, runEnd: Nanoseconds) {
    let record = job.record
    row = job.row
    process = Int(record.jobClass) + 1
    let start = record.intended
    let isEnded = job.outcome.isObserved || record.retired != 0
    let end = max(
      start, job.outcome.isObserved ? record.detected : isEnded ? record.retired : runEnd)
    whole = start...end
    arguments = Self.arguments(of: job)
    var last = start
    func cut(_ name: String, at instant: Nanoseconds) {
      let stop = min(max(instant, last), end)
      inner.append(Slice(name: name, time: last...stop))
      last = stop
    }
    cut("dispatch delay", at: record.dispatched)
    guard record.acknowledged != 0 else {
      cut("push", at: end)
      return
    }
    cut("push", at: record.acknowledged)
    let open = job.outcome.isObserved ? max(record.stillOpen, record.dispatched) : end
    cut("queued", at: record.seenStarted == 0 ? open : min(record.seenStarted, open))
    if record.seenStarted != 0 { cut("processing", at: open) }
    if job.outcome.isObserved { cut("detection", at: end) }
  }

  private static func arguments(of job: ExportedJob) -> String {
    let record = job.record
    func instant(_ instant: Nanoseconds?) -> String { instant.map { "\($0)" } ?? "null" }
    var text = #","row":\#(job.row),"outcome":"\#(job.outcome.name)","state":"\#(record.state)""#
    text += #","terminal_lower_ns":\#(instant(job.terminalLower))"#
    text += #","terminal_upper_ns":\#(instant(job.terminalUpper))"#
    text += #","push_status":\#(record.pushStatus),"polls":\#(record.polls)"#
    if record.failure != .none { text += #","failure":"\#(record.failure.name)""# }
    if job.isWarmUp { text += #","warm_up":true"# }
    return text + "}"
  }
}
