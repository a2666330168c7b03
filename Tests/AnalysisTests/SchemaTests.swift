import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

@Suite struct SchemaTests {
  private let schema: JSONSchema

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Results/Schema/sojourn.run.1.schema.json")
    schema = try JSONSchema(try Data(contentsOf: file))
  }

  /// A run and its name.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var outcomes: [Outcome]
    var ending = JobTable.Ending.complete
    var thresholds: [String] = []
  }

  static let cases = [
    Case(
      testDescription: "complete", outcomes: [Outcome](repeating: .finished, count: 400),
      thresholds: ["end_to_end.p99 < 2s", "share.error < 1%", "queue.p999 < 1s", "poll.p50 < 1s"]),
    Case(
      testDescription: "partial", outcomes: Outcome.allCases + Outcome.allCases, ending: .none),
    Case(testDescription: "interrupted", outcomes: [.none, .none, .none], ending: .interrupted),
    Case(testDescription: "empty", outcomes: []),
    Case(testDescription: "one job", outcomes: [.finished]),
    Case(
      testDescription: "all failed", outcomes: [Outcome](repeating: .failedToPush, count: 50),
      ending: .aborted, thresholds: ["outcomes.finished > 0", "end_to_end.p50 < 1s"]),
    Case(testDescription: "all timed out", outcomes: [Outcome](repeating: .timedOut, count: 50)),
    Case(
      testDescription: "5,000 jobs",
      outcomes: (0..<5_000).map { Outcome.allCases[1 + $0 % 97 % 8] }),
  ]

  private func document(_ item: Case) throws -> RunDocument {
    let jobs = item.outcomes.enumerated().map { index, outcome in
      var job = JobRecord.sample(intended: Nanoseconds(index) * 10_000_000, outcome: outcome)
      if index % 50 == 3 {
        job.oddities = Oddities(rawValue: 0x7ff)
        job.traits = .toCancel
        if job.acknowledged != 0 { job.cancelSent = job.acknowledged + 1 }
      }
      return job
    }
    var run = try SampleRun(jobs, thresholds: item.thresholds)
    run.ending = item.ending
    run.revision = item.testDescription == "complete" ? "4f2a9c1" : nil
    run.scenario.cancel = item.outcomes.count > 1 ? CancelPlan(share: 0.02, when: .queued) : nil
    return try run.withTable { manifest, table in
      if !jobs.isEmpty { table.tally(0).countBreach(field: 2, isMistyped: true, row: 0) }
      if jobs.count > 1 { watch(table.monitor) }
      return summarize(manifest, table)
    }
  }

  private func watch(_ tally: MonitorTally) {
    tally.begin(dispatched: 0, retired: 0, at: 0)
    tally.count(dispatched: 3, retired: 1, at: 1_000_000)
    // A second session: these counts are not those of the rows.
    tally.set(.sessions, to: 2)
    tally.recordHiccup(70_000, interval: 1_000_000)
    for counter in [MonitorTally.Counter.hasProcessorTimes, .allTicks, .hasThrottling, .periods] {
      tally.set(counter, to: 1)
    }
    tally.add(MonitorTally.WallJump(instant: 5_000_000, size: -2_000_000))
  }

  @Test("documents follow the published schema", arguments: cases)
  func documentsFollowTheSchema(item: Case) throws {
    let text = try document(item).json()
    #expect(try schema.violations(in: Data(text.utf8)) == [])
  }

  @Test("documents are read back", arguments: cases)
  func documentsAreReadBack(item: Case) throws {
    let document = try document(item)
    let read = try RunDocument.parse(document.json(), path: "report.json")
    #expect(read == document)
    #expect(read.json() == document.json())
  }

  @Test("equal runs give equal bytes", arguments: cases)
  func equalBytes(item: Case) throws {
    let (once, again) = (try document(item).json(), try document(item).json())
    #expect(once == again)
  }

  @Test(
    "the schema is strict",
    arguments: [
      ("\"seed\" : 7", "\"seed\" : -7"), ("\"seed\" : 7", "\"seed\" : true"),
      ("\"bucket_ns\"", "\"bucket\""), ("\"schema\" : \"sojourn.run/1\"", "\"schema\" : 1"),
      ("\"ending\" : \"complete\"", "\"ending\" : \"done\""), ("HISTFAAA", "HOSTFAAA"),
      ("\"exit_code\" : 2", "\"exit_code\" : 3"), ("\"version\" :", "\"extra\" : 1, \"version\" :"),
      ("\"schedule_hash\" : \"", "\"schedule_hash\" : \"x"),
      ("\"workload\" : \"open\"", "\"workload\" : \"half\""),
      ("\"mode\" : \"poll\"", "\"mode\" : \"guess\""), ("\"missed\"", "\"mist\""),
      ("\"unknown_state\"", "\"odd_state\""), ("\"held_ns\" : 0", "\"held_ns\" : null"),
      ("\"warm_up\"", "\"warmup\""), ("\"by_ns\"", "\"by\""),
      ("\"level\" : \"ok\"", "\"level\" : \"fine\""),
      ("\"201\" :", "\"20\" :"), ("\"needs\" : 3000", "\"needs\" : 0"),
      ("\"poll_limited\" : false", "\"poll_limited\" : null"),
      ("\"above\" : null", "\"above\" : 0.5"),
      ("\"unresolved\"", "\"resolved\""), ("\"interval\" : [", "\"interval\" : [1, "),
    ])
  func theSchemaIsStrict(found: String, changed: String) throws {
    let text = try document(Self.cases[0]).json()
    #expect(text.contains(found))
    let damaged = text.replacing(found, with: changed, maxReplacements: 1)
    #expect(try schema.violations(in: Data(damaged.utf8)) != [])
  }

  @Test(
    "what is no run document is refused with its place",
    arguments: [
      ("", "it is not JSON"), ("{}", "it has no 'schema'"),
      ("{\"schema\": \"sojourn.run/1\", \"version\": 3}", "'version' is of another type"),
    ])
  func whatIsNoDocument(text: String, reason: String) {
    let error = #expect(throws: RunFolderError.self) {
      try RunDocument.parse(text, path: "a/report.json")
    }
    #expect(error?.description.hasPrefix("'a/report.json' cannot be read: ") == true)
    #expect(error?.description.contains(reason) == true)
  }
}
