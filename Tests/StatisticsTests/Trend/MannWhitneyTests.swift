import Testing

@testable import Statistics

@Suite struct MannWhitneyTests {
  /// Every choice of `size` of `count` indices.
  private func choices(_ size: Int, of count: Int, from first: Int = 0) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard first < count else { return [] }
    return (first..<count).flatMap { index in
      choices(size - 1, of: count, from: index + 1).map { [index] + $0 }
    }
  }

  /// The probability by the definition: the share of all choices that are as far from the mean.
  private func direct(_ first: [Double], _ second: [Double]) -> Double {
    let all = first + second
    let ranks = all.map { value in
      Double(all.count { $0 < value }) + Double(all.count { $0 == value } + 1) / 2
    }
    let mean = Double(first.count * (all.count + 1)) / 2
    let seen = abs(ranks.prefix(first.count).reduce(0, +) - mean)
    let every = choices(first.count, of: all.count)
    let far = every.count { abs($0.reduce(0) { $0 + ranks[$1] } - mean) >= seen - 1e-9 }
    return Double(far) / Double(every.count)
  }

  @Test("the probability is the share of all choices, also with ties", arguments: [1, 2, 4, 1_000])
  func exact(values: UInt64) {
    var generator = Xoshiro(seed: values)
    var sums = RankSums()
    for _ in 0..<25 {
      let sizes = (2 + Int(generator.next() % 4), 2 + Int(generator.next() % 5))
      let first = (0..<sizes.0).map { _ in Double(generator.next() % values) }
      let second = (0..<sizes.1).map { _ in Double(generator.next() % values) }
      let found = MannWhitney(first[...], second[...]).probability(&sums)
      #expect(abs(found - direct(first, second)) < 1e-12, "\(first) \(second)")
      let swapped = MannWhitney(second[...], first[...]).probability(&sums)
      #expect(abs(found - swapped) < 1e-12)
    }
  }

  /// Ten values below ten others: 2 of 184,756 choices.
  @Test func apartIsAsRareAsItCanBe() {
    let values = (0..<20).map(Double.init)
    var sums = RankSums()
    let test = MannWhitney(values[..<10], values[10...])
    #expect(abs(test.probability(&sums) - 2 / 184_756) < 1e-15)
    // (100 - 50) / sqrt(10 * 10 * 21 / 12)
    #expect(abs(test.score - 3.779_645) < 1e-6)
  }

  @Test func equalValuesSayNothing() {
    let values = [Double](repeating: 3, count: 12)
    var sums = RankSums()
    let test = MannWhitney(values[..<5], values[5...])
    #expect(test.probability(&sums) == 1)
    #expect(test.score == 0)
  }

  /// Both ways of counting give the same, up to the largest samples of a window.
  @Test("sums of ranks without ties", arguments: [(1, 1), (4, 46), (25, 25), (50, 50)])
  func ways(m: Int, n: Int) {
    var sums = RankSums()
    let ranks = (1...(m + n)).map { 2 * $0 }
    for value in [0, 1, m * n / 3, m * n / 2 - 1] where value >= 0 {
      let expected = MannWhitney.tail(ranks, choose: m, upTo: m * (m + 1) + 2 * value)
      let found = sums.tail(m, n, upTo: value)
      #expect(abs(found / expected - 1) < 1e-9)
    }
    #expect(abs(sums.tail(m, n, upTo: m * n) - 1) < 1e-12)
    #expect(sums.tail(m, n, upTo: -1) == 0)
  }

  /// Differences 1 to 9 in a grid of three by three; one of 20 choices is left out on each side at 10 %.
  @Test func theShiftIsTheMedianOfAllDifferences() {
    var sums = RankSums()
    let (before, after) = ([0.0, 3, 6], [7.0, 8, 9])
    let found = SampleShift(from: before[...], to: after[...], alpha: 0.11, &sums)
    #expect(found == SampleShift(estimate: 5, lower: 1, upper: 9))
    // At 5 % so small samples have no interval.
    let wide = SampleShift(from: before[...], to: after[...], &sums)
    #expect(wide.lower == -.infinity && wide.upper == .infinity)
  }

  @Test func theIntervalHoldsTheTruthAsOftenAsItSays() {
    var generator = Xoshiro(seed: 5)
    var sums = RankSums()
    let held = (0..<1_000).count { _ in
      let before = (0..<8).map { _ in generator.standardNormal() }
      let after = (0..<10).map { _ in generator.standardNormal() + 1 }
      let found = SampleShift(from: before[...], to: after[...], &sums)
      return (found.lower...found.upper).contains(1)
    }
    // 95 % or a little more, with a standard deviation of 7.
    #expect((930...980).contains(held), "\(held)")
  }
}

extension SampleShift {
  fileprivate init(estimate: Double, lower: Double, upper: Double) {
    var sums = RankSums()
    self.init(from: [0], to: [0], &sums)
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
  }
}
