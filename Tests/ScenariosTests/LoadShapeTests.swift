import Scenarios
import Testing
import Workloads

@Suite struct LoadShapeTests {
  static let second: Nanoseconds = 1_000_000_000

  @Test(
    "every shape is read",
    arguments: [
      ("burst: { jobs: 5 }", LoadShape.burst(Burst(jobs: 5))),
      (
        "burst: { jobs: 5, every: 2s, times: 3, skew: 2s }",
        .burst(Burst(jobs: 5, every: 2 * second, times: 3, skew: 2 * second))
      ),
      (
        "burst: { jobs: 5, skew: 1s, spread: random }",
        .burst(Burst(jobs: 5, skew: second, spread: .random))
      ),
      ("constant: { rate: 5, for: 2s }", .constant(Constant(rate: 5, duration: 2 * second))),
      ("poisson: { rate: 500, for: 2s }", .poisson(Poisson(rate: 500, duration: 2 * second))),
      (
        "ramp: { from: 0, to: 5.5, for: 2s }", .ramp(Ramp(from: 0, to: 5.5, duration: 2 * second))
      ),
      (
        "ramp: { from: 9, to: 5, for: 2s, curve: exponential }",
        .ramp(Ramp(from: 9, to: 5, duration: 2 * second, curve: .exponential))
      ),
      (
        "steps: { rates: [1, 2.5], each: 2s }",
        .steps(Steps(rates: [1, 2.5], each: 2 * second))
      ),
      (
        "closed: { population: 3, for: 2s }",
        .closed(Closed(population: 3, think: .constant(0), duration: 2 * second, jobs: 60))
      ),
      (
        "closed: { population: 3, think: 1s, for: 1ms }",
        .closed(Closed(population: 3, think: .constant(second), duration: second / 1_000, jobs: 3))
      ),
      (
        "closed: { population: 3, think: 'bimodal(0, 1s, 0.5)', for: 2s, jobs: 2 }",
        .closed(
          Closed(
            population: 3, think: .bimodal(short: 0, long: second, share: 0.5),
            duration: 2 * second, jobs: 2))
      ),
      (
        "closed: { population: 1000000, for: 720h }",
        .closed(
          Closed(
            population: 1_000_000, think: .constant(0), duration: 2_592_000 * second,
            jobs: 50_000_000))
      ),
    ])
  func everyShape(text: String, shape: LoadShape) throws {
    let scenario = try Scenario.parse("load: { \(text) }", file: "a.yaml")
    #expect(scenario.load.phases == [LoadPhase(shape)])
  }

  @Test func aPhaseMayWarmUp() throws {
    let text = """
      load:
        - { poisson: { rate: 50, for: 2s }, warm_up: true }
        - constant: { rate: 50, for: 1s }
          warm_up: false
      """
    let scenario = try Scenario.parse(text, file: "a.yaml")
    #expect(scenario.load.phases.map(\.isWarmUp) == [true, false])
    #expect(scenario.load.warmUps == [0..<2 * Self.second])
  }

  @Test func ratesOfStepsCanBeOverridden() throws {
    let scenario = try Scenario.parse(
      "load: { steps: { rates: [1, 2], each: 2s } }", file: "a.yaml",
      overrides: [try Override("load.steps.rates[1]=7")])
    #expect(
      scenario.load.phases == [LoadPhase(.steps(Steps(rates: [1, 7], each: 2 * Self.second)))])
  }

  @Test func classesFollowTheirWeightsAndTheSeed() throws {
    let text = """
      jobs: [{ name: a, weight: 3 }, { name: b, weight: 1 }]
      load: { burst: { jobs: 4000 } }
      """
    let plan = SchedulePlan(try Scenario.parse(text, file: "a.yaml"))
    #expect(plan.arrivalsByClass.reduce(0, +) == 4_000)
    #expect(abs(plan.arrivalsByClass[0] - 3_000) < 140)
    let other = SchedulePlan(try Scenario.parse(text + "\nseed: 2", file: "a.yaml"))
    #expect(other.hash != plan.hash)
    #expect(SchedulePlan(try Scenario.parse(text, file: "b.yaml")) == plan)
  }
}
