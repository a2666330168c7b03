import Foundation
import Statistics
import Testing

@Suite struct SampleSizeTests {
  @Test func everyQuantileIsClaimedOnlyBySamplesThatExceedItWith95PercentProbability() {
    for rule in QuantileRule.all {
      let least = log(0.05) / log(rule.quantile)
      #expect(Double(rule.minimumCount) >= least, "\(rule.name)")
      #expect(Double(rule.minimumCount) < least * 1.2, "\(rule.name) asks for too much")
    }
  }

  @Test func quantilesAscendAndCarryTheirNumberInTheirName() {
    #expect(QuantileRule.all.map(\.name) == ["p50", "p90", "p95", "p99", "p999"])
    #expect(QuantileRule.all.map(\.quantile) == [0.5, 0.9, 0.95, 0.99, 0.999])
  }

  @Test(
    "A quantile is the smallest value that enough values reach",
    arguments: [
      (0.0, 10), (0.1, 10), (0.101, 20), (0.2, 20), (0.5, 50), (0.51, 60), (0.9, 90), (0.99, 100),
      (1, 100),
    ])
  func quantileOfTen(q: Double, expected: Int) {
    #expect(quantile(q, ofSorted: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]) == expected)
  }

  @Test func theOnlyValueIsEveryQuantile() {
    for q in [0, 0.5, 0.999, 1] { #expect(quantile(q, ofSorted: ["x"]) == "x") }
  }

  @Test func quantilesAgreeWithTheirDefinitionOnRandomSamples() {
    var generator = Xoshiro(seed: 5)
    for _ in 0..<200 {
      let count = Int.random(in: 1...60, using: &generator)
      let sorted = (0..<count).map { _ in Int.random(in: 0...40, using: &generator) }.sorted()
      let q = Double(Int.random(in: 1...64, using: &generator)) / 64
      let found = quantile(q, ofSorted: sorted)
      let atOrBelow = sorted.count { $0 <= found }
      let below = sorted.count { $0 < found }
      #expect(Double(atOrBelow) >= q * Double(count) && Double(below) < q * Double(count))
    }
  }
}
