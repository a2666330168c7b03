internal import Workloads

extension ScenarioMaterial {
  /// A file that the scenario names, with the text that reads back as what is here.
  public struct File: Sendable, Hashable {
    /// As the scenario names it.
    public var name: String
    /// Where it is looked for.
    public var path: String
    /// What it is to hold.
    public var text: String
  }

  /// The files that a scenario in the file `scenarioFile` would need, sorted by path: of columns only those
  /// that are picked from.
  public func files(beside scenarioFile: String) -> [File] {
    var files: [File] = []
    for name in Set(columns.keys.map(\.file)) {
      let own = columns.filter { $0.key.file == name }.sorted { $0.key.column < $1.key.column }
      files.append(
        File(
          name: name, path: SiblingPath.of(name, beside: scenarioFile),
          text: CSVText.columns(own.map { ($0.key.column, $0.value) })))
    }
    for phase in scenario.load.phases {
      guard let trace = phase.shape.trace, let recording = trace.recording else { continue }
      files.append(
        File(
          name: trace.file, path: SiblingPath.of(trace.file, beside: scenarioFile),
          text: CSVText.trace(recording, classes: scenario.jobs.map(\.name))))
    }
    return files.sorted { $0.path < $1.path }
  }
}

/// CSV files (RFC 4180) as scenarios name them.
enum CSVText {
  /// Columns of equal length under their names.
  static func columns(_ columns: [(name: String, cells: TextTable)]) -> String {
    let count = columns.first?.cells.count ?? 0
    var lines = [columns.map { field($0.name) }.joined(separator: ",")]
    for row in 0..<count {
      lines.append(columns.map { cell($0.cells[row]) }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A trace at its own speed.
  static func trace(_ recording: Trace.Recording, classes: [String]) -> String {
    let hasInputs = recording.inputs.count > 0
    var lines = ["time,class" + (hasInputs ? ",inputs" : "")]
    for (number, instant) in recording.instants.enumerated() {
      let jobClass =
        recording.classes.isEmpty ? Trace.Recording.anyClass : recording.classes[number]
      let name = classes.indices.contains(Int(jobClass)) ? classes[Int(jobClass)] : ""
      var line = "\(seconds(instant)),\(field(name))"
      if hasInputs { line += "," + field(recording.inputs[number]) }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A cell of a column: what is a JSON string is its text, everything else stands as it is.
  private static func cell(_ json: String) -> String {
    guard json.hasPrefix("\"") else { return field(json) }
    return field(InputTemplate.unescaped(String(json.dropFirst().dropLast())), isText: true)
  }

  /// `text` in quotes where it needs them, or where it is a text that would be read as no line at all.
  private static func field(_ text: String, isText: Bool = false) -> String {
    let needsQuotes = text.utf8.contains { ",\"\r\n".utf8.contains($0) } || isText && text.isEmpty
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// Seconds with all nine decimals that nanoseconds need.
  private static func seconds(_ time: Nanoseconds) -> String {
    let fraction = String(time % 1_000_000_000 + 1_000_000_000).dropFirst()
    return "\(time / 1_000_000_000).\(fraction)"
  }
}
