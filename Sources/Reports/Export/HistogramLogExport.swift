public import Platform
internal import Results
internal import Scenarios
internal import Workloads

/// A run as a log of HDR histograms, version 1.3, which the tools of HdrHistogram read.
///
/// A line has the values of one metric, in nanoseconds, of the jobs that are intended within one
/// second. With several job classes each has lines of its own besides, tagged `<metric>.<class>`.
public enum HistogramLogExport {
  private static let interval: Nanoseconds = 1_000_000_000

  /// Writes the metrics of `source`.
  public static func write(
    _ source: HistogramSource, to sink: inout ByteSink
  ) throws(SystemError) {
    for line in head(of: source) {
      sink.append(line)
      try sink.endLine()
    }
    let tags = tags(of: source)
    var values = [[Nanoseconds]](repeating: [], count: tags.count)
    let rows = rowsByInterval(source.run)
    var next = rows.startIndex
    while next < rows.endIndex {
      let second = second(of: rows[next], source.run)
      while next < rows.endIndex, Self.second(of: rows[next], source.run) == second {
        enter(rows[next], of: source, &values)
        next += 1
      }
      for (index, tag) in tags.enumerated() where !values[index].isEmpty {
        values[index].sort()
        try writeLine(tag, second, values[index], to: &sink)
        values[index].removeAll(keepingCapacity: true)
      }
    }
    try sink.finish()
  }

  private static func head(of source: HistogramSource) -> [String] {
    let (run, facts) = (source.run, source.document.run)
    let start = seconds(run.table.startWall)
    var lines = [
      "#[Histogram log format version 1.3]",
      "#[scenario \(Escape.plain(run.manifest.scenario.name)), run \(facts.ending.rawValue)]",
      "#[values are nanoseconds, Interval_Max is in milliseconds; intervals are of intended instants]",
    ]
    for index in source.metrics.indices { lines += source.remarks(index).map { "#[\($0)]" } }
    let warmUp = source.document.jobs.warmUp
    if warmUp > 0 { lines.append("#[\(warmUp) jobs of warm-ups are left out]") }
    lines += [
      "#[StartTime: \(start) (seconds since epoch), \(facts.startedAt)]",
      "#[BaseTime: \(start) (seconds since epoch)]",
      #""StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram""#,
    ]
    return lines
  }

  /// Seconds with three decimals, cut; for example `1795490100.250`.
  private static func seconds(_ instant: Nanoseconds) -> String {
    let milliseconds = max(instant, 0) / 1_000_000
    return "\(milliseconds / 1_000)." + String(milliseconds % 1_000 + 1_000).dropFirst()
  }

  /// The tags of all metrics, then for several classes those of each class.
  private static func tags(of source: HistogramSource) -> [String] {
    let all = source.metrics.map(\.tag)
    guard source.run.classCount > 1 else { return all }
    return (0..<source.run.classCount).reduce(into: all) { tags, number in
      let name = tagText(source.run.className(number))
      tags += all.map { "\($0).\(name)" }
    }
  }

  /// `name` without what ends a tag: such bytes, and `%`, as `%` and two hexadecimal digits.
  static func tagText(_ name: String) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      let isPlain = byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: ",")
      if isPlain, byte != UInt8(ascii: "%") {
        bytes.append(byte)
      } else {
        bytes += "%\(Hexadecimal.text([byte]))".utf8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The measured rows in the order of their seconds; rows of closed phases are in no order.
  private static func rowsByInterval(_ run: ExportedRun) -> [UInt32] {
    var rows: [UInt32] = []
    for row in 0..<run.rowCount {
      guard let job = run.job(row), !job.isWarmUp, job.record.dispatched != 0 else { continue }
      rows.append(UInt32(row))
    }
    rows.sort { second(of: $0, run) < second(of: $1, run) }
    return rows
  }

  private static func second(of row: UInt32, _ run: ExportedRun) -> Nanoseconds {
    max(run.table.rows[Int(row)].intended, 0) / interval
  }

  private static func enter(
    _ row: UInt32, of source: HistogramSource, _ values: inout [[Nanoseconds]]
  ) {
    guard let job = source.run.job(Int(row)) else { return }
    let number = Int(job.record.jobClass)
    let hasClass = source.run.classCount > 1 && number < source.run.classCount
    for (index, metric) in source.metrics.enumerated() {
      guard case .known(let value) = source.times.value(metric, of: job) else { continue }
      values[index].append(value)
      if hasClass { values[(number + 1) * source.metrics.count + index].append(value) }
    }
  }

  private static func writeLine(
    _ tag: String, _ second: Nanoseconds, _ sorted: [Nanoseconds], to sink: inout ByteSink
  ) throws(SystemError) {
    let text: String
    do throws(HistogramLogError) {
      text = try HistogramLog.encode(ofNanoseconds: sorted)
    } catch {
      throw SystemError("compress a histogram", code: SystemError.noMemory)
    }
    sink.append("Tag=\(tag),")
    sink.append(second)
    sink.append(".000,1.000,")
    sink.append(thousandthOf: ((sorted.last ?? 0) + 500) / 1_000)
    sink.append(",")
    sink.append(text)
    try sink.endLine()
  }
}
