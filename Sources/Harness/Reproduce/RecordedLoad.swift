internal import Results
internal import Scenarios
internal import Workloads

/// Everything that decides what a run sends, from its folder: the scenario, the arrivals of its job table
/// and the inputs that came from files.
struct RecordedLoad {
  /// What the run was asked.
  let manifest: RunManifest
  /// The scenario of a run that issues the arrivals again.
  var scenario: Scenario
  /// The cells of the columns that inputs pick from.
  let columns: [ColumnReference: TextTable]
  /// What enters when.
  let arrivals: Arrivals
  /// Which run that is, for the manifest of the new one.
  let origin: ReplayedRun

  /// Reads the run in `folder`.
  ///
  /// - Parameters:
  ///   - folder: The run folder.
  ///   - manifest: What the run was asked.
  ///   - speed: How many times as fast its arrivals are to be issued.
  ///   - files: Where files are that were too large to keep.
  ///   - inputsFolder: The folder of those files; nil for that of the scenario.
  /// - Throws: ``RunTrouble`` when the folder does not suffice, with what is missing.
  init(
    _ folder: RunFolder, _ manifest: RunManifest, speed: Double, files: some MaterialFiles,
    inputsFolder: String?
  ) throws(RunTrouble) {
    let rows = try Self.rows(of: folder, manifest)
    let load = try Self.load(
      manifest.scenario, rows.instants, rows.classes, in: folder.path, speed: speed)
    let kept = KeptMaterial(
      scenario: manifest.scenario, files: files,
      file: inputsFolder.map { "\($0)/\(manifest.scenario.name).yaml" } ?? manifest.scenarioFile)
    let stored: RunInputs?
    do throws(RunFolderError) { stored = try folder.inputs() } catch { throw .folder(error) }
    if stored == nil, manifest.payloadHash == nil, kept.needsFiles {
      throw .notReplayable("it was made by a version of sojourn that kept no inputs")
    }
    self.manifest = manifest
    columns = try kept.columns(stored, in: folder)
    arrivals = Arrivals(
      instants: load.instants, classes: rows.classes, inputs: try kept.inputs(stored, in: folder))
    guard arrivals.inputs.allSatisfy({ $0.rows.upperBound <= rows.classes.count }) else {
      throw .folder(
        .damaged(path: folder.inputsPath, reason: "it has inputs of rows that are none"))
    }
    scenario = manifest.scenario
    scenario.load = load.load
    origin = ReplayedRun(run: folder.path, startedAt: rows.startedAt, speed: speed)
  }

  /// Refuses payloads other than those of the run, given their hash.
  func check(_ payloads: String) throws(RunTrouble) {
    guard let wanted = manifest.payloadHash, wanted != payloads else { return }
    throw .notReplayable(
      "its payloads had the hash \(wanted), and those made now have \(payloads)",
      hint: "a file of the run was changed, or another version of sojourn made it: "
        + "\(manifest.version), and this is \(Version.current)")
  }

  /// The planned instants and the classes in the job table, and when the run started.
  private static func rows(
    of folder: RunFolder, _ manifest: RunManifest
  ) throws(RunTrouble) -> (instants: [Nanoseconds], classes: [UInt16], startedAt: String) {
    guard folder.hasTable else {
      throw .notReplayable(
        "it has no job table",
        hint: "a baseline keeps none; name the run folder that it was made from")
    }
    let table: JobTable
    do throws(RunFolderError) { table = try folder.table() } catch { throw .folder(error) }
    guard table.rows.count > 0 else { throw .notReplayable("its job table has no arrivals") }
    guard table.startWall != 0 else {
      throw .notReplayable("its process ended before the schedule was laid out")
    }
    let records = (0..<table.rows.count).map { table.rows[$0] }
    let classes = records.map(\.jobClass)
    guard let planned = manifest.scenario.load.planned(records.map(\.intended)),
      classes.allSatisfy({ Int($0) < manifest.scenario.jobs.count })
    else {
      throw .folder(
        .damaged(path: folder.tablePath, reason: "its rows do not fit the scenario in run.json"))
    }
    return (planned, classes, InstantText.iso(table.startWall))
  }

  /// The load of the new run: the scenario's own where that is the same, else what was recorded.
  private static func load(
    _ scenario: Scenario, _ instants: [Nanoseconds], _ classes: [UInt16], in run: String,
    speed: Double
  ) throws(RunTrouble) -> (load: ArrivalSchedule, instants: [Nanoseconds]) {
    if speed == 1, scenario.load.hasCounts(of: instants, seed: scenario.seed) {
      return (scenario.load, instants)
    }
    if speed != 1, scenario.load.isClosed {
      throw .notReplayable(
        "a closed phase has no speed: its members push when their job before has ended",
        hint: "leave `--speed` out; the population is then the same again")
    }
    guard
      let load = scenario.load.recorded(instants, classes: classes, in: run, speed: speed),
      load.load.duration <= Scenario.longestLoad
    else {
      throw .notReplayable(
        "at this speed it would last longer than \(DurationText.format(Scenario.longestLoad))",
        hint: "raise `--speed`")
    }
    return load
  }
}
