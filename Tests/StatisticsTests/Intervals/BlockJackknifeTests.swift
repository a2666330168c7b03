import Foundation
import Testing

@testable import Statistics

@Suite struct BlockJackknifeTests {
  /// `count` values whose logarithms are an autoregression with `phi` and noise beside it.
  private func dependent(_ count: Int, phi: Double, random: inout Xoshiro) -> [Double] {
    var state = random.standardNormal()
    return (0..<count).map { _ in
      state = phi * state + (1 - phi * phi).squareRoot() * random.standardNormal()
      return exp(0.3 * state + 0.2 * random.standardNormal())
    }
  }

  /// The brackets of `values`, in seconds, polled every `gap` seconds from a random phase on.
  private func polled(_ values: [Double], gap: Double, random: inout Xoshiro) -> [Bracket] {
    values.map { value in
      let phase = gap * random.unit()
      let polls = ((value - phase) / gap).rounded(.down)
      return Bracket(
        lower: Int64(max(phase + polls * gap, 0) * 1e9),
        upper: Int64((phase + (polls + 1) * gap) * 1e9))
    }
  }

  @Test("intervals cover the truth of dependent jobs", arguments: [0.9, 0.98])
  func coverage(phi: Double) {
    let (trials, count) = (60, 1_500)
    // The quantiles 0.5 and 0.99 of the normal distribution, and its standard deviation here.
    let truths = [(0.5, 0.0), (0.99, 2.326_348)].map { ($0.0, exp($0.1 * 0.13.squareRoot()) * 1e9) }
    var random = Xoshiro(seed: 11)
    var covered = ["polled": [0, 0], "exact": [0, 0]]
    for _ in 0..<trials {
      let values = dependent(count, phi: phi, random: &random)
      let brackets = polled(values, gap: 0.3, random: &random)
      let samples: [(String, any QuantileSample)] = [
        ("polled", BracketedSample(brackets, blocks: blocks(count))),
        ("exact", ExactSample(values.map { Int64($0 * 1e9) }, blocks: blocks(count))),
      ]
      for (name, sample) in samples {
        for (index, (q, truth)) in truths.enumerated() {
          guard let interval = sample.estimate(q)?.interval else { continue }
          if interval.lower <= truth && truth <= interval.upper { covered[name]?[index] += 1 }
        }
      }
    }
    // 1,500 jobs with phi = 0.98 are as good as 45 independent ones: less is asked for there.
    let least = phi < 0.95 ? [0.88, 0.80] : [0.80, 0.68]
    for (name, counts) in covered {
      for index in 0..<2 {
        #expect(Double(counts[index]) >= least[index] * Double(trials), "\(name) \(counts)")
      }
    }
  }

  @Test func independentJobsHaveADesignEffectOfAboutOne() throws {
    var random = Xoshiro(seed: 2)
    let effects = (0..<20).compactMap { _ in
      let values = (0..<1_000).map { _ in Int64(1e9 * random.logNormal(median: 1, sigma: 0.5)) }
      return ExactSample(values, blocks: blocks(1_000)).estimate(0.5)?.interval?.designEffect
    }
    let mean = effects.reduce(0, +) / Double(effects.count)
    #expect(effects.count == 20)
    #expect((0.7...1.4).contains(mean))
    let dependent = dependent(4_000, phi: 0.95, random: &random).map { Int64($0 * 1e9) }
    let found = ExactSample(dependent, blocks: blocks(4_000)).estimate(0.5)?.interval
    #expect(try #require(found?.designEffect) > 4)
  }

  @Test(
    "small samples have no interval",
    arguments: [
      (199, 0.5, false), (200, 0.5, true), (200, 0.95, true), (199, 0.9, false), (999, 0.99, false),
      (1_000, 0.99, true), (9_999, 0.999, false), (10_000, 0.999, true),
    ])
  func smallSamples(count: Int, q: Double, isKnown: Bool) {
    let values = (1...Int64(count)).map { $0 * 7_919 % Int64(count) + 1_000 }
    let exact = ExactSample(values, blocks: blocks(count))
    #expect((exact.estimate(q)?.interval != nil) == isKnown)
    guard count <= 1_000 else { return }
    let brackets = values.map { Bracket(lower: $0 - 100, upper: $0) }
    let polled = BracketedSample(brackets, blocks: blocks(count))
    #expect((polled.estimate(q)?.interval != nil) == isKnown)
  }

  @Test func anEmptyBlockLeavesNoInterval() {
    let values = (1...Int64(400)).map { $0 * 1_000 }
    let crowded = blocks(400).map { $0 == 7 ? 8 : $0 }
    #expect(ExactSample(values, blocks: blocks(400)).estimate(0.5)?.interval != nil)
    #expect(ExactSample(values, blocks: crowded).estimate(0.5)?.interval == nil)
  }

  @Test func aBlockThatHoldsTheTailMakesTheIntervalWide() throws {
    let calm = (0..<2_000).map { Int64(1_000_000 + $0 % 97 * 1_000) }
    var stalled = calm
    for row in 1_000..<1_100 { stalled[row] = 50_000_000 }
    let narrow = try #require(ExactSample(calm, blocks: blocks(2_000)).estimate(0.99)?.interval)
    let wide = try #require(ExactSample(stalled, blocks: blocks(2_000)).estimate(0.99)?.interval)
    #expect(narrow.upper / narrow.lower < 1.01)
    #expect(wide.upper / wide.lower > 100)
  }

  @Test func equalValuesHaveAnIntervalWithoutWidth() throws {
    let sample = ExactSample([Int64](repeating: 5_000, count: 400), blocks: blocks(400))
    let interval = try #require(sample.estimate(0.5)?.interval)
    #expect(abs(interval.lower - 5_000) < 1e-6 && abs(interval.upper - 5_000) < 1e-6)
    #expect(interval.designEffect == nil)
    let zeros = ExactSample([Int64](repeating: 0, count: 400), blocks: blocks(400))
    #expect(zeros.estimate(0.5)?.value == 0)
    #expect(zeros.estimate(0.5)?.interval == nil)
  }

  @Test func aQuantileAmongOpenJobsHasNoInterval() {
    let values = (1...Int64(900)).map { $0 * 1_000 }
    let sample = ExactSample(
      values, blocks: Array(blocks(1_000).prefix(900)), open: (1...100).map { $0 * 10 },
      openBlocks: Array(blocks(1_000).suffix(100)))
    #expect(sample.count == 1_000)
    #expect(sample.estimate(0.5)?.interval != nil)
    #expect(sample.estimate(0.95)?.value == nil)
    #expect(sample.estimate(0.95)?.interval == nil)
    // The lower ends of all jobs, those that were seen included.
    #expect(sample.estimate(0.95)?.above == 850_000)
  }

  @Test func blocksFollowTheInstantsAndAreEquallyLarge() {
    let sorted = BlockJackknife.assign((0..<100).map { Int64($0 * 3) })
    #expect(sorted == (0..<100).map { UInt8($0 / 5) })
    #expect(BlockJackknife.assign((0..<100).map { Int64(99 - $0) }) == sorted.reversed())
    #expect(BlockJackknife.assign([Int64](repeating: 4, count: 40)).last == 19)
    #expect(BlockJackknife.assign([]) == [])
    #expect(BlockJackknife.assign([5]) == [0])
  }

  @Test(
    "quantiles of Student's t",
    // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
    arguments: [
      (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (10, 2.228), (19, 2.093), (100, 1.984),
    ])
  func studentT(degrees: Double, expected: Double) {
    let most = degrees < 3 ? 0.01 : degrees < 5 ? 0.002 : 0.000_4
    #expect(abs(StudentT.twoSided95(degrees) / expected - 1) < most)
  }
}
