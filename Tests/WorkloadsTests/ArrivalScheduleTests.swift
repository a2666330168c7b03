import Foundation
import Statistics
import Testing
import Workloads

@Suite struct ArrivalScheduleTests {
  private static let second: Nanoseconds = 1_000_000_000

  @Test func aBurstRepeatsAtItsInterval() {
    let schedule = ArrivalSchedule([.burst(jobs: 3, every: 2 * Self.second, times: 2)])
    #expect(schedule.instants(seed: 1) == [0, 0, 0, 2, 2, 2].map { $0 * Self.second })
    #expect(schedule.count(seed: 1) == 6)
    #expect(schedule.duration == 4 * Self.second)
    #expect(schedule.perSecond(6) == 1.5)
  }

  @Test func aConstantRateSpacesArrivalsEvenly() {
    let schedule = ArrivalSchedule([.constant(rate: 4, duration: Self.second)])
    #expect(schedule.instants(seed: 1) == [0, 250, 500, 750].map { $0 * 1_000_000 })
  }

  @Test func aPhaseBeginsWhereTheOneBeforeEnds() {
    let schedule = ArrivalSchedule([
      .constant(rate: 2, duration: Self.second), .burst(jobs: 2, every: Self.second, times: 1),
      .constant(rate: 1, duration: 2 * Self.second),
    ])
    #expect(
      schedule.instants(seed: 1) == [0, 500, 1_000, 1_000, 2_000, 3_000].map { $0 * 1_000_000 })
    #expect(schedule.duration == 4 * Self.second)
  }

  @Test func aScheduleWithoutPhasesIsEmpty() {
    let schedule = ArrivalSchedule([])
    #expect(schedule.count(seed: 1) == 0)
    #expect(schedule.instants(seed: 1).isEmpty)
    #expect(schedule.perSecond(0) == nil)
  }

  @Test(
    "The count is exact where rate times duration is whole",
    arguments: [
      (0.29, 100, 29), (0.7, 90, 63), (0.58, 50, 29), (0.1, 30, 3), (1_000, 60, 60_000),
      (0.5, 3, 1), (0.001, 999, 0),
    ] as [(Double, Nanoseconds, Int)])
  func wholeCounts(rate: Double, seconds: Nanoseconds, expected: Int) {
    let schedule = ArrivalSchedule([.constant(rate: rate, duration: seconds * Self.second)])
    #expect(schedule.count(seed: 1) == expected)
  }

  @Test func theCountIsTheIntegralOfTheRateUpToEveryInstant() {
    var generator = Xoshiro(seed: 3)
    for _ in 0..<200 {
      let rate = Double.random(in: 0.05...500, using: &generator)
      let duration = Nanoseconds.random(in: 1...20 * Self.second, using: &generator)
      let schedule = ArrivalSchedule([.constant(rate: rate, duration: duration)])
      let instants = schedule.instants(seed: 1)
      #expect(instants.count == schedule.count(seed: 1))
      #expect(instants == instants.sorted() && (instants.last ?? 0) < duration)
      for (n, instant) in instants.enumerated() {
        // The n arrivals before this one are what the rate has brought until now.
        let integral = rate * Double(instant) / 1e9
        if abs(integral - Double(n)) > 1e-6 * rate { Issue.record("\(rate): arrival \(n)") }
      }
      #expect(abs(rate * Double(duration) / 1e9 - Double(instants.count)) <= 1)
    }
  }

  @Test func aScheduleIsWrittenAsAListAndReadBack() throws {
    let schedule = ArrivalSchedule([
      .burst(jobs: 500, every: 2 * Self.second, times: 3),
      .constant(rate: 12.5, duration: 60 * Self.second),
    ])
    let text = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(ArrivalSchedule.self, from: text) == schedule)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ArrivalSchedule.self, from: Data("[{}]".utf8))
    }
  }
}
