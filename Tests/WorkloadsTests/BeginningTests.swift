import Testing

@testable import Workloads

/// The beginning of a schedule is the schedule, as far as it goes.
@Suite struct BeginningTests {
  private func instants(_ schedule: ArrivalSchedule) -> [Nanoseconds] {
    schedule.instants(seed: 7)
  }

  private static let second: Nanoseconds = 1_000_000_000

  @Test(
    "it has about the jobs that were asked for, and each is that of the whole",
    arguments: [
      LoadShape.constant(Constant(rate: 70, duration: 60 * second)),
      .poisson(Poisson(rate: 70, duration: 60 * second)),
      .ramp(Ramp(from: 10, to: 100, duration: 60 * second)),
      .ramp(Ramp(from: 10, to: 100, duration: 60 * second, curve: .exponential)),
      .steps(Steps(rates: [10, 70, 40], each: 20 * second)),
      .burst(Burst(jobs: 5_000)),
      .burst(Burst(jobs: 50, every: second, times: 60)),
      .trace(
        Trace(
          Trace(file: "x", speed: 2),
          recording: .init(instants: (0..<3_000).map { Nanoseconds($0) * 20_000_000 }))),
    ])
  func jobs(shape: LoadShape) {
    let whole = ArrivalSchedule([LoadPhase(shape)])
    let part = whole.beginning(jobs: 500, time: 3_600 * Self.second)
    let found = instants(part)
    #expect(abs(found.count - 500) <= (shape.name == "poisson" ? 80 : 1))
    for (mine, theirs) in zip(found, instants(whole)) { #expect(abs(mine - theirs) <= 1_000) }
    #expect(whole.beginning(jobs: 1_000_000, time: 3_600 * Self.second) == whole)
  }

  @Test func itEndsInTime() {
    let phases = [
      LoadShape.constant(Constant(rate: 10, duration: 10 * Self.second)),
      .steps(Steps(rates: [10, 20], each: 10 * Self.second)),
      .poisson(Poisson(rate: 5, duration: 30 * Self.second)),
    ].map { LoadPhase($0) }
    for limit in [5, 10, 15, 25, 40] {
      let part = ArrivalSchedule(phases).beginning(
        jobs: 1_000_000, time: Nanoseconds(limit) * Self.second)
      #expect(part.duration == Nanoseconds(limit) * Self.second)
    }
  }

  @Test func warmingUpDoesNotCount() {
    let warm = LoadPhase(.constant(Constant(rate: 100, duration: 5 * Self.second)), isWarmUp: true)
    let rest = LoadPhase(.constant(Constant(rate: 100, duration: 60 * Self.second)))
    let part = ArrivalSchedule([warm, rest]).beginning(jobs: 200, time: 3 * Self.second)
    #expect(part.phases.count == 2 && part.phases[0] == warm)
    #expect(part.phases[1].shape.duration == 2 * Self.second)
  }

  @Test func aClosedPhaseKeepsItsPopulation() {
    let closed = Closed(
      population: 30, think: .constant(0), duration: 60 * Self.second, jobs: 18_000)
    let part = ArrivalSchedule([LoadPhase(.closed(closed))])
      .beginning(jobs: 10, time: 5 * Self.second)
    guard case .closed(let found) = part.phases.first?.shape else {
      Issue.record("the phase is gone")
      return
    }
    #expect(found.population == 30 && found.jobs == 30 && found.duration == 5 * Self.second)
  }
}
