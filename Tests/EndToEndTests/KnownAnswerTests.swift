import Glibc
import Harness
import ReferenceServer
import Results
import Scenarios
import Testing
import Workloads

/// Runs against a job API whose true timings are known: what the run wrote down is compared with
/// what really happened, job by job.
@Suite struct KnownAnswerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var load: String
    var jobs: Int
    var engines = 1
    var failureShare = 0.0
    var workers = 200
    var activeWord = JobServer.ActiveWord.processing
  }

  static let cases = [
    Case(
      testDescription: "2,000 jobs in bursts", load: "burst: { jobs: 500, every: 300ms, times: 4 }",
      jobs: 2_000),
    Case(
      testDescription: "a constant rate with failures", load: "constant: { rate: 300, for: 1s }",
      jobs: 300, failureShare: 0.2),
    Case(
      testDescription: "two engines and a queue", load: "burst: { jobs: 301 }", jobs: 301,
      engines: 2, failureShare: 0.05, workers: 20, activeWord: .started),
  ]

  @Test("what is reported is what happened", arguments: cases)
  func truth(_ test: Case) throws {
    var configuration = JobServer.Configuration()
    configuration.workers = test.workers
    configuration.service = .logNormal(median: 30_000_000, sigma: 0.5)
    configuration.failureShare = test.failureShare
    configuration.activeWord = test.activeWord
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: test.load).text)
      // No proxy is used, whatever the environment says.
      let ended = try space.run(
        ["run", "scenario.yaml", "--engines", "\(test.engines)"],
        environment: ["http_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1"])
      let run = try space.onlyRun()
      let document = try space.document(run)
      #expect(document.run.ending == .complete, "\(ended.errors)")
      #expect(document.validity.checks.first { $0.check == "little" }?.level == .ok)
      #expect(ended.exitCode == Int32(document.verdict.exitCode))
      let table = try space.table(run)
      try compare(table, server.groundTruth, document, jobs: test.jobs)
    }
  }

  private func compare(
    _ table: JobTable, _ answer: GroundTruth, _ document: RunDocument, jobs: Int
  ) throws {
    let rows = Row.all(of: table)
    let truth = answer.jobs
    #expect(rows.count == jobs)
    #expect(rows.map(\.id).sorted() == truth.map(\.id).sorted())
    let comparison = TruthComparison(table, answer)
    comparison.expectNoDifference()
    #expect(comparison.matched == jobs && comparison.orphans == 0)

    #expect(document.jobs.scheduled == jobs)
    #expect(document.jobs.pushed == jobs)
    #expect(document.jobs.acknowledged == jobs)
    #expect(document.jobs.unsent == 0)
    #expect(document.jobs.outcomes.finished == truth.count { $0.state == .finished })
    #expect(document.jobs.outcomes.error == truth.count { $0.state == .error })
    #expect(document.jobs.outcomes.total == jobs)
    #expect(document.requests.byKind.push.sent == UInt64(jobs))
    #expect(document.requests.byKind.push.failures.isEmpty)
    let brokenLaws = document.validity.laws.filter { !$0.holds }
    #expect(brokenLaws.isEmpty)
    #expect(document.findings.isEmpty)

    try compareTimes(rows, document, truth.byID, start: table.startMonotonic)
  }

  /// Single times differ from the truth by less than the stamps' resolution, and so does every
  /// quantile; true end-to-end quantiles lie within their bounds.
  private func compareTimes(
    _ rows: [Row], _ document: RunDocument, _ truth: [String: TruthRecord], start: Nanoseconds
  ) throws {
    let resolution: Nanoseconds = 1_000_000
    var late: [Int] = []
    for row in rows {
      let queue = try #require(truth[row.id]?.queueTime)
      let processing = try #require(truth[row.id]?.processingTime)
      if abs(row.job.startedStamp - row.job.createdStamp - queue) >= resolution
        || abs(row.job.completedStamp - row.job.startedStamp - processing) >= resolution
      {
        late.append(row.number)
      }
    }
    #expect(late.isEmpty)

    let metrics = document.metrics
    for (name, times) in [
      ("queue", rows.compactMap { truth[$0.id]?.queueTime }.sorted()),
      ("processing", rows.compactMap { truth[$0.id]?.processingTime }.sorted()),
    ] {
      let summary = try #require(metrics[name])
      #expect(summary.source == "server stamps")
      #expect(summary.count == rows.count)
      let median = times[(rows.count + 1) / 2 - 1]
      let known = try #require(summary.quantiles.p50.bounds)
      #expect(known.lower <= median && median <= known.upper ?? 0, "\(name) p50: \(known)")
      // Stamps of milliseconds say nothing more about waits of less than five.
      #expect(summary.isUnresolved == (summary.p50 == nil))
      // Its bounds hold the truth; where the machine held workers up, the smoothed estimate is beside it.
      if let estimate = summary.p50 {
        #expect(abs(estimate - median) <= 2 * resolution, "\(name) p50")
      }
      let largest = try #require(summary.max)
      #expect(abs(largest - times[rows.count - 1]) < resolution, "\(name) max")
    }
    let sojourns = rows.compactMap { row in
      truth[row.id]?.completed.map { $0.monotonic - start - row.job.intended }
    }.sorted()
    let found = metrics.endToEnd.quantiles.p50
    let bounds = try #require(found.bounds)
    let median = sojourns[(rows.count + 1) / 2 - 1]
    #expect(bounds.lower <= median)
    #expect(median <= (bounds.upper ?? 0))
    let estimate = try #require(found.estimate)
    #expect(bounds.lower <= estimate && estimate <= bounds.upper ?? 0)
    #expect(metrics.endToEnd.count == rows.count)
  }

  @Test("two runs of one scenario and seed have the same schedule and the same classes")
  func determinism() throws {
    try Workspace.with { space in
      let jobs = "[{ name: a, weight: 1 }, { name: b, weight: 3, function: other/one }]"
      let load = "constant: { rate: 200, for: 300ms }"
      try space.write(ScenarioText(jobs: jobs, load: load).text)
      for (name, seed) in [("a", "3"), ("b", "3"), ("c", "4")] {
        let ended = try space.run(
          ["run", "scenario.yaml", "--quiet", "--seed", seed, "--out", "results/\(name)"])
        #expect(ended.signal == nil)
      }
      let runs = space.runs
      try #require(runs.count == 3)
      let schedules = try runs.map { try Row.all(of: space.table($0)).map(\.job.intended) }
      let classes = try runs.map { try Row.all(of: space.table($0)).map(\.job.jobClass) }
      #expect(schedules[0].count == 60)
      #expect(schedules[0] == schedules[1])
      #expect(classes[0] == classes[1])
      #expect(Set(classes[0]) == [0, 1])
      #expect(classes[0] != classes[2], "another seed gives other classes")
      let seeds = try runs.map { try space.document($0).run.seed }
      #expect(seeds == [3, 3, 4])
    }
  }
}
