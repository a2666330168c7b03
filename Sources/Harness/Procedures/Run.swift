public import Dialects
public import Engines
internal import Platform
internal import ReferenceServer
public import Results
public import Scenarios
internal import Transport
public import Workloads

/// One run: everything from a scenario to a run folder whose job table is complete.
public struct Run {
  /// What to do, the traces of its load loaded.
  public var scenario: Scenario
  /// The cells of the columns that its inputs pick from.
  public let columns: [ColumnReference: TextTable]
  /// What the job API says on the wire.
  public var dialect: Dialect
  /// The scenario file as the user named it.
  public var scenarioFile: String
  /// Header lines with every reference resolved; they are sent and never stored.
  public var headers: [String]
  /// Number of engines, at least 1.
  public var engines = 1
  /// The folder of all runs.
  public var root = "results"
  /// The run's own folder, in one that is there; nil for a new one in ``root``.
  public var path: String?
  /// Where the embedded server logs the true instants of its jobs; nil for nowhere.
  public var truthFile: String?
  /// What is tested, for example a commit; nil where nobody says.
  public var revision: String?
  /// By which share the embedded server's service times are longer than the scenario says.
  public var slowdown = 0.0
  /// What enters when, where another run decided it; nil for what the scenario asks for.
  let recorded: RecordedLoad?

  /// A run of the scenario of `material` with one engine.
  public init(
    _ material: ScenarioMaterial, dialect: Dialect, scenarioFile: String, headers: [String]
  ) {
    self.init(
      material.scenario, columns: material.columns, dialect: dialect, scenarioFile: scenarioFile,
      headers: headers)
  }

  /// A run of `scenario`, whose traces are loaded, with one engine.
  public init(
    _ scenario: Scenario, columns: [ColumnReference: TextTable], dialect: Dialect,
    scenarioFile: String, headers: [String]
  ) {
    self.scenario = scenario
    self.columns = columns
    self.dialect = dialect
    self.scenarioFile = scenarioFile
    self.headers = headers
    recorded = nil
  }

  /// A run that issues again what `recorded` holds.
  init(_ recorded: RecordedLoad, headers: [String]) {
    scenario = recorded.scenario
    columns = recorded.columns
    dialect = recorded.manifest.dialect
    scenarioFile = recorded.manifest.scenarioFile
    engines = recorded.manifest.engines
    self.headers = headers
    self.recorded = recorded
  }

  /// How long after everything is ready the run starts, so that every engine is there in time.
  private static let lead: Nanoseconds = 100_000_000

  /// Carries the run out and returns its folder.
  ///
  /// - Parameters:
  ///   - stop: Raised to push no more; the run then ends when the jobs in flight have an outcome.
  ///   - began: Called once the run folder exists and the first push is about to be sent.
  ///   - observe: Called about five times a second while the engines run.
  /// - Returns: The run folder; its reports are not written yet.
  /// - Throws: ``RunTrouble`` when the run could not be carried out; nothing half-done is left then.
  public func carryOut(
    stop: StopSignal, began: (RunFolder) -> Void = { _ in }, observe: (LiveView) -> Void = { _ in }
  ) throws(RunTrouble) -> RunFolder {
    let isEmbedded = scenario.target.address == .embedded
    // Those of an embedded server are this process's, too, and so are those of webhooks.
    let isCalledBack = scenario.follow.mode == .webhook
    let headroom = Headroom.ofThisProcess()
    let connections = engines * scenario.target.connections
    try headroom.check(
      scenario.target, engines: engines,
      served: (isEmbedded ? connections : 0) + (isCalledBack ? 256 : 0))
    let arrivals = recorded?.arrivals ?? Arrivals(scenario)
    let rows = arrivals.instants.count
    try headroom.check(
      jobs: rows, rowSize: JobRows.stride(idCapacity: dialect.idCapacity),
      connections: connections, isServing: isEmbedded)
    let payloads = PushBody(scenario, columns: columns).hash(of: arrivals, in: dialect)
    try recorded?.check(payloads)
    let server = try startEmbeddedServer()
    defer { server?.stop() }
    let url = server?.url ?? scenario.target.url
    var planner = Planner(
      scenario: scenario, dialect: dialect, target: try TargetURL(url), headers: headers,
      columns: columns, inputs: arrivals.inputs)
    do throws(TransportSetupError) { try CurlLibrary.checkReachable(planner.transport) } catch {
      throw .transport(error)
    }
    let hooks =
      scenario.follow.mode == .webhook
      ? try Hooks(scenario.follow, dialect, rows: rows, engines: engines) : nil
    defer { hooks?.stop() }
    planner.hooks = hooks
    let folder: RunFolder
    let table: JobTable
    do throws(RunFolderError) {
      folder = try makeFolder(
        try manifest(url: url, payloads: payloads), RunInputs(columns, arrivals.inputs))
      table = try folder.createTable(
        rows: rows, idCapacity: planner.dialect.idCapacity, engines: engines)
    } catch {
      throw .folder(error)
    }
    planner.schedule(arrivals, in: table.rows)
    let anchor = WallAnchor.current()
    let start = anchor.monotonic + Self.lead
    table.start(monotonic: start, wall: anchor.wall + Self.lead)
    began(folder)
    let room = EngineRoom(
      table: table, stop: stop, scheduleEnd: scenario.load.duration)
    try room.run(planner.plans(for: table, startMonotonic: start), observe: observe)
    table.end(Self.ending(of: table, stop: stop), at: MonotonicClock.now() - start)
    return folder
  }

  /// How a run ended whose engines have ended: an interrupt that came when everything was pushed
  /// anyway interrupted nothing.
  static func ending(of table: JobTable, stop: StopSignal) -> JobTable.Ending {
    if stop.reason == .unauthorized { return .aborted }
    let isWhole = (0..<table.rows.count).allSatisfy {
      table.rows[$0].outcome != .none || !table.rows[$0].isArrival
    }
    let tallies = (0..<table.engineCount).map { table.tally($0) }
    // The members of a closed phase that would have come back are in no row.
    if !isWhole || tallies.contains(where: { $0[.closedCut] > 0 }) { return .interrupted }
    let isUnauthorized =
      tallies.contains { $0[.unauthorized] > 0 } && tallies.allSatisfy { $0[.acknowledged] == 0 }
    return isUnauthorized ? .aborted : .complete
  }

  private func startEmbeddedServer() throws(RunTrouble) -> JobServer? {
    guard scenario.target.address == .embedded else { return nil }
    var configuration = JobServer.Configuration()
    configuration.workers = scenario.embedded.workers
    configuration.service = scenario.embedded.service
    configuration.failureShare = scenario.embedded.failureShare
    configuration.coldStart = scenario.embedded.coldStart
    configuration.faults = scenario.embedded.faults
    configuration.seed = RandomStream.service.seed(of: scenario.seed)
    configuration.truthFile = truthFile
    configuration.slowdown = slowdown
    do throws(JobServerError) { return try JobServer.start(configuration) } catch {
      throw .server(error)
    }
  }

  private func makeFolder(
    _ manifest: RunManifest, _ inputs: RunInputs
  ) throws(RunFolderError) -> RunFolder {
    if let path { return try .create(at: path, manifest: manifest, inputs: inputs) }
    return try .create(
      under: root, startedAt: MonotonicClock.wall(), manifest: manifest, inputs: inputs)
  }

  private func manifest(url: String, payloads: String) throws(RunFolderError) -> RunManifest {
    let environment = RunEnvironment(.current())
    return RunManifest(
      version: Version.current, scenario: scenario, dialect: dialect,
      scenarioFile: scenarioFile, url: Scenario.Address.url(url).description, engines: engines,
      environment: environment,
      generatorLimit: try .stored(
        in: root, version: Version.current, environment: environment, engines: engines),
      revision: revision, payloadHash: payloads, replayed: recorded?.origin)
  }
}

extension RunEnvironment {
  /// What `machine` and the libraries here are.
  init(_ machine: Machine) {
    self.init(
      cpu: machine.cpu, cores: machine.cores, memoryBytes: machine.memoryBytes,
      kernel: machine.kernel, architecture: machine.architecture, governor: machine.governor,
      bootID: machine.bootID, libcurl: CurlLibrary.version)
  }
}

extension Scenario.Target {
  /// The URL; empty for the embedded server, whose URL is known when it runs.
  var url: String {
    switch address {
    case .embedded: ""
    case .url(let url): url
    }
  }
}
