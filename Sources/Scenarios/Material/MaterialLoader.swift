import Workloads

/// Loads the files of a scenario and collects what is wrong with them: of each file the first thing.
struct MaterialLoader<Files: MaterialFiles> {
  let files: Files
  let scenario: Scenario
  let scenarioFile: String
  private(set) var diagnostics: [Diagnostic] = []

  init(_ scenario: Scenario, file: String, from files: Files) {
    self.files = files
    self.scenario = scenario
    scenarioFile = file
  }

  /// The columns of every place `pick`.
  mutating func columns() -> [ColumnReference: TextTable] {
    var wanted: [(file: String, columns: [String])] = []
    for place in scenario.jobs.flatMap({ InputTemplate($0.inputs).places }) {
      guard case .pick(let column) = place else { continue }
      let index = wanted.firstIndex { $0.file == column.file } ?? wanted.endIndex
      if index == wanted.endIndex { wanted.append((column.file, [])) }
      if !wanted[index].columns.contains(column.column) {
        wanted[index].columns.append(column.column)
      }
    }
    var result: [ColumnReference: TextTable] = [:]
    for (file, names) in wanted {
      let path = SiblingPath.of(file, beside: scenarioFile)
      do throws(FileFault) {
        let bytes = try bytes(path, limit: Limits.largestColumnFile)
        for (name, table) in try ColumnFile.read(bytes, columns: names) {
          result[ColumnReference(file: file, column: name)] = table
        }
      } catch {
        report(error, in: path, namedBy: "inputs")
      }
    }
    return result
  }

  /// `phase` with its trace loaded, if it has one.
  mutating func loaded(_ phase: LoadPhase) -> LoadPhase {
    guard let trace = phase.shape.trace else { return phase }
    let path = SiblingPath.of(trace.file, beside: scenarioFile)
    do throws(FileFault) {
      let recording = try recording(of: trace, at: path)
      return LoadPhase(.trace(Trace(trace, recording: recording)), isWarmUp: phase.isWarmUp)
    } catch {
      report(error, in: path, namedBy: "load.trace")
      return phase
    }
  }

  private func recording(of trace: Trace, at path: String) throws(FileFault) -> Trace.Recording {
    let names = scenario.jobs.map(\.name)
    let recording: Trace.Recording
    switch TraceFormat(trace.file) {
    case .csv, nil:
      recording = try TraceFile.csv(
        try bytes(path, limit: Limits.largestTraceFile), classes: names)
    case .lines:
      recording = try TraceFile.lines(
        try bytes(path, limit: Limits.largestTraceFile), classes: names)
    case .run:
      recording = try run(path).recording(for: names)
    }
    guard recording.lastInstant(speed: trace.speed) < Limits.longest else {
      let limit = DurationText.format(Limits.longest)
      throw FileFault(
        "at the speed \(Wording.number(trace.speed)) the trace lasts longer than \(limit)",
        hint: "shorten it, or raise 'speed'")
    }
    return recording
  }

  private func bytes(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
    do throws(MaterialUnreadable) { return try files.bytes(of: path, limit: limit) } catch {
      throw FileFault(error.message)
    }
  }

  private func run(_ path: String) throws(FileFault) -> RecordedRun {
    do throws(MaterialUnreadable) { return try files.run(at: path) } catch {
      throw FileFault(error.message)
    }
  }

  private mutating func report(_ fault: FileFault, in path: String, namedBy key: String) {
    diagnostics.append(
      Diagnostic(
        file: path, line: fault.line, column: 0, message: fault.message,
        hint: fault.hint ?? "'\(key)' of \(scenarioFile) names it"))
  }

  /// The limits of schedules, once the lengths of traces are known.
  mutating func check(_ load: ArrivalSchedule) {
    diagnostics += LoadRule.beyondLimits(load).map {
      Diagnostic(file: scenarioFile, line: 0, column: 0, message: $0.message, hint: $0.hint)
    }
  }
}

/// Paths of files that a scenario names.
enum SiblingPath {
  /// `path` as seen from where `scenarioFile` is, beside which it is looked for.
  static func of(_ path: String, beside scenarioFile: String) -> String {
    guard !path.hasPrefix("/"), let slash = scenarioFile.lastIndex(of: "/") else { return path }
    return scenarioFile[...slash] + path
  }
}
