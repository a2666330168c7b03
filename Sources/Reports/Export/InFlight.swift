internal import Platform
internal import Results
internal import Workloads

/// How many jobs of each class were in flight, at the ends of equal steps of a run.
struct InFlight {
  private static let steps = 1_000

  /// When the run ended, or the last instant that is known of it.
  let end: Nanoseconds
  private let step: Nanoseconds
  /// For each class, the change within each step.
  private var changes: [[Int]]

  /// Counts the jobs of all rows of `run`.
  init(_ run: ExportedRun) {
    var last = max(run.table.endInstant, 1)
    for row in 0..<run.rowCount {
      guard let record = run.job(row)?.record else { continue }
      last = max(last, record.dispatched, record.acknowledged, record.stillOpen, record.detected)
      last = max(last, record.retired)
    }
    end = last
    step = max((last - 1) / Nanoseconds(Self.steps) + 1, 1)
    changes = [[Int]](
      repeating: [Int](repeating: 0, count: Self.steps + 2), count: run.classCount)
    for row in 0..<run.rowCount {
      guard let job = run.job(row), job.record.dispatched != 0 else { continue }
      let number = Int(job.record.jobClass)
      guard number < changes.count else { continue }
      changes[number][position(job.record.dispatched)] += 1
      let gone = job.outcome.isObserved ? job.record.detected : job.record.retired
      if gone != 0 { changes[number][position(gone)] -= 1 }
    }
  }

  /// The number of the first step's end at or after `instant`.
  private func position(_ instant: Nanoseconds) -> Int {
    let clamped = min(max(instant, 0), end)
    return Int(clamped / step) + (clamped % step == 0 ? 0 : 1)
  }

  /// Writes a counter event wherever the number differs from that of the step before.
  func write(to sink: inout ByteSink) throws(SystemError) {
    for (number, changes) in changes.enumerated() {
      var count = 0
      for (position, change) in changes.enumerated() where change != 0 || position == 0 {
        count += change
        try TraceEventExport.separate(&sink)
        sink.append(#"{"ph":"C","name":"in flight","pid":\#(number + 1),"tid":0,"ts":"#)
        sink.append(thousandthOf: Nanoseconds(position) * step)
        sink.append(#","args":{"jobs":\#(count)}}"#)
      }
    }
  }
}
