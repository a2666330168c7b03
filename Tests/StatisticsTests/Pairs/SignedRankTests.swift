import Testing

@testable import Statistics

/// The signed-rank test against all signings of small samples.
@Suite struct SignedRankTests {
  /// The tails by trying all 2ⁿ signings.
  private func bruteForce(_ values: [Double]) -> (upper: Double, lower: Double) {
    let ranks = SignedRank.doubledRanks(values.map(abs))
    func sum(_ isPositive: (Int) -> Bool) -> Int {
      values.indices.reduce(0) {
        $0 + (values[$1] != 0 && isPositive($1) ? ranks[$1] : 0)
      }
    }
    let observed = sum { values[$0] > 0 }
    let all = 1 << values.count
    var (above, below) = (0, 0)
    for signing in 0..<all {
      let found = sum { signing >> $0 & 1 == 1 }
      if found >= observed { above += 1 }
      if found <= observed { below += 1 }
    }
    return (Double(above) / Double(all), Double(below) / Double(all))
  }

  @Test func tailsAreThoseOfAllSignings() {
    var random = Xoshiro(seed: 11)
    for count in 1...11 {
      for isTied in [false, true] {
        let values = (0..<count).map { _ in
          let value = random.standardNormal() + 0.3
          // Whole numbers are often equal, and often 0.
          return isTied ? value.rounded() : value
        }
        let test = SignedRank(values)
        let truth = bruteForce(values)
        #expect(abs(test.upperTail - truth.upper) < 1e-12, "\(values)")
        #expect(abs(test.lowerTail - truth.lower) < 1e-12, "\(values)")
      }
    }
  }

  @Test func aKnownSampleHasItsKnownProbability() {
    // Ranks 3, 1, 4, 2: W is 9, which 2 of 16 signings reach.
    let test = SignedRank([0.03, -0.01, 0.05, 0.02])
    #expect(test.sum == 9)
    #expect(test.upperTail == 0.125)
    let most = SignedRank((1...14).map(Double.init))
    #expect(abs(most.upperTail - 1 / 16_384) < 1e-15)
    #expect(most.lowerTail == 1)
  }

  @Test func differencesOfNothingSayNothing() {
    let test = SignedRank([0, 0, 0])
    #expect(test.upperTail == 1 && test.lowerTail == 1 && test.sum == 0)
  }

  @Test func sharesOfManyPairsAddUpToOne() {
    let shares = SignedRank.distribution(of: Array(1...60))
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(shares.count == 1_831)
  }
}

/// Walsh averages against the list of all of them.
@Suite struct WalshAveragesTests {
  private func all(_ values: [Double]) -> [Double] {
    values.indices.flatMap { first in
      values[...first].map { (values[first] + $0) / 2 }
    }.sorted()
  }

  @Test func eachIsThatOfTheSortedList() {
    var random = Xoshiro(seed: 5)
    for count in 1...12 {
      for isTied in [false, true] {
        let values = (0..<count).map { _ in
          isTied ? random.standardNormal().rounded() : random.standardNormal()
        }
        let averages = WalshAverages(values)
        for (index, expected) in all(values).enumerated() {
          #expect(abs(averages.element(index) - expected) < 1e-12)
        }
      }
    }
  }

  @Test func boundsHoldTheThetasThatTheTestDoesNotReject() {
    var random = Xoshiro(seed: 6)
    let values = (0..<14).map { _ in random.standardNormal() }
    for alpha in [0.025, 0.01, 0.001] {
      let upper = WalshAverages(values).upperBound(alpha) ?? .nan
      let lower = WalshAverages(values).lowerBound(alpha) ?? .nan
      func tail(_ theta: Double) -> Double { SignedRank(values.map { $0 - theta }).lowerTail }
      #expect(tail(upper + 1e-9) <= alpha && tail(upper - 1e-9) > alpha)
      let flipped = SignedRank(values.map { $0 - lower + 1e-9 }).upperTail
      #expect(flipped <= alpha)
    }
    #expect(WalshAverages([1, 2, 3]).upperBound(0.025) == nil)
  }
}
