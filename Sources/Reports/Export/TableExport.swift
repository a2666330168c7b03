public import Platform

/// The jobs of a run as a table for other programs: CSV, or lines of JSON with the same fields.
///
/// Ids are the job API's own bytes. Broken UTF-8 in them becomes U+FFFD, and their bytes stand in
/// `id_hex`. Nothing else is changed in them: a field that begins with `=` still does, because a
/// table that alters ids can be joined with no other.
public enum TableExport {
  /// Writes the rows `rows` of `run` as CSV: a header, then a line for each arrival.
  ///
  /// Quotes are those of RFC 4180; lines end in a line feed alone.
  public static func writeCSV(
    _ run: ExportedRun, rows: Range<Int>, to sink: inout ByteSink
  ) throws(SystemError) {
    sink.append(JobField.all.map(\.name).joined(separator: ","))
    try sink.endLine()
    for row in rows {
      guard let job = run.job(row) else { continue }
      for (index, field) in JobField.all.enumerated() {
        if index > 0 { sink.append(",") }
        switch field.value(job, run) {
        case .none: break
        case .integer(let number): sink.append(number)
        case .text(let text): sink.append(quoted: text)
        case .word(let word): sink.append(word)
        case .words(let words): sink.append(words.joined(separator: " "))
        case .truth(let truth): sink.append(truth ? "true" : "false")
        }
      }
      try sink.endLine()
    }
    try sink.finish()
  }

  /// Writes the rows `rows` of `run` as JSON, an object a line; keys are in the order of the columns.
  public static func writeJSONLines(
    _ run: ExportedRun, rows: Range<Int>, to sink: inout ByteSink
  ) throws(SystemError) {
    let keys = JobField.all.map { "\"\($0.name)\":" }
    for row in rows {
      guard let job = run.job(row) else { continue }
      for (index, field) in JobField.all.enumerated() {
        sink.append(index == 0 ? "{" : ",")
        sink.append(keys[index])
        switch field.value(job, run) {
        case .none: sink.append("null")
        case .integer(let number): sink.append(number)
        case .text(let text): sink.append(json: text)
        case .word(let word): sink.append(json: word.utf8)
        case .words(let words):
          sink.append("[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]")
        case .truth(let truth): sink.append(truth ? "true" : "false")
        }
      }
      sink.append("}")
      try sink.endLine()
    }
    try sink.finish()
  }
}
