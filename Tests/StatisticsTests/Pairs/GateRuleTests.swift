import Statistics
import Testing

/// The sequential procedure as a whole: how often it errs, by simulation from fixed seeds.
@Suite struct GateRuleTests {
  /// Differences of 60 pairs whose p95 and p99 go with p50 in part, as on a noisy machine.
  private func pairs(_ change: Double, _ random: inout Xoshiro) -> [String: [Double]] {
    var result: [String: [Double]] = ["p50": [], "p95": [], "p99": []]
    for _ in 0..<60 {
      let common = random.standardNormal()
      for (name, deviation) in [("p50", 0.055), ("p95", 0.07), ("p99", 0.10)] {
        let noise = 0.8 * common + 0.6 * random.standardNormal()
        result[name, default: []].append(change + deviation * noise)
      }
    }
    return result
  }

  private func count(_ gates: Int, change: Double, seed: UInt64) -> (fail: Int, pass: Int) {
    var random = Xoshiro(seed: seed)
    var (fail, pass) = (0, 0)
    for _ in 0..<gates {
      switch GateRule().outcome(pairs(change, &random)).finding {
      case .slower: fail += 1
      case .within: pass += 1
      case .open: break
      }
    }
    return (fail, pass)
  }

  @Test func someRulesDecideNothing() {
    #expect(GateRule().canDecide && GateRule.quick.canDecide)
    for looks in [[4], [4, 6], [10]] {
      var rule = GateRule()
      rule.look(after: looks)
      let fewest = rule.fewestPairs
      #expect(rule.canDecide == (fewest <= looks[looks.count - 1]), "\(looks): \(fewest)")
      rule.look(after: looks.dropLast() + [fewest])
      #expect(rule.canDecide)
    }
    var rule = GateRule()
    rule.look(after: [4, 6])
    #expect(!rule.canDecide && rule.fewestPairs == 9)
  }

  @Test func equalSidesFailInOneOfAHundredGatesAtMost() {
    let found = count(300, change: 0, seed: 1)
    #expect(found.fail <= 3)
    #expect(found.pass >= 270)
  }

  @Test func fivePercentAreFoundInNineteenOfTwentyGates() {
    let found = count(120, change: Logarithm.naturalOfOnePlus(0.05), seed: 2)
    #expect(found.fail >= 114)
    #expect(found.pass <= 1)
  }

  @Test func aFasterCandidateNeverFails() {
    #expect(count(40, change: -0.05, seed: 3).fail == 0)
  }

  @Test func aSmallEffectNeverFailsHoweverSureItIs() {
    let sure = (1...60).map { 0.01 + Double($0) * 1e-6 }
    #expect(GateRule().outcome(["p50": sure]).finding == .within)
    let large = sure.map { $0 + 0.01 }
    #expect(GateRule().outcome(["p50": large]).finding == .slower)
  }

  @Test func alphaIsSpentInParts() {
    let rule = GateRule()
    #expect(abs(rule.alpha - 0.01) < 1e-12)
    #expect(abs(rule.spent(look: 4) - 1) < 1e-12)
    #expect(abs(rule.alpha(of: rule.quantiles[0], look: 0) - 0.000_4) < 1e-12)
    #expect(GateRule.quick.looks == [14] && GateRule.quick.spending == [0.1])
    var other = rule
    other.look(after: [14, 20, 28, 40, 60])
    #expect(zip(other.spending, rule.spending).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func aSearchSharesItsErrorsAmongItsSteps() {
    let rule = GateRule().scaled(by: 1.0 / 3).searching(0.10)
    #expect(abs(rule.alpha * 3 - 0.01) < 1e-12)
    #expect(rule.quantiles.map { ($0.tolerance * 1_000).rounded() } == [50, 100, 150])
    #expect(rule.leastEffect == 0.05)
  }
}

/// What goes with the test: sizes, trends, bands, gates from stored pairs.
@Suite struct PairStatisticsTests {
  @Test func sizesFollowTheFormula() {
    #expect(PairSizing.pairs(toSee: 0.05, deviation: 0.055, alpha: 0.002) == 28)
    let seen = PairSizing.detectable(pairs: 28, deviation: 0.055, alpha: 0.002)
    #expect(seen > 0.047 && seen < 0.05)
    #expect(PairSizing.deviation(of: [1]) == nil)
    let wild = [0.01, -0.01, 0.02, -0.02, 0.0, 5]
    #expect((PairSizing.deviation(of: wild) ?? 1) < 0.05)
  }

  @Test func aTrendIsSeenAndChanceIsNot() throws {
    let rising = try #require(RankTrend((0..<20).map { Double($0) }))
    #expect(rising.correlation == 1 && rising.p < 0.001)
    let falling = try #require(RankTrend((0..<20).map { -Double($0) }))
    #expect(falling.correlation == -1 && falling.p < 0.001)
    #expect(RankTrend([1, 1, 1, 1, 1, 1]) == nil && RankTrend([1, 2, 3]) == nil)
    var random = Xoshiro(seed: 4)
    var seen = 0
    for _ in 0..<40 {
      let found = RankTrend((0..<14).map { _ in random.standardNormal() })
      if (found?.p ?? 1) < 0.01 { seen += 1 }
    }
    #expect(seen <= 3)
  }

  @Test func theBandHoldsAllPointsTogether() throws {
    var random = Xoshiro(seed: 9)
    var held = 0
    for _ in 0..<40 {
      let rows = (0..<20).map { _ in
        let common = random.standardNormal()
        return (0..<9).map { _ in 0.05 + 0.03 * common + 0.03 * random.standardNormal() }
      }
      let band = try #require(ShiftBand(rows))
      if band.points.allSatisfy({ $0.lower <= 0.05 && $0.upper >= 0.05 }) { held += 1 }
    }
    #expect(held >= 34)
    #expect(ShiftBand([[1, 2]]) == nil)
    #expect(ShiftBand([[Double]](repeating: [0, 1], count: 6))?.points.map(\.mean) == [0, 1])
    #expect(ShiftBand([[Double]](repeating: [0, 1], count: 5)) == nil)
  }

  @Test func storedPairsMakeGates() {
    let pairs = StoredPairs([["p50": 0.05], ["p50": 0.051], ["p50": 0.049, "p95": 0.2]])
    let slow = pairs.gates(10, rule: GateRule(), flips: false, seed: 1)
    #expect(slow.slower == 10 && slow.pairs == 140)
    let same = pairs.gates(10, rule: GateRule(), flips: true, seed: 1)
    #expect(same.slower == 0 && same.gates == 10)
    let added = pairs.gates(10, rule: GateRule(), flips: true, change: 0.2, seed: 1)
    #expect(added.slower == 10)
  }
}
