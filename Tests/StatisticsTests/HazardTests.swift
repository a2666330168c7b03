import Foundation
import Testing

@testable import Statistics

/// Numbers of an independent implementation in double precision (NumPy 2.4).
@Suite struct HazardTableTests {
  /// Four ended jobs and four open ones.
  static func few() -> HazardTable {
    var table = HazardTable()
    for (lower, upper) in [(0.9, 1.2), (0.0, 0.5), (2.0, 2.05), (0.7, 3.0)] {
      table.close(after: lower, by: upper)
    }
    for age in [0.001, 0.4, 1.5, 0] { table.enter(AgeGrid.bin(of: age)) }
    table.refit()
    return table
  }

  @Test func aTableThatKnowsNothingHasTheScaleFreePrior() {
    let table = HazardTable()
    for bin in 0..<AgeGrid.bins {
      let hazard = table.hazard(bin)
      #expect(abs(hazard - 0.7) < 1e-12)
    }
    let survival = table.survival(AgeGrid.bins)
    #expect(abs(survival - 2.573_879_728_5e-5) < 1e-12)
  }

  @Test(
    "Hazard and survival of a few jobs",
    arguments: [
      (0.002, 0.124_400_905_866, 0.926_210_891_963), (0.3, 0.141_229_674_906, 0.471_801_114_669),
      (1, 1.100_613_926_338, 0.348_120_488_439), (2.02, 3.137_020_577_132, 0.195_087_671_367),
      (10, 0.7, 0.034_972_153_060),
    ] as [(Double, Double, Double)])
  func ofAFewJobs(age: Double, hazard: Double, survival: Double) {
    let table = Self.few()
    let bin = AgeGrid.bin(of: age)
    let (found, open) = (table.hazard(bin), table.survival(bin))
    #expect(abs(found - hazard) < 1e-9)
    #expect(abs(open - survival) < 1e-9)
  }

  @Test func anOpenJobThatMovesOnCountsAsIfItHadEnteredThere() {
    var moved = HazardTable()
    var entered = HazardTable()
    moved.enter(3)
    moved.move(from: 3, to: 70)
    entered.enter(70)
    entered.enter(20)
    entered.leave(20)
    moved.refit()
    entered.refit()
    for bin in 0..<AgeGrid.bins {
      let (a, b) = (moved.hazard(bin), entered.hazard(bin))
      #expect(a == b)
    }
    let (below, above) = (moved.hazard(60), moved.hazard(80))
    #expect(abs(below - 0.35) < 1e-12, "one job survived it, and the prior counts as one")
    #expect(abs(above - 0.7) < 1e-12)
  }

  @Test func jobsThatNeverEndTeachSurvivalAndNoEnd() {
    var table = HazardTable()
    for _ in 0..<1_000 { table.enter(AgeGrid.bin(of: 60)) }
    table.refit()
    let (closed, survival) = (table.closed, table.survival(AgeGrid.bin(of: 50)))
    #expect(closed == 0)
    #expect(survival > 0.97)
  }

  @Test func agesBeyondTheGridCountAsItsEnds() {
    #expect(AgeGrid.bin(of: 0) == 0)
    #expect(AgeGrid.bin(of: -5) == 0)
    #expect(AgeGrid.bin(of: 1e-9) == 0)
    #expect(AgeGrid.bin(of: 3_600) == 150)
    #expect(AgeGrid.bin(of: 1e12) == 150)
  }
}

@Suite struct PollDensityTests {
  /// A log-normal sample by its quantiles: median 1 s, sigma 0.5, brackets of 20 %.
  private static func logNormal() -> HazardTable {
    var table = HazardTable()
    for number in 0..<400 {
      let end = exp(0.5 * normalQuantile((Double(number) + 0.5) / 400))
      table.close(after: 0.9 * end, by: 1.1 * end)
      if number % 50 == 49 { table.refit() }
    }
    return table
  }

  /// The quantile of the normal distribution, by bisection of `erfc`.
  private static func normalQuantile(_ q: Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < q { low = middle } else { high = middle }
    }
    return low
  }

  @Test(
    "N and the next age of a learned log-normal law at K = 6",
    arguments: [
      (0.001, 0.0, 0.472_809_611), (0.05, 0.195_601_15, 0.520_248_722),
      (0.3, 0.457_447_224, 0.575_033_452), (1, 3.904_404_947, 1.150_507_325),
      (2, 10.537_080_754, 2.149_221_905), (5, 26.398_160_627, 5.263_313_543),
    ] as [(Double, Double, Double)])
  func ofALogNormalLaw(age: Double, sum: Double, next: Double) {
    var density = PollDensity(requestsPerJob: 6)
    density.refit(Self.logNormal(), shortestGap: 0.01)
    let (found, after) = (density.sum(at: age), density.age(after: age, steps: 1))
    #expect(abs(found - sum) < 1e-6)
    #expect(abs(after - next) < 1e-6)
  }

  @Test(
    "N and the next age of a few jobs at K = 6",
    arguments: [
      (0.001, 0.0, 0.083_767_229), (0.05, 0.740_926_701, 0.209_591_931),
      (0.3, 2.625_392_501, 0.45), (1, 5.929_532_546, 1.190_425_009),
      (2, 9.595_314_141, 2.307_129_99), (5, 16.009_349_264, 5.767_824_974),
    ] as [(Double, Double, Double)])
  func ofAFewJobs(age: Double, sum: Double, next: Double) {
    var density = PollDensity(requestsPerJob: 6)
    density.refit(HazardTableTests.few(), shortestGap: 0.01)
    let (found, after) = (density.sum(at: age), density.age(after: age, steps: 1))
    #expect(abs(found - sum) < 1e-6)
    #expect(abs(after - next) < 1e-6)
  }

  @Test(
    "The first jobs are asked about at most every third of their age's logarithm",
    arguments: [1.0, 20, 600])
  func theFirstJobIsCheap(life: Double) {
    let density = PollDensity(requestsPerJob: 6)
    let polls = density.sum(at: life)
    #expect(polls <= 3 * log(life / 1e-3) + 1)
  }

  @Test func noPollComesSoonerThanTheShortestGap() {
    var density = PollDensity(requestsPerJob: 1_000)
    density.refit(Self.logNormal(), shortestGap: 0.3)
    var age = 0.0
    while age < 10_000 {
      let next = density.age(after: age, steps: 1)
      #expect(next - age >= 0.3 - 1e-9)
      age = next
    }
  }

  @Test func pastTheMedianNoGapIsLongerThanHalfTheAge() {
    var density = PollDensity(requestsPerJob: 1.5)
    density.refit(Self.logNormal(), shortestGap: 0.01)
    var age = 1.05
    while age < 1e6 {
      let next = density.age(after: age, steps: 1)
      #expect(next <= 1.500_001 * age)
      age = next
    }
  }

  @Test func aSmallerStepComesSoonerAndNAddsUp() {
    var density = PollDensity(requestsPerJob: 6)
    density.refit(Self.logNormal(), shortestGap: 0.01)
    let (half, whole) = (density.age(after: 0, steps: 0.5), density.age(after: 0, steps: 1))
    #expect(half < whole)
    let reached = density.age(after: half, steps: 0.5)
    #expect(abs(reached - whole) < 1e-9)
  }
}

@Suite struct WavefrontTests {
  /// A queue that 20 workers serve, one start each 50 ms from 1 s on, seen in the order of starts.
  private func queue(_ count: Int, place: (Int) -> Int) -> Wavefront {
    var front = Wavefront()
    for number in 0..<count {
      let start = 1 + 0.05 * Double(number)
      front.note(rank: place(number), start: start, wait: start, processing: 0.5)
    }
    front.refit(processing: 0.5)
    return front
  }

  @Test func aQueueInOrderIsPredicted() {
    let front = queue(80) { 20 + $0 }
    let (isOn, start) = (front.isOn, front.start(ofRank: 300))
    #expect(isOn)
    #expect(abs(start - (1 + 0.05 * 280)) < 1e-9)
  }

  @Test func nineteenStartsAreNotEnough() {
    let some = queue(19) { $0 }
    let enough = queue(20) { $0 }
    let found = [some.isOn, enough.isOn]
    #expect(found == [false, true])
  }

  @Test func otherOrdersAreNotPredicted() {
    let last = queue(128) { 200 - $0 }
    let mixed = queue(128) { $0 * 61 % 128 }
    let (isOn, correlation) = ([last.isOn, mixed.isOn], last.correlation())
    #expect(isOn == [false, false])
    #expect(correlation == -1)
  }

  @Test func aCorrelationOfRanksTakesTheMeanPlaceOfEqualStarts() {
    var front = Wavefront()
    for (rank, start) in [(1, 1.0), (2, 2), (3, 2), (4, 4)] {
      front.note(rank: rank, start: start, wait: 1, processing: 0.5)
    }
    let found = front.correlation()
    // Places 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    #expect(abs(found - 4.5 / (5.0 * 4.5).squareRoot()) < 1e-12)
  }

  @Test func jobsThatDoNotWaitAreNoQueue() {
    var front = Wavefront()
    for rank in 0..<128 {
      front.note(rank: rank, start: Double(rank), wait: 0.001, processing: 0.5)
    }
    front.refit(processing: 0.5)
    let isOn = front.isOn
    #expect(!isOn)
  }

  @Test func aStartWithoutAWaitAfterAllOthersBeginsTheLineAnew() {
    var front = queue(80) { $0 }
    front.note(rank: 81, start: 2, wait: 0, processing: 0.5)
    let wasOn = front.isOn
    #expect(wasOn, "it was only seen late")
    front.note(rank: 82, start: 60, wait: 0, processing: 0.5)
    let isOn = front.isOn
    #expect(!isOn)
  }
}
