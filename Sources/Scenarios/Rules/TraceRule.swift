import Workloads

extension PhaseRule {
  /// `trace: { file: arrivals.csv, speed: 2 }`; the file is read later, see ``ScenarioMaterial``.
  static let trace = PhaseRule(
    name: "trace", fields: [Field("file", isRequired: true), Field("speed")]
  ) { section, problems in
    let before = problems.count
    var speed = 1.0
    let file = section.read("file", .text(), &problems)
    section.read("speed", .number(above: 0, upTo: 1_000), into: &speed, &problems)
    guard let file, problems.count == before else { return nil }
    if let node = section["file"], TraceFormat(file) == nil {
      problems.append(
        Problem(
          node.place,
          "'file' must end with .csv, .jsonl, .ndjson or .run, but is \(node.description)",
          hint: "a .csv file has a header with 'time', a .run folder is that of a finished run"))
    }
    return .trace(Trace(file: file, speed: speed))
  }
}

/// How a trace is stored.
enum TraceFormat {
  case csv, lines, run

  /// The format that the end of a file's name says; nil for any other.
  init?(_ file: String) {
    var name = file[...]
    while name.last == "/" { name.removeLast() }
    switch name.lastIndex(of: ".").map({ name[$0...].lowercased() }) {
    case ".csv": self = .csv
    case ".jsonl", ".ndjson": self = .lines
    case ".run": self = .run
    default: return nil
    }
  }
}
