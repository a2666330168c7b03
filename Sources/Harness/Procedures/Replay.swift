public import Results
public import Scenarios
internal import Workloads

/// Issues the arrivals and payloads of a stored run again, as a new run.
///
/// The instants and classes are those of its job table, the payloads follow from its seed and its inputs,
/// and its manifest says everything else. So nothing but the run folder is needed, unless its inputs came
/// from files too large to keep.
public struct Replay {
  /// The speeds at which arrivals can be issued again.
  public static let speeds = 0.001...1_000.0

  /// The run.
  public let folder: RunFolder
  /// What the run was asked.
  public let manifest: RunManifest

  /// How many times as fast its arrivals are issued.
  public var speed = 1.0
  /// Where the job API is and how to reach it; at first as the manifest says.
  public var target: Scenario.Target
  /// The folder of files that were too large to keep; nil for that of the scenario.
  public var inputsFolder: String?

  /// Opens the run at `path`.
  public init(_ path: String) throws(RunFolderError) {
    folder = try RunFolder.open(path)
    manifest = try folder.manifest()
    target = manifest.scenario.target
  }

  /// The new run, which has as many engines as the stored one.
  ///
  /// - Parameters:
  ///   - headers: Header lines with every reference resolved.
  ///   - files: Where files are that were too large to keep.
  /// - Returns: The run, which is yet to be carried out.
  /// - Throws: ``RunTrouble`` when the folder does not suffice, with what is missing.
  public func run(headers: [String], from files: some MaterialFiles) throws(RunTrouble) -> Run {
    var target = target
    if case .url(let url) = target.address {
      let bare = url.replacing("\(Header.mask)@", with: "")
      _ = try TargetURL(bare)
      target.address = .url(bare)
    }
    if target.proxy?.contains(Header.mask) == true {
      throw Self.secret("target.proxy")
    }
    if manifest.scenario.follow.webhook.url?.contains(Header.mask) == true {
      throw Self.secret("follow.webhook.url")
    }
    var load = try RecordedLoad(
      folder, manifest, speed: speed, files: files, inputsFolder: inputsFolder)
    load.scenario.target = target
    return Run(load, headers: headers)
  }

  /// The scenario of the run with its traces as the table has them and the cells of its columns.
  ///
  /// - Parameter files: Where files are that were too large to keep.
  /// - Returns: The scenario and the cells.
  /// - Throws: ``RunTrouble`` when the folder does not suffice, with what is missing.
  public func material(from files: some MaterialFiles) throws(RunTrouble) -> ScenarioMaterial {
    let load = try RecordedLoad(
      folder, manifest, speed: 1, files: files, inputsFolder: inputsFolder)
    let inputs = Dictionary(
      load.arrivals.inputs.map { ($0.rows.lowerBound, $0.texts) },
      uniquingKeysWith: { first, _ in first })
    var scenario = manifest.scenario
    let name = scenario.name
    let restored = scenario.load.restored(
      load.arrivals.instants, classes: load.arrivals.classes, inputs: inputs
    ) { "\(name)-arrivals\($0 == 1 ? "" : "-\($0)").csv" }
    scenario.load = restored ?? scenario.load
    return ScenarioMaterial(scenario, columns: load.columns)
  }

  private static func secret(_ key: String) -> RunTrouble {
    .notReplayable(
      "the user and password in \(key) are not stored with it",
      hint: "carry its scenario out again with `sojourn run` instead")
  }
}
