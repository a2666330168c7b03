import Results
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct CutStampTests {
  /// 5,000 log-normal times with this median, and the differences of their stamps.
  private func times(median: Double, resolution: Nanoseconds) -> (truth: [Nanoseconds], Sample) {
    var random = Xoshiro(seed: 17)
    var sample = Sample()
    var truth: [Nanoseconds] = []
    for index in 0..<5_000 {
      let start = Nanoseconds(random.unit() * 1e12)
      let time = Nanoseconds(1e9 * random.logNormal(median: median, sigma: 0.5))
      truth.append(time)
      func cut(_ instant: Nanoseconds) -> Nanoseconds { instant / resolution * resolution }
      sample.add(from: cut(start), to: cut(start + time), block: UInt8(index / 250))
    }
    return (truth.sorted(), sample)
  }

  @Test(
    "estimates from stamps that are cut are close where the resolution allows it",
    arguments: [
      (0.2, 20 * ms, 0.01), (1, 100 * ms, 0.01), (3, 500 * ms, 0.02), (0.2, 100 * ms, 0.04),
      (3, 1_000 * ms, 0.04),
    ] as [(Double, Nanoseconds, Double)])
  func estimates(median: Double, resolution: Nanoseconds, most: Double) throws {
    let (truth, sample) = times(median: median, resolution: resolution)
    let brackets = sample.widened(by: resolution)
    for q in [0.5, 0.99] {
      let value = Double(quantile(q, ofSorted: truth))
      let found = BracketedSample(brackets.brackets, blocks: brackets.blocks).estimate(q)
      #expect(abs(Double(try #require(found?.value)) / value - 1) < most)
      let bounds = try #require(found?.bounds)
      #expect(Double(bounds.lower) <= value && value <= Double(bounds.upper))
    }
  }

  @Test(
    "a resolution above a fifth of the median leaves the mean alone",
    arguments: [
      (0.2, 1_000 * ms, true), (0.2, 100 * ms, true), (1, 1_000 * ms, true), (3, 1_000 * ms, true),
      (1, 100 * ms, false), (0.2, 1 * ms, false),
    ] as [(Double, Nanoseconds, Bool)])
  func unresolved(median: Double, resolution: Nanoseconds, isUnresolved: Bool) throws {
    let (truth, sample) = times(median: median, resolution: resolution)
    let summary = sample.summary(source: Source.stamps, resolution: resolution)
    #expect(summary.isUnresolved == isUnresolved)
    #expect(summary.resolution == resolution)
    #expect((summary.p50 == nil) == isUnresolved)
    #expect(!summary.quantiles.p50.isPollLimited)
    let mean = truth.reduce(0.0) { $0 + Double($1) } / Double(truth.count)
    #expect(abs(Double(try #require(summary.mean)) / mean - 1) < 0.03)
  }

  @Test func exactStampsAreLeftAsTheyAre() {
    let (_, sample) = times(median: 1, resolution: 1)
    for resolution: Nanoseconds in [0, 1] {
      let summary = sample.summary(source: Source.stamps, resolution: resolution)
      #expect(summary == sample.summary(source: Source.stamps))
      #expect(summary.resolution == 0)
      #expect(summary.quantiles.p50.bounds == nil)
    }
  }

  @Test func classesAndRunsCanHaveCutStamps() {
    var samples = JobSamples(resolution: 1_000 * ms)
    for index in 0..<100 {
      var job = JobRecord.sample(queue: 300 * ms)
      job.createdStamp = 1_000_000 * ms
      job.startedStamp = 1_000_000 * ms + (index % 3 == 0 ? 1_000 * ms : 0)
      samples.add(job, outcome: .finished, block: UInt8(index / 5))
    }
    #expect(samples.queueSummary(stamped: true).isUnresolved)
    #expect(samples.queueSummary(stamped: true).mean == 340 * ms)
    #expect(!samples.queueSummary(stamped: false).isUnresolved)
  }
}
