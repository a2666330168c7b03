import Analysis
import Foundation
import Histogram
import Platform
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Reports

/// Histogram logs and percentile distributions, read back with the library's own code.
@Suite struct HistogramExportTests {
  private func jobs(_ count: Int, tenth: Outcome = .finished) -> [JobRecord] {
    (0..<count).map { index in
      let queue = Nanoseconds(index * 37 % 400) * 2_000_000
      let processing = 1_000_000_000 / Nanoseconds(1 + index * 7 % 100)
      return JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: index % 10 == 9 ? tenth : .finished,
        queue: queue, processing: processing, jobClass: UInt16(index % 2))
    }
  }

  private func withSource(
    _ jobs: [JobRecord], metrics: [ExportMetric] = ExportMetric.allCases,
    _ body: (HistogramSource) throws -> Void
  ) throws {
    try TemporaryFolder.with { root in
      var sample = try SampleRun(jobs)
      var (one, two) = (Scenario.JobClass(), Scenario.JobClass())
      (one.name, two.name) = ("one", "two, too")
      sample.scenario.jobs = [one, two]
      let folder = try sample.makeFolder(under: root)
      let (manifest, table) = (try folder.manifest(), try folder.table())
      let run = ExportedRun(manifest, table)
      try body(HistogramSource(run, summarize(manifest, table), metrics: metrics))
    }
  }

  private func log(_ source: HistogramSource) throws -> [String] {
    let bytes = try exported { sink throws(SystemError) in
      try HistogramLogExport.write(source, to: &sink)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func everySecondHasTheHistogramsOfItsJobs() throws {
    let jobs = jobs(250)
    try withSource(jobs) { source in
      let lines = try log(source).filter { $0.hasPrefix("Tag=") }.map { $0.split(separator: ",") }
      #expect(lines.count == 3 * 3 * ExportMetric.allCases.count)
      for metric in ExportMetric.allCases {
        for second in 0..<3 {
          let found = try lines.first {
            $0[0] == "Tag=\(metric.tag)" && $0[1] == "\(second).000"
          }.map { try HistogramLog.decode(String($0[4])) }
          let values = jobs.indices.filter { jobs[$0].intended / 1_000_000_000 == second }
            .compactMap {
              source.run.job($0)
            }.compactMap { job -> Nanoseconds? in
              guard case .known(let value) = source.times.value(metric, of: job) else { return nil }
              return value
            }
          let expected = Histogram.ofNanoseconds(values)
          let isEqual = found?.recordedBins().map(\.count) == expected.recordedBins().map(\.count)
          #expect(isEqual, "\(metric) in second \(second)")
          #expect(found?.totalCount == UInt64(second < 2 ? 100 : 50))
        }
      }
      let tags = Set(lines.map { String($0[0]) })
      #expect(tags.contains("Tag=e2e.one") && tags.contains("Tag=seen.two%2c%20too"))
    }
  }

  @Test func whatIsNotInAHistogramIsSaid() throws {
    try withSource(jobs(100, tenth: .timedOut)) { source in
      let text = try log(source).joined(separator: "\n")
      #expect(text.contains("#[e2e: 90 values; intended to terminal, known to lie in a bracket"))
      #expect(text.contains("#[e2e: 10 jobs were not seen to get so far and are not in it]"))
      #expect(text.contains("#[push: 100 values; dispatched to acknowledged]"))
      #expect(source.warnings.count == 1)
      #expect(source.warnings[0].hasPrefix("up to 10 jobs were never seen to end"))
      #expect(!source.warnings[0].contains("push"))
    }
    try withSource(jobs(100)) { #expect($0.warnings.isEmpty) }
    try withSource([]) { source in
      let last = try log(source).last ?? ""
      #expect(last.hasPrefix("\"StartTimestamp\""))
    }
  }

  @Test func metricsAreThoseOfTheReport() throws {
    try withSource(jobs(400, tenth: .lost)) { source in
      let (metrics, sorted) = (source.document.metrics, source.sorted)
      for (metric, summary) in [
        (ExportMetric.detected, metrics.endToEnd), (.push, metrics.push), (.queue, metrics.queue),
        (.processing, metrics.processing), (.dispatchDelay, metrics.dispatchDelay),
      ] {
        let index = try #require(source.metrics.firstIndex(of: metric))
        #expect(source.counts[index].known == summary.count, "\(metric)")
        #expect(source.counts[index].censored == summary.censored, "\(metric)")
        #expect(sorted(metric).first == summary.min, "\(metric)")
        let histogram = try HistogramLog.decode(summary.histogram)
        let expected = Histogram.ofNanoseconds(sorted(metric))
        let isEqual =
          histogram.recordedBins().map(\.lowest) == expected.recordedBins().map(\.lowest)
        #expect(isEqual, "\(metric)")
      }
    }
  }

  @Test func placedValuesLieInTheirBracketsAndHaveTheReportsMedian() throws {
    try withSource(jobs(200)) { source in
      let placement = Placement(source.run)
      for (lower, upper) in [(0, 0), (0, 100), (1, 1), (5, 6), (100, 400), (7, 1 << 62)] {
        let value = placement.value(lower: Nanoseconds(lower), upper: Nanoseconds(upper))
        #expect(lower <= value && value <= upper)
      }
      let median = quantile(0.5, ofSorted: source.sorted(.endToEnd))
      let reported = try #require(source.document.metrics.endToEnd.p50)
      #expect(abs(median - reported) <= reported / 50, "\(median) instead of \(reported)")
    }
  }

  @Test func endToEndTimesOfOneJobAgree() throws {
    try withSource(jobs(50)) { source in
      for row in 0..<50 {
        let job = try #require(source.run.job(row))
        guard case .known(let whole) = source.times.value(.endToEnd, of: job),
          case .known(let sent) = source.times.value(.fromDispatch, of: job),
          case .known(let delay) = source.times.value(.dispatchDelay, of: job),
          case .known(let seen) = source.times.value(.detected, of: job)
        else { throw SystemError("know the times", code: 0) }
        #expect(whole == sent + delay)
        let lower = try #require(job.terminalLower) - job.record.intended
        #expect(lower <= whole && whole <= seen)
      }
    }
  }

  /// The library prints the same table with code of its own.
  @Test("percentiles are those of the library", arguments: [0, 1, 2, 57, 1_000])
  func percentiles(count: Int) throws {
    try withSource(jobs(count), metrics: [.detected]) { source in
      let bytes = try exported { sink throws(SystemError) in
        try PercentileExport.write(source, to: &sink)
      }
      var expected = ""
      Histogram.ofNanoseconds(source.sorted(.detected)).outputPercentileDistribution(
        to: &expected, outputValueUnitScalingRatio: 1e6)
      func table(_ text: String) -> [String] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
      }
      let found = String(decoding: bytes, as: UTF8.self)
      #expect(table(found) == table(expected), "\(Golden.difference(from: expected, to: found))")
      #expect(found.contains("Total count    = \(Column.right("\(count)", 12))]"))
    }
  }
}
