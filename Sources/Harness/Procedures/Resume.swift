public import Engines
internal import Platform
public import Results
public import Scenarios
internal import Transport
internal import Workloads

/// Goes on following the jobs of a run whose process ended.
///
/// Those are the jobs that have an id and no outcome. Nothing more is pushed.
public struct Resume {
  /// The run.
  public let folder: RunFolder
  /// What the run was asked.
  public let manifest: RunManifest

  /// Where the job API is now; at first where the manifest says.
  public var url: String
  /// How to reach it; at first as the manifest says.
  public var target: Scenario.Target

  /// Opens the run at `path`.
  public init(_ path: String) throws(RunFolderError) {
    folder = try RunFolder.open(path)
    manifest = try folder.manifest()
    url = manifest.url
    target = manifest.scenario.target
  }

  /// Follows the open jobs to their outcome.
  ///
  /// - Parameters:
  ///   - headers: Header lines with every reference resolved.
  ///   - stop: Raised to leave; a resumption pushes nothing, so this ends nothing early by itself.
  ///   - began: Called once it is sure that there is something to follow.
  ///   - observe: Called about five times a second.
  /// - Throws: ``RunTrouble``; where the target cannot be reached, the table is left as it was.
  public func carryOut(
    headers: [String], stop: StopSignal, began: (RunFolder) -> Void = { _ in },
    observe: (LiveView) -> Void = { _ in }
  ) throws(RunTrouble) {
    let table: JobTable
    do throws(RunFolderError) { table = try folder.table(isWritable: true) } catch {
      throw .folder(error)
    }
    let open = (0..<table.rows.count).count { table.rows[$0].isInFlight }
    if open == 0, table.ending != .none {
      throw .notResumable("every job that was pushed has an outcome")
    }
    if open > 0, url == manifest.url, manifest.scenario.target.address == .embedded {
      throw .notResumable("its job API was the embedded server, which ended with the run")
    }
    guard table.startWall != 0 else {
      throw .notResumable("its process ended before the first push")
    }
    let headroom = Headroom.ofThisProcess()
    try headroom.check(target, engines: table.engineCount, served: 0)
    try headroom.check(
      jobs: table.rows.count, rowSize: table.rows.stride,
      connections: table.engineCount * target.connections, isServing: false)
    began(folder)
    let start = Self.start(of: table, manifest: manifest)
    Self.markCutPhases(of: manifest.scenario, in: table)
    var scenario = manifest.scenario
    scenario.target = target
    if scenario.follow.mode == .webhook {
      // The URLs that the job API was given ended with the process.
      scenario.follow.mode = .poll
      scenario.follow.poll = FollowMode.poll.defaultPolicy
    }
    if open > 0 {
      let planner = Planner(
        scenario: scenario, dialect: manifest.dialect,
        target: try TargetURL(Self.withoutMask(url)), headers: headers)
      do throws(TransportSetupError) { try CurlLibrary.checkReachable(planner.transport) } catch {
        throw .transport(error)
      }
      Self.recount(table)
      table.resume()
      let plans = planner.plans(for: table, startMonotonic: start).map { plan in
        var plan = plan
        plan.isResumption = true
        return plan
      }
      let room = EngineRoom(
        table: table, stop: stop, scheduleEnd: scenario.load.duration)
      try room.run(plans, observe: observe)
    } else {
      Self.recount(table)
    }
    table.end(Run.ending(of: table, stop: stop), at: MonotonicClock.now() - start)
  }

  /// Marks closed phases that were not over when the process of the run ended: a resumption pushes
  /// nothing, so their members do not come back.
  private static func markCutPhases(of scenario: Scenario, in table: JobTable) {
    let tallies = (0..<table.engineCount).map { table.tally($0) }
    let last = tallies.map { Nanoseconds(clamping: $0[.lastTurn]) }.max() ?? 0
    let phases = scenario.load.closedPhases(seed: scenario.seed)
    if table.ending != .complete, phases.contains(where: { last < $0.time.upperBound }) {
      table.tally(0).set(.closedCut, to: 1)
    }
  }

  /// Counts the rows anew: a process that was killed between a row and its counter left the counter
  /// one behind.
  private static func recount(_ table: JobTable) {
    for engine in 0..<table.engineCount {
      var (dispatched, acknowledged, retired) = (0, 0, 0)
      for row in stride(from: engine, to: table.rows.count, by: table.engineCount) {
        let job = table.rows[row]
        if job.dispatched != 0 { dispatched += 1 }
        if job.acknowledged != 0 { acknowledged += 1 }
        if job.outcome != .none { retired += 1 }
      }
      let tally = table.tally(engine)
      tally.set(.dispatched, to: UInt64(dispatched))
      tally.set(.acknowledged, to: UInt64(acknowledged))
      tally.set(.retired, to: UInt64(retired))
    }
  }

  /// `url` without the mask that stands for its user and password, which a header may have replaced.
  private static func withoutMask(_ url: String) -> String {
    url.replacing("\(Header.mask)@", with: "")
  }

  /// The run's start on this boot's monotonic clock: the very instant if the machine has not been
  /// restarted since, else placed by the wall clock.
  private static func start(of table: JobTable, manifest: RunManifest) -> Nanoseconds {
    if manifest.environment.bootID == Machine.current().bootID { return table.startMonotonic }
    return MonotonicClock.now() - (MonotonicClock.wall() - table.startWall)
  }
}
