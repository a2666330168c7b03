internal import Dialects
internal import Foundation
internal import Platform
public import Results
public import Scenarios
internal import Statistics
public import Workloads

/// A made-up run in a temporary folder: rows as given, counters that agree with them.
public struct SampleRun {
  /// The scenario; its load must ask for as many arrivals as there are ``jobs``.
  public var scenario: Scenario
  /// The rows.
  public var jobs: [JobRecord]
  /// How the run ended.
  public var ending = JobTable.Ending.complete
  /// The run's length; 0 for that of the last outcome.
  public var duration: Nanoseconds = 0
  /// The run's start in nanoseconds since the Unix epoch.
  public var startedAt = JobRecord.sampleEpoch
  /// What was tested.
  public var revision: String?

  /// A run of `jobs`, evenly spaced by the schedule.
  public init(_ jobs: [JobRecord], thresholds: [String] = []) throws {
    let load = ArrivalSchedule([
      .constant(rate: 100, duration: Nanoseconds(jobs.count) * 10_000_000)
    ])
    scenario = Scenario(
      name: "made-up", load: load, thresholds: try thresholds.map(Threshold.parse), seed: 7)
    scenario.follow.poll = .fixed(every: 250_000_000)
    self.jobs = jobs
  }

  /// A run of `count` jobs whose processing times are log-normal around `median`, drawn from `seed`.
  public static func random(
    _ count: Int, seed: UInt64, median: Double = 300_000_000, sigma: Double = 0.1
  ) throws -> SampleRun {
    var generator = Xoshiro(seed: seed)
    return try SampleRun(
      (0..<count).map { index in
        .sample(
          intended: Nanoseconds(index) * 10_000_000, queue: 20_000_000,
          processing: Nanoseconds(generator.logNormal(median: median, sigma: sigma)))
      })
  }

  /// The manifest.
  public var manifest: RunManifest {
    RunManifest(
      version: "0.0.0-test", scenario: scenario, dialect: .madeUp,
      scenarioFile: "scenarios/made-up.yaml", url: "http://127.0.0.1:8080", engines: 1,
      environment: RunEnvironment(
        cpu: "Test CPU", cores: 2, memoryBytes: 8_000_000_000, kernel: "Linux 6.1.0",
        architecture: "x86_64", governor: nil, bootID: "made-up",
        libcurl: "libcurl/8.0.0 OpenSSL/3.0.0"),
      revision: revision)
  }

  /// Makes the run folder, calls `body`, and takes everything away again.
  public func withTable<Value>(_ body: (RunManifest, JobTable) throws -> Value) throws -> Value {
    try TemporaryFolder.with { root in
      let folder = try RunFolder.create(
        under: root, startedAt: startedAt, manifest: manifest)
      let table = try folder.createTable(rows: jobs.count, idCapacity: 36, engines: 1)
      fill(table)
      return try body(manifest, table)
    }
  }

  func fill(_ table: JobTable) {
    table.start(monotonic: 1, wall: startedAt)
    let tally = table.tally(0)
    for (row, job) in jobs.enumerated() {
      unsafe table.rows.record(row).pointee = job
      let id = Array("job-\(row)".utf8)
      let padded = id + [UInt8](repeating: 0x2e, count: max(0, Int(job.idLength) - id.count))
      unsafe table.rows.idSpace(row).copyBytes(from: padded.prefix(Int(job.idLength)))
      Self.count(job, in: tally)
    }
    tally.set(.busyNanoseconds, to: 30_000_000)
    tally.set(.idleNanoseconds, to: 170_000_000)
    tally.set(.connectionsOpened, to: 8)
    let last = jobs.map { max($0.retired, $0.detected, $0.stillOpen, $0.acknowledged) }.max() ?? 0
    tally.set(.lastTurn, to: UInt64(last))
    if ending != .none { table.end(ending, at: duration > 0 ? duration : last) }
  }

  private static func count(_ job: JobRecord, in tally: EngineTally) {
    if job.dispatched != 0 {
      tally.add(to: .dispatched)
      tally.countRequest(.push)
      if job.failure == .connect {
        tally.countFailure(.push, .connect)
      } else {
        tally.countReply(.push, status: job.acknowledged == 0 ? 400 : 201)
      }
    }
    if job.acknowledged != 0 { tally.add(to: .acknowledged) }
    if job.outcome != .none { tally.add(to: .retired) }
    for poll in 0..<job.polls {
      tally.countRequest(.poll)
      tally.countReply(.poll, status: 200)
      tally.record(1_500_000 + Nanoseconds(poll) * 10_000, in: .poll)
      tally.record(50_000, in: .pollLag)
      tally.add(300, to: .bytesReceived)
    }
  }
}

/// A folder that exists as long as a test needs it.
public enum TemporaryFolder {
  /// Calls `body` with the path of a new empty folder, and takes it away again.
  public static func with<Value>(_ body: (String) throws -> Value) throws -> Value {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sojourn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }
}

extension Dialect {
  /// A dialect of which reports make no use.
  fileprivate static let madeUp = Dialect(
    name: "made-up", push: Endpoint(.post, "/"), pushSuccess: [200], id: .path(JSONPath("id")),
    poll: Endpoint(.get, "/${{ id }}"), cancel: nil, polledID: nil, state: JSONPath("state"),
    stateWords: [], createdStamp: [], startedStamp: [], completedStamp: [], stampFormat: .iso8601,
    error: nil)
}
