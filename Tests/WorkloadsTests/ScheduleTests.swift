import Testing

@testable import Workloads

@Suite struct ScheduleTests {
  static let second: Nanoseconds = 1_000_000_000

  static let schedule = ArrivalSchedule([
    LoadPhase(.constant(Constant(rate: 10, duration: second)), isWarmUp: true),
    LoadPhase(.poisson(Poisson(rate: 20, duration: 2 * second))),
    LoadPhase(.poisson(Poisson(rate: 20, duration: 2 * second)), isWarmUp: true),
    LoadPhase(.burst(Burst(jobs: 3, every: second, times: 2))),
  ])

  static let plan = SchedulePlan(schedule, seed: 9, classes: 2) { UInt16($0 % 2) }

  @Test func phasesFollowOneAnother() {
    let plan = Self.plan
    #expect(plan.phases.map(\.start) == [0, 1, 3, 5].map { $0 * Self.second })
    #expect(plan.phases.map(\.shape) == ["constant", "poisson", "poisson", "burst"])
    #expect(plan.phases.map(\.isWarmUp) == [true, false, true, false])
    #expect(plan.duration == 7 * Self.second)
    #expect(plan.instants == Self.schedule.instants(seed: 9))
    #expect(plan.instants.count == Self.schedule.count(seed: 9))
    #expect(plan.phases.reduce(0) { $0 + $1.arrivals } == plan.instants.count)
    #expect(plan.instants == plan.instants.sorted())
    #expect(plan.instants.suffix(6) == [5, 5, 5, 6, 6, 6].map { $0 * Self.second })
    #expect(plan.arrivalsByClass.reduce(0, +) == plan.instants.count)
  }

  @Test func twoPhasesOfOneShapeHaveRandomNumbersOfTheirOwn() {
    let phases = Self.schedule.instantsByPhase(seed: 9)
    #expect(phases[1] != phases[2].map { $0 - 2 * Self.second })
  }

  @Test func warmUpsAreTheStretchesOfTheirPhases() {
    let second = Self.second
    #expect(Self.schedule.warmUps == [0..<second, 3 * second..<5 * second])
  }

  @Test func ratesAreOverTheWholeSchedule() {
    #expect(Self.schedule.perSecond(70) == 10)
    #expect(ArrivalSchedule([.burst(jobs: 5, every: 0, times: 1)]).perSecond(5) == nil)
  }

  /// Computed apart: a schedule must never change from one release or machine to another unnoticed.
  @Test func theHashIsFNV1a() {
    var hash = ScheduleHash()
    #expect(hash.text == "cbf29ce484222325")
    hash.add(intended: 0, jobClass: 0)
    #expect(hash.text == "69d307cc20f6ef8d")
    hash.add(intended: 1_234_567_890, jobClass: 258)
    #expect(hash.text == "b690444b3b67c82d")
  }

  @Test(
    "schedules keep their hash",
    arguments: [
      (LoadShape.poisson(Poisson(rate: 1_000, duration: 10 * second)), "414727b98f700a91"),
      (
        .ramp(Ramp(from: 10, to: 2_000, duration: 10 * second, curve: .exponential)),
        "72bb8dce4701d2aa"
      ),
      (.ramp(Ramp(from: 0, to: 2_000, duration: 10 * second)), "ec894130f4d4d8d2"),
      (.burst(Burst(jobs: 9_999, skew: second, spread: .random)), "9c81e591889362e7"),
    ])
  func hashesStay(shape: LoadShape, hash: String) {
    let schedule = ArrivalSchedule([LoadPhase(shape)])
    #expect(SchedulePlan(schedule, seed: 42, classes: 1) { _ in 0 }.hash == hash)
  }

  @Test func theHashDependsOnInstantsAndClassesAndTheirOrder() {
    func hash(_ seed: Seeds, _ jobClass: (Int) -> UInt16) -> String {
      SchedulePlan(Self.schedule, seed: seed, classes: 2, jobClass: jobClass).hash
    }
    let hashes = [
      hash(9) { UInt16($0 % 2) }, hash(9) { UInt16(($0 + 1) % 2) }, hash(8) { UInt16($0 % 2) },
    ]
    #expect(Set(hashes).count == 3)
    #expect(hashes[0] == Self.plan.hash)
  }
}
