import Foundation
import Statistics
import Testing
import Workloads

@Suite struct ServiceLawTests {
  private static let laws: [(String, ServiceLaw)] = [
    ("constant(200ms)", .constant(200_000_000)),
    ("constant(0)", .constant(0)),
    ("exponential(1.5s)", .exponential(mean: 1_500_000_000)),
    ("lognormal(1s, 0.5)", .logNormal(median: 1_000_000_000, sigma: 0.5)),
    ("bimodal(200ms, 5s, 0.3)", .bimodal(short: 200_000_000, long: 5_000_000_000, share: 0.3)),
  ]

  @Test("Laws are read, written and read back", arguments: laws)
  func roundTrip(text: String, law: ServiceLaw) throws {
    #expect(ServiceLaw(text) == law)
    #expect(law.text == text)
    let json = try JSONEncoder().encode(law)
    #expect(try JSONDecoder().decode(ServiceLaw.self, from: json) == law)
  }

  @Test func spacesDoNotMatter() {
    #expect(ServiceLaw(" lognormal( 1s,0.5 ) ") == .logNormal(median: 1_000_000_000, sigma: 0.5))
  }

  @Test(
    "Other texts are no laws",
    arguments: [
      "", "constant", "constant()", "constant(1)", "constant(-1s)", "constant(1s",
      "constant(1s,2s)",
      "gamma(1s)", "Constant(1s)", "lognormal(1s)", "lognormal(1s, -0.1)", "lognormal(1s, 5.1)",
      "lognormal(1s, nan)", "bimodal(1s, 2s, 1.1)", "bimodal(1s, 2s, -0.1)", "bimodal(1s, 2s)",
      "exponential(-1ms)", "constant(1s))",
    ])
  func refuses(text: String) { #expect(ServiceLaw(text) == nil) }

  /// The deviations are the closed forms: mean; median sqrt((e^(s^2) - 1) e^(s^2)) with s = 0.5;
  /// (long - short) sqrt(p (1 - p)).
  @Test(
    "Means of seeded samples lie within five standard errors of the law's",
    arguments: [
      (laws[0].1, 0), (laws[2].1, 1.5e9), (laws[3].1, 0.603_900_542e9),
      (laws[4].1, 4.8e9 * (0.3 * 0.7).squareRoot()),
    ] as [(ServiceLaw, Double)])
  func means(law: ServiceLaw, deviation: Double) {
    var generator = Xoshiro(seed: 99)
    let count = 100_000
    var sum = 0.0
    for _ in 0..<count {
      let time = law.sample(using: &generator)
      if time < 0 { Issue.record("negative service time") }
      sum += Double(time)
    }
    let error = abs(sum / Double(count) - law.mean)
    #expect(error <= 5 * deviation / Double(count).squareRoot() + 1)
  }

  @Test func theStreamsOfARunHaveDifferentSeeds() {
    let seeds = RandomStream.allCases.map { $0.seed(of: 1) }
    #expect(Set(seeds).count == seeds.count)
    #expect(RandomStream.arrivals.seed(of: 1) != RandomStream.arrivals.seed(of: 2))
  }
}
