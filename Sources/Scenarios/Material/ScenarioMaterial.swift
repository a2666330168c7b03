public import Workloads

/// A scenario and what is in the files that it names: the traces of its load, the columns of its inputs.
///
/// Reading a scenario yields names of files only; this is the one place where they become data.
public struct ScenarioMaterial: Sendable {
  /// The scenario, its traces loaded.
  public let scenario: Scenario
  /// The cells of the columns that inputs pick from, as JSON values.
  public let columns: [ColumnReference: TextTable]

  /// Material that is there already: `scenario` with its traces loaded, and the cells of its columns.
  public init(_ scenario: Scenario, columns: [ColumnReference: TextTable]) {
    self.scenario = scenario
    self.columns = columns
  }

  /// Loads what `scenario`, of the file `file`, names.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - file: The scenario's file as the user named it; other files are looked for beside it.
  ///   - files: Where to get them.
  /// - Throws: ``ScenarioRejected`` with what is wrong with each file.
  public init(
    _ scenario: Scenario, file: String, from files: some MaterialFiles
  ) throws(ScenarioRejected) {
    var loader = MaterialLoader(scenario, file: file, from: files)
    let columns = loader.columns()
    let phases = scenario.load.phases.map { loader.loaded($0) }
    var loaded = scenario
    loaded.load = ArrivalSchedule(phases)
    if loader.diagnostics.isEmpty { loader.check(loaded.load) }
    guard loader.diagnostics.isEmpty else { throw ScenarioRejected(loader.diagnostics) }
    self.scenario = loaded
    self.columns = columns
  }
}
