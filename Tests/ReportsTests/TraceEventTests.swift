import Foundation
import Platform
import Results
import TestSupport
import Testing
import Workloads

@testable import Reports

/// Trace events, read as JSON.
@Suite struct TraceEventTests {
  private func events(
    _ jobs: [JobRecord], ids: [[UInt8]] = [], ending: JobTable.Ending = .complete
  ) throws -> [[String: Any]] {
    try TemporaryFolder.with { root in
      var sample = try SampleRun(jobs)
      sample.ending = ending
      let folder = try sample.makeFolder(under: root, ids: ids)
      let run = ExportedRun(try folder.manifest(), try folder.table())
      let bytes = try exported { sink throws(SystemError) in
        try TraceEventExport.write(run, rows: 0..<run.rowCount, to: &sink)
      }
      let document = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      return try #require(document?["traceEvents"] as? [[String: Any]])
    }
  }

  private func names(_ events: [[String: Any]], _ kind: String = "b") -> [String] {
    events.filter { $0["ph"] as? String == kind }.compactMap { $0["name"] as? String }
  }

  @Test func aJobIsASliceWithItsPartsInside() throws {
    let events = try events([.sample()])
    #expect(
      names(events) == ["job", "dispatch delay", "push", "queued", "processing", "detection"])
    #expect(
      names(events, "e") == ["dispatch delay", "push", "queued", "processing", "detection", "job"])
    let times = events.filter { ["b", "e"].contains($0["ph"] as? String) }.compactMap {
      $0["ts"] as? Double
    }
    #expect(times == times.sorted())
    #expect(times.count == 12)
  }

  @Test("jobs without an end have no detection", arguments: [Outcome.timedOut, .failedToPush])
  func openJobs(outcome: Outcome) throws {
    let events = try events([.sample(outcome: outcome)])
    #expect(!names(events).contains("detection"))
    #expect(names(events).count == names(events, "e").count)
  }

  @Test func unsentArrivalsHaveNoSlice() throws {
    #expect(names(try events([.sample(outcome: .none)])).isEmpty)
    #expect(names(try events([])).isEmpty)
  }

  @Test func hostileIDsAreText() throws {
    let ids = ExportTests.hostile
    let events = try events(ids.map { _ in .sample() }, ids: ids)
    let found = events.compactMap { ($0["args"] as? [String: Any])?["id"] as? String }
    #expect(
      found.map { Array($0.utf8) } == ids.map { Array(String(decoding: $0, as: UTF8.self).utf8) })
  }

  @Test func theCounterIsTheNumberInFlight() throws {
    let jobs = (0..<100).map { JobRecord.sample(intended: Nanoseconds($0) * 10_000_000) }
    let points = try events(jobs).filter { $0["ph"] as? String == "C" }.map {
      (at: ($0["ts"] as? Double ?? 0) * 1_000, jobs: ($0["args"] as? [String: Int])?["jobs"])
    }
    #expect(points.count > 50)
    for point in points {
      let expected = jobs.count {
        Double($0.dispatched) <= point.at && Double($0.retired) > point.at
      }
      #expect(point.jobs == expected, "at \(point.at)")
    }
    #expect(points.last?.jobs == 0)
  }

  @Test func aKilledRunEndsItsOpenJobsAtItsLastInstant() throws {
    var open = JobRecord.sample(outcome: .abandoned)
    (open.outcome, open.retired) = (.none, 0)
    let later = JobRecord.sample(intended: 2_000_000_000)
    let events = try events([open, later], ending: .none)
    let end = events.first { $0["ph"] as? String == "e" && $0["name"] as? String == "job" }
    #expect(end?["ts"] as? Double == Double(later.detected) / 1_000)
  }
}
