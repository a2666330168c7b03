internal import Results
internal import Scenarios
internal import Workloads

/// The columns and recorded inputs of a stored run: from its folder, or from their files where they were
/// too large to keep.
struct KeptMaterial<Files: MaterialFiles> {
  /// The run's scenario.
  let scenario: Scenario
  /// Where the files are.
  let files: Files
  /// The scenario's file, beside which they are looked for.
  let file: String

  /// The columns that inputs pick from.
  private var wanted: Set<ColumnReference> {
    Set(
      scenario.jobs.flatMap { InputTemplate($0.inputs).places }.compactMap { place in
        if case .pick(let column) = place { column } else { nil }
      })
  }

  /// Whether anything may have come from files.
  var needsFiles: Bool {
    !wanted.isEmpty || scenario.load.phases.contains { $0.shape.trace != nil }
  }

  /// The cells of every column that inputs pick from.
  func columns(
    _ stored: RunInputs?, in folder: RunFolder
  ) throws(RunTrouble) -> [ColumnReference: TextTable] {
    var tables: [ColumnReference: TextTable] = [:]
    var missing: [ColumnReference: KeptTexts] = [:]
    for column in wanted {
      let kept = stored?.columns.first { $0.file == column.file && $0.column == column.column }
      guard let cells = kept?.cells else {
        throw Self.damaged(folder, "it lacks the column '\(column.column)' of '\(column.file)'")
      }
      if cells.texts == nil {
        missing[column] = cells
      } else if let table = cells.table, table.count > 0 {
        tables[column] = table
      } else {
        throw Self.damaged(
          folder, "the column '\(column.column)' of '\(column.file)' was changed")
      }
    }
    guard !missing.isEmpty else { return tables }
    var plain = scenario
    plain.load = ArrivalSchedule([.burst(jobs: 1, every: 0, times: 1)])
    let loaded = try material(plain).columns
    for (column, cells) in missing {
      guard let table = loaded[column], cells.isOf(table) else {
        throw Self.changed("the column '\(column.column)' of '\(column.file)'")
      }
      tables[column] = table
    }
    return tables
  }

  /// The inputs that traces recorded.
  func inputs(_ stored: RunInputs?, in folder: RunFolder) throws(RunTrouble) -> [RowTexts] {
    let traces = stored?.traces ?? []
    guard traces.contains(where: { $0.inputs.texts == nil }) else {
      var kept: [RowTexts] = []
      for trace in traces {
        guard let table = trace.inputs.table, let rows = Self.rows(trace, table) else {
          throw Self.damaged(folder, "the inputs of '\(trace.file)' were changed")
        }
        kept.append(rows)
      }
      return kept
    }
    var plain = scenario
    for index in plain.jobs.indices { plain.jobs[index].inputs = "{}" }
    let loaded = Arrivals.inputs(of: try material(plain).scenario)
    var found: [RowTexts] = []
    for trace in traces {
      let table = trace.inputs.table ?? loaded.first { trace.inputs.isOf($0.texts) }?.texts
      guard let table else { throw Self.changed("the trace '\(trace.file)'") }
      guard let rows = Self.rows(trace, table) else {
        throw Self.damaged(folder, "the inputs of '\(trace.file)' were changed")
      }
      found.append(rows)
    }
    return found
  }

  private static func rows(_ trace: RunInputs.TraceInputs, _ table: TextTable) -> RowTexts? {
    let (end, isTooLarge) = trace.firstRow.addingReportingOverflow(table.count)
    guard trace.firstRow >= 0, !isTooLarge else { return nil }
    return RowTexts(file: trace.file, rows: trace.firstRow..<end, texts: table)
  }

  private func material(_ scenario: Scenario) throws(RunTrouble) -> ScenarioMaterial {
    do throws(ScenarioRejected) {
      return try ScenarioMaterial(scenario, file: file, from: files)
    } catch {
      let first = error.diagnostics.first
      throw .notReplayable(
        "its inputs were too large to keep, and '\(first?.file ?? file)' "
          + (first?.message ?? "cannot be read"),
        hint: "put the file back, or name the folder that has it with `--inputs`")
    }
  }

  private static func damaged(_ folder: RunFolder, _ reason: String) -> RunTrouble {
    .folder(.damaged(path: folder.inputsPath, reason: reason))
  }

  private static func changed(_ subject: String) -> RunTrouble {
    .notReplayable(
      "\(subject) was too large to keep and has changed since",
      hint: "name the folder that has the file as it was with `--inputs`")
  }
}
