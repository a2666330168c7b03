import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

/// Exports read by programs that are not ours: HdrHistogram's Python package, and Python's own csv and
/// json modules.
@Suite struct InterchangeTests {
  private static let metrics = [
    "end_to_end", "from_dispatch", "push", "queue", "processing", "dispatch_delay", "detected",
  ]

  private static let root = Golden.folder("../..").standardizedFileURL.path

  /// The path of a Python with the packages, or why there is none.
  private static let python: Result<String, Missing> = {
    do {
      let ended = try Child(
        [root + "/script/test-python"], environment: Workspace.environment, folder: root
      ).end()
      let path = ended.output.trimmingCharacters(in: .newlines)
      return ended.exitCode == 0 ? .success(path) : .failure(Missing(reason: ended.errors))
    } catch {
      return .failure(Missing(reason: "\(error)"))
    }
  }()

  struct Missing: Error { var reason: String }

  /// Exports `run` in every format to the folder `exports`.
  private func export(_ run: String, in space: Workspace) throws {
    try FileManager.default.createDirectory(
      atPath: space.path + "/exports", withIntermediateDirectories: true)
    for (format, file) in [
      ("csv", "run.csv"), ("jsonl", "run.jsonl"), ("hlog", "run.hlog"),
      ("chrome-trace", "run.json"),
    ] {
      let ended = try space.run(
        ["export", run, "--format", format, "--output", "exports/" + file, "--force"])
      #expect(ended.exitCode == 0, "\(ended.errors)")
    }
    let ended = try space.run(
      ["export", run, "--format", "hgrm", "--output", "exports", "--force"]
        + Self.metrics.flatMap { ["--metric", $0] })
    #expect(ended.exitCode == 0, "\(ended.errors)")
  }

  private func check(_ run: String, in space: Workspace) throws -> Child.Ended {
    let folder = Golden.folder("Interchange").standardizedFileURL.path
    let variables = ["PYTHONPATH": Self.root + "/Tests/RealAPIs", "PYTHONDONTWRITEBYTECODE": "1"]
    return try Child(
      [try Self.python.get(), folder + "/check.py", run, "exports"],
      environment: Workspace.environment.merging(variables) { $1 }, folder: space.path
    ).end()
  }

  @Test func aRunReadsTheSameEverywhere() throws {
    try Workspace.with { space in
      try space.write(
        """
        target: { url: embedded }
        embedded: { workers: 30, service: "lognormal(60ms, 0.5)", failure_share: 0.05 }
        jobs:
          - { name: small, function: sojourn/echo, weight: 3 }
          - { name: "big, %one", function: sojourn/sum }
        load:
          - { constant: { rate: 50, for: 400ms }, warm_up: true }
          - burst: { jobs: 60, every: 700ms, times: 2 }
          - constant: { rate: 100, for: 700ms }
        follow: { poll: 30ms, timeout: 1m }
        seed: 3
        """)
      _ = try space.run(["run", "scenario.yaml", "--quiet", "--engines", "2"])
      let run = try space.onlyRun()
      try export(run, in: space)
      let checked = try check(run, in: space)
      #expect(checked.exitCode == 0, "\(checked.output)\(checked.errors)")
      #expect(checked.output.hasPrefix("0 differences in "))
    }
  }

  /// Everything that can be odd about a job, under hostile ids, in a run whose process was killed.
  private func makeOddRun(in space: Workspace) throws -> String {
    let outcomes: [Outcome] = [
      .finished, .error, .cancelled, .timedOut, .lost, .rejected, .failedToPush, .abandoned, .none,
    ]
    var jobs = (0..<360).map { index in
      let queue = Nanoseconds(index * 37 % 400) * 2_000_000
      let processing = 1_000_000_000 / Nanoseconds(1 + index * 7 % 100)
      return JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: outcomes[index % outcomes.count],
        queue: queue, processing: processing, hasStamps: false)
    }
    for row in stride(from: 0, to: 360, by: 7) {
      jobs[row].oddities = [.unknownState, .terminalLeft]
    }
    for row in stride(from: 0, to: 360, by: 18) { jobs[row].traits = .toCancel }
    // A process that is killed leaves rows without their last word.
    for row in stride(from: 9, to: 360, by: 36) { jobs[row].outcome = .none }
    jobs[9].intended = JobRecord.undecided
    jobs[9].dispatched = 0
    var sample = try SampleRun(jobs)
    sample.ending = .none
    let hostile = ["\"", "a,b", "a\r\nb", "=1+1", "{\"x\":\"\\", "ä😀\u{2028}", "\u{1}\u{7F}"]
    let ids = hostile.map { Array($0.utf8) } + [[0xFF, 0xFE, 0x22], [0xC3]]
    let folder = try sample.makeFolder(under: space.path + "/results", ids: ids)
    return String(folder.path.dropFirst(space.path.count + 1))
  }

  @Test func aKilledRunOfOddJobsReadsTheSameEverywhere() throws {
    try Workspace.with { space in
      let run = try makeOddRun(in: space)
      try export(run, in: space)
      let checked = try check(run, in: space)
      #expect(checked.exitCode == 0, "\(checked.output)\(checked.errors)")
    }
  }

  /// A check that cannot fail proves nothing.
  @Test(
    "a changed export is found",
    arguments: [
      ("run.csv", "timed_out", "finished"), ("run.jsonl", "\"polls\":", "\"polls\":1"),
      ("run.hlog", "Tag=seen,1.000", "Tag=seen,7.000"),
      ("detected.hgrm", "0.500000000000", "0.700000000000"),
      ("run.json", "\"ph\":\"e\"", "\"ph\":\"b\""),
    ])
  func changed(file: String, old: String, new: String) throws {
    try Workspace.with { space in
      let run = try makeOddRun(in: space)
      try export(run, in: space)
      let text = try space.read("exports/" + file)
      let range = try #require(text.firstRange(of: old), "\(file) has no \(old)")
      try space.write(text.replacingCharacters(in: range, with: new), to: "exports/" + file)
      let checked = try check(run, in: space)
      #expect(checked.exitCode == 1, "\(file): \(checked.output)\(checked.errors)")
    }
  }
}
