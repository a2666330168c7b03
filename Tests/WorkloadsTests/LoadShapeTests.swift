import Foundation
import Statistics
import Testing

@testable import Workloads

/// Properties that every shape has, and the formulas of each against something that is not them.
@Suite struct LoadShapeTests {
  static let second: Nanoseconds = 1_000_000_000

  static let recording = Trace.Recording(
    instants: (0..<200).map { Nanoseconds($0 / 3 * $0) * 12_345_678 })

  static let shapes: [LoadShape] = [
    .burst(Burst(jobs: 7, every: second, times: 3)),
    .burst(Burst(jobs: 5)),
    .burst(Burst(jobs: 7, every: second, times: 3, skew: second)),
    .burst(Burst(jobs: 300, every: 2 * second, times: 2, skew: second / 3, spread: .random)),
    .burst(Burst(jobs: 300, skew: 1_000_000, spread: .random)),
    .constant(Constant(rate: 33.3, duration: 3 * second)),
    .constant(Constant(rate: 1_000_000, duration: 1_000_000)),
    .poisson(Poisson(rate: 50, duration: 20 * second)),
    .poisson(Poisson(rate: 1_000_000, duration: 5_000_000)),
    .ramp(Ramp(from: 0, to: 100, duration: 7 * second)),
    .ramp(Ramp(from: 100, to: 0, duration: 7 * second)),
    .ramp(Ramp(from: 20, to: 20, duration: 7 * second)),
    .ramp(Ramp(from: 1, to: 200, duration: 10 * second, curve: .exponential)),
    .ramp(Ramp(from: 200, to: 1, duration: 10 * second, curve: .exponential)),
    .ramp(Ramp(from: 20, to: 20, duration: 10 * second, curve: .exponential)),
    .ramp(Ramp(from: 20, to: 20.000_001, duration: 10 * second, curve: .exponential)),
    .steps(Steps(rates: [10, 20, 40], each: 3 * second)),
    .steps(Steps(rates: [40, 0.1, 0.1, 33.3], each: second / 2)),
    .trace(Trace(Trace(file: "a.csv"), recording: recording)),
    .trace(Trace(Trace(file: "a.csv", speed: 7), recording: recording)),
    .trace(Trace(Trace(file: "a.csv", speed: 0.3), recording: recording)),
  ]

  @Test("instants are ascending and within the phase", arguments: shapes)
  func ascending(shape: LoadShape) {
    for seed: UInt64 in [0, 1, 42, .max] {
      let instants = shape.value.instants(seed: seed)
      #expect(!instants.isEmpty)
      #expect(zip(instants, instants.dropFirst()).allSatisfy { $0 <= $1 })
      #expect((instants.first ?? -1) >= 0)
      #expect((instants.last ?? .max) < max(shape.duration, 1))
      #expect(abs(shape.seconds - Double(shape.duration) / 1e9) < 1e-9)
    }
  }

  @Test("the count is that of the instants, and the area under the curve", arguments: shapes)
  func counts(shape: LoadShape) {
    let instants = shape.value.instants(seed: 3)
    #expect(shape.value.count(seed: 3) == instants.count)
    if case .poisson = shape {
      // Five standard deviations.
      #expect(abs(Double(instants.count) - shape.meanCount) < 5 * shape.meanCount.squareRoot())
    } else {
      #expect(abs(Double(instants.count) - shape.meanCount) < 1)
    }
  }

  @Test("a seed gives one schedule, another seed another where chance is asked", arguments: shapes)
  func seeds(shape: LoadShape) {
    let first = shape.value.instants(seed: 5)
    #expect(first == shape.value.instants(seed: 5))
    let isRandom =
      switch shape {
      case .poisson: true
      case .burst(let burst): burst.spread == .random
      case .constant, .ramp, .steps, .closed, .trace: false
      }
    #expect((first != shape.value.instants(seed: 6)) == isRandom)
  }

  @Test("phases are read back from their JSON", arguments: shapes)
  func json(shape: LoadShape) throws {
    for phase in [LoadPhase(shape), LoadPhase(shape, isWarmUp: true)] {
      let data = try JSONEncoder().encode(ArrivalSchedule([phase]))
      #expect(try JSONDecoder().decode(ArrivalSchedule.self, from: data).phases == [phase])
    }
  }

  @Test func aBurstWithoutASkewInItsJSONHasNone() throws {
    let text = #"[{"burst": {"jobs": 5, "every_ns": 0, "times": 1}}]"#
    let schedule = try JSONDecoder().decode(ArrivalSchedule.self, from: Data(text.utf8))
    #expect(schedule.phases == [.burst(jobs: 5, every: 0, times: 1)])
  }

  @Test(
    "phases that no scenario can have are errors",
    arguments: [
      #"{"burst": {"jobs": 0, "every_ns": 0, "times": 1}}"#,
      #"{"burst": {"jobs": 1, "every_ns": 9000000000000000000, "times": 9}}"#,
      #"{"constant": {"rate": 0, "for_ns": 1}}"#,
      #"{"constant": {"rate": 1e300, "for_ns": 1}}"#,
      #"{"poisson": {"rate": -1, "for_ns": -1}}"#,
      #"{"ramp": {"from": 0, "to": 1, "for_ns": 1, "curve": "exponential"}}"#,
      #"{"ramp": {"from": -1, "to": 1, "for_ns": 1, "curve": "linear"}}"#,
      #"{"steps": {"rates": [], "each_ns": 1}}"#, #"{"steps": {"rates": [1, 0], "each_ns": 1}}"#,
      #"{"trace": {"file": "a", "speed": 0, "count": 1, "together": 0, "duration_ns": 1, "hash": "a"}}"#,
      #"{"trace": {"file": "a", "speed": 1, "count": -1, "together": 0, "duration_ns": 1, "hash": "a"}}"#,
      #"{"trace": {"file":"a","speed":1,"count":1,"together":2,"duration_ns":1,"hash":"a"}}"#,
      #"{"trace": {"file": "a"}}"#, #"{"sine": {}}"#, #"{"warm_up": true}"#,
    ])
  func damaged(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(LoadPhase.self, from: Data(text.utf8))
    }
  }

  /// The rate of a ramp `t` seconds after its start.
  private static func rate(_ ramp: Ramp, _ t: Double) -> Double {
    let share = t / (Double(ramp.duration) / 1e9)
    switch ramp.curve {
    case .linear: return ramp.from + (ramp.to - ramp.from) * share
    case .exponential: return ramp.from * pow(ramp.to / ramp.from, share)
    }
  }

  @Test(
    "a ramp's arrivals are where the numerically integrated rate reaches 0, 1, 2, ...",
    arguments: shapes)
  func rampAgainstIntegration(shape: LoadShape) {
    guard case .ramp(let ramp) = shape else { return }
    let steps = 200_000
    let width = Double(ramp.duration) / 1e9 / Double(steps)
    var (area, n) = (0.0, 1)
    let instants = ramp.instants(seed: 0)
    for step in 0..<steps where n < instants.count {
      let t = Double(step) * width
      let more =
        (Self.rate(ramp, t) + 4 * Self.rate(ramp, t + width / 2) + Self.rate(ramp, t + width)) / 6
        * width
      while n < instants.count, area + more >= Double(n) {
        let expected = t + (Double(n) - area) / more * width
        #expect(abs(Double(instants[n]) / 1e9 - expected) < 2 * width, "arrival \(n)")
        n += 1
      }
      area += more
    }
    #expect(n >= instants.count - 1)
    #expect(abs(area - ramp.meanCount) < 1e-3 || n == instants.count)
  }

  @Test func stepsAreConstantRatesOneAfterAnother() {
    let steps = Steps(rates: [10, 20, 40], each: 3 * Self.second).instants(seed: 0)
    let apart = ArrivalSchedule([
      .constant(rate: 10, duration: 3 * Self.second),
      .constant(rate: 20, duration: 3 * Self.second),
      .constant(rate: 40, duration: 3 * Self.second),
    ]).instants(seed: 0)
    #expect(steps.count == 210)
    #expect(zip(steps, apart).allSatisfy { abs($0 - $1) <= 1 })
  }

  @Test func anEvenSkewHasEqualGaps() {
    let burst = Burst(jobs: 4, every: 10_000, times: 2, skew: 400)
    #expect(burst.instants(seed: 1) == [0, 100, 200, 300, 10_000, 10_100, 10_200, 10_300])
  }

  @Test("the gaps of Poisson arrivals have the mean and the variance of an exponential law")
  func poissonGaps() {
    let rate = 200.0
    for seed: UInt64 in [1, 2, 3] {
      let instants = Poisson(rate: rate, duration: 250 * Self.second).instants(seed: seed)
      let gaps = zip([0] + instants, instants).map { Double($1 - $0) / 1e9 * rate }
      let mean = gaps.reduce(0, +) / Double(gaps.count)
      let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
      // 50,000 gaps: standard errors of 0.0045 and 0.013.
      #expect(abs(mean - 1) < 0.025, "seed \(seed)")
      #expect(abs(variance - 1) < 0.07, "seed \(seed)")
      #expect(abs(Double(gaps.count { $0 < 0.693_147 }) / Double(gaps.count) - 0.5) < 0.012)
    }
  }
}
