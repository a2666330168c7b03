import Statistics
import Testing

@Suite struct CensoredDistributionTests {
  /// A service law and the median of its values.
  struct Law: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var median: Double
    var draw: @Sendable (inout Xoshiro) -> Double
  }

  static let laws = [
    Law(testDescription: "log-normal, 1 s") {
      $0.logNormal(median: 1, sigma: 0.5)
    },
    Law(testDescription: "log-normal, 20 s", median: 20) {
      $0.logNormal(median: 20, sigma: 0.3)
    },
    Law(testDescription: "exponential, 2 s", median: 1.4) {
      0.05 + $0.exponential(mean: 2)
    },
    Law(testDescription: "bimodal, 0.2 s and 5 s", median: 0.26) {
      $0.logNormal(median: $0.unit() < 0.7 ? 0.2 : 5, sigma: 0.3)
    },
  ]

  @Test("estimates of 2,000 polled values are close to the truth", arguments: laws)
  func closeToTheTruth(law: Law) {
    var squares = [0.0, 0.0]
    for seed in UInt64(1)...4 {
      let polled = Polled(2_000, seed: seed, median: law.median, gap: 0.1, law: law.draw)
      let found = CensoredDistribution(polled.brackets)
      for (index, q) in [0.5, 0.99].enumerated() {
        let error = (found.quantile(q) ?? 0) / polled.quantile(q) - 1
        squares[index] += error * error / 4
      }
    }
    #expect(squares[0].squareRoot() < 0.01)
    #expect(squares[1].squareRoot() < 0.03)
  }

  @Test("estimates are those of another implementation")
  func otherImplementation() throws {
    // From a NumPy program that works on the same grid, for the same brackets in seconds.
    let few = CensoredDistribution(
      [
        (0.31, 0.5), (0.42, 0.6), (0.55, 0.62), (0.55, 0.8), (0.7, 1.0), (0.81, 0.95), (0.9, 1.3),
        (0.93, 1.0), (1.1, 1.25), (1.2, 1.9), (0.25, 0.4), (0.6, 0.61), (0.66, 0.9), (1.5, 2.6),
        (2.0, 2.2),
      ].map { Bracket(lower: Int64($0.0 * 1e9), upper: Int64($0.1 * 1e9)) })
    let many = CensoredDistribution(
      (0..<200).map { index in
        var value = 0.2
        for _ in 0..<index { value *= 1.012 }
        let gap = 0.05 + 0.01 * Double(index * 37 % 23)
        let lower = max(value - gap * (Double(index * 61 % 100) + 0.5) / 100, 1e-2)
        return Bracket(lower: Int64(lower * 1e9), upper: Int64((lower + gap) * 1e9))
      })
    for (found, q, expected) in [
      (few, 0.1, 0.371_735_465), (few, 0.25, 0.593_536_159), (few, 0.5, 0.876_588_684),
      (few, 0.75, 1.195_042_094), (few, 0.9, 2.023_678_019),
      (many, 0.05, 0.240_984_085), (many, 0.5, 0.649_893_181), (many, 0.9, 1.705_708_043),
      (many, 0.99, 2.109_182_709),
    ] {
      let value = try #require(found.quantile(q)) / 1e9
      #expect(abs(value / expected - 1) < 1e-5, "quantile \(q): \(value)")
    }
  }

  @Test("smoothing moves no quantile of a sample that ends abruptly")
  func abruptEnd() throws {
    // Evenly spread up to 30 s, as a burst that drains through workers.
    let brackets = (0..<2_000).map { index in
      let value = 0.015 * Double(index + 1)
      return Bracket(lower: Int64((value - 0.08) * 1e9), upper: Int64((value + 0.08) * 1e9))
    }
    let found = CensoredDistribution(brackets)
    for q in [0.25, 0.5, 0.9, 0.99] {
      let value = try #require(found.quantile(q)) / 1e9
      #expect(abs(value / (30 * q) - 1) < 0.004, "quantile \(q): \(value)")
    }
  }

  @Test("values that are all alike are blurred by less than 4 %")
  func atoms() throws {
    let polled = Polled(2_000, seed: 5, median: 1, gap: 0.03) { 1 + 0.001 * $0.unit() }
    let found = CensoredDistribution(polled.brackets)
    #expect(abs(try #require(found.quantile(0.5)) / 1e9 - 1) < 0.01)
    #expect(abs(try #require(found.quantile(0.99)) / 1e9 - 1) < 0.04)
  }

  @Test("polls that know when a job ends from the jobs before it do not bend the estimate")
  func informedPolls() throws {
    // A burst through a queue: job n ends near 15 ms * n, and after a long silence the first poll that is
    // sent finds it ended, always shortly before.
    var random = Xoshiro(seed: 6)
    var truth: [Double] = []
    var brackets: [Bracket] = []
    for index in 0..<2_000 {
      let value = 0.5 + 0.015 * Double(index) + random.exponential(mean: 0.3)
      let isSilent = random.unit() < 0.2
      let (before, after) = (isSilent ? value * 0.5 : 0.2, isSilent ? 0.02 * value : 0.2)
      brackets.append(
        Bracket(
          lower: Int64((value - before * random.unit()) * 1e9),
          upper: Int64((value + after * random.unit()) * 1e9)))
      truth.append(value)
    }
    let expected = quantile(0.5, ofSorted: truth.sorted())
    func error(_ value: Double) -> Double { abs(value / 1e9 / expected - 1) }
    let stretches = BracketedSample(brackets, blocks: blocks(2_000)).distribution
    #expect(error(try #require(stretches.quantile(0.5))) < 0.01)
    let whole = CensoredDistribution(brackets)
    #expect(error(try #require(whole.quantile(0.5))) > 0.015, "the stretches make the difference")
  }

  @Test(
    "samples without a spread, or without anything, give no odd numbers",
    arguments: [
      [], [Bracket(lower: 0, upper: 0)], [Bracket(lower: 5, upper: 5)],
      [Bracket(lower: 0, upper: 1_000_000_000)], [.open(7)], [.open(0), .open(9)],
      [Bracket](repeating: Bracket(lower: 400, upper: 400), count: 300),
      [Bracket](repeating: Bracket(lower: 0, upper: 400), count: 300),
      [Bracket(lower: 1, upper: 1), Bracket(lower: 1 << 60, upper: 1 << 60)],
      [Bracket(lower: 0, upper: 1 << 60), Bracket(lower: 0, upper: 0), .open(1 << 60)],
    ] as [[Bracket]])
  func degenerate(brackets: [Bracket]) {
    let found = CensoredDistribution(brackets)
    let sample = BracketedSample(brackets, blocks: blocks(brackets.count))
    for q in [0, 0.5, 0.99, 1] {
      if let value = found.quantile(q) { #expect(value.isFinite && value > 0) }
      guard let estimate = sample.estimate(q) else { continue }
      #expect((estimate.value == nil) == (estimate.above != nil))
      if let value = estimate.value, let bounds = estimate.bounds {
        #expect(bounds.lower <= value && value <= bounds.upper)
      }
      if let interval = estimate.interval {
        #expect(interval.lower <= interval.upper && interval.upper.isFinite)
      }
    }
    for value in [0, 1, 1e9, 1e18] { #expect((0...1).contains(found.cumulative(value))) }
    #expect((sample.estimate(0.5) == nil) == brackets.isEmpty)
  }

  @Test func openBracketsStandBeyondAllOthers() {
    let closed = (1...90).map { Bracket(lower: $0 * 1_000, upper: $0 * 1_000) }
    let sample = BracketedSample(
      closed + [Bracket](repeating: .open(500_000), count: 10), blocks: blocks(100))
    #expect(sample.estimate(0.5)?.value == 50_000)
    #expect(sample.estimate(0.9)?.value == 90_000)
    #expect(sample.estimate(0.91)?.value == nil)
    #expect(sample.estimate(0.91)?.above == 500_000)
    #expect(sample.distribution.quantile(0.91) == nil)
    #expect(abs(sample.distribution.cumulative(1e9) - 0.9) < 1e-9)
  }

  @Test func quantilesGrowAndLieInTheirBounds() {
    for seed in UInt64(1)...5 {
      var polled = Polled(300, seed: seed, median: 1, gap: 0.4) {
        $0.logNormal(median: 1, sigma: 0.8)
      }
      for row in stride(from: 0, to: 300, by: 17) {
        polled.brackets[row] = .open(polled.brackets[row].lower)
      }
      let sample = BracketedSample(polled.brackets, blocks: blocks(300))
      var last: Int64 = 0
      for step in 0...100 {
        guard let found = sample.estimate(Double(step) / 100) else { continue }
        let value = found.value ?? .max
        #expect(value >= last)
        last = value
        guard let bounds = found.bounds, found.value != nil else { continue }
        #expect(bounds.lower <= value && value <= bounds.upper)
      }
    }
  }

  @Test("scaled times have scaled estimates", arguments: [3, 1_000] as [Int64])
  func scaling(factor: Int64) throws {
    let polled = Polled(200, seed: 9, median: 1e-3, gap: 0.3) {
      $0.logNormal(median: 1e-3, sigma: 0.5)
    }
    let once = BracketedSample(polled.brackets, blocks: blocks(200))
    let scaled = BracketedSample(
      polled.brackets.map { Bracket(lower: $0.lower * factor, upper: $0.upper * factor) },
      blocks: blocks(200))
    for q in [0.1, 0.5, 0.9] {
      let (first, second) = (once.estimate(q), scaled.estimate(q))
      let ratio = Double(try #require(second?.value)) / Double(try #require(first?.value))
      #expect(abs(ratio / Double(factor) - 1) < 1e-4)
      let reaches = [first, second].map { ($0?.interval?.upper ?? 0) / ($0?.interval?.lower ?? 1) }
      #expect(abs(reaches[0] / reaches[1] - 1) < 1e-3)
    }
  }

  @Test func aValueCanBePlacedInEveryBracket() throws {
    let polled = Polled(2_000, seed: 3, median: 1, gap: 0.3) {
      $0.logNormal(median: 1, sigma: 0.4)
    }
    let found = CensoredDistribution(polled.brackets)
    let placed = try polled.brackets.map { bracket in
      let value = try #require(
        found.conditionalMedian(lower: bracket.lower, upper: bracket.upper))
      #expect(bracket.lower <= value && value <= bracket.upper)
      return Double(value)
    }
    let median = quantile(0.5, ofSorted: placed.sorted())
    #expect(abs(median / polled.quantile(0.5) - 1) < 0.02)
    #expect(found.conditionalMedian(lower: 5, upper: Bracket.unknown) == nil)
    #expect(found.conditionalMedian(lower: 5, upper: 5) == 5)
  }

  @Test func cumulativeSharesAreTheInverseOfQuantiles() throws {
    let polled = Polled(500, seed: 4, median: 1, gap: 0.3) { $0.logNormal(median: 1, sigma: 0.4) }
    let found = CensoredDistribution(polled.brackets)
    for q in [0.01, 0.3, 0.5, 0.97] {
      #expect(abs(found.cumulative(try #require(found.quantile(q))) - q) < 1e-9)
    }
  }
}

extension CensoredDistributionTests.Law {
  /// A law whose values have the median 1 s.
  fileprivate init(
    testDescription: String, _ draw: @escaping @Sendable (inout Xoshiro) -> Double
  ) {
    self.init(testDescription: testDescription, median: 1, draw: draw)
  }
}
