import Foundation
import Harness
import Results
import Scenarios
import Testing
import Workloads

/// The search for the smallest scenario, with effects that are made up.
@Suite struct ShrinkSearchTests {
  /// What a search came to.
  private struct Found {
    var scenario: Scenario?
    var steps: [ShrinkStep]

    var load: [LoadPhase] { scenario?.load.phases ?? [] }
    func changes(_ dimension: ShrinkStep.Dimension) -> [String] {
      steps.filter { $0.dimension == dimension }.map { ($0.isTaken ? "+ " : "- ") + $0.change }
    }
  }

  private static func scenario(_ text: String) throws -> Scenario {
    try Scenario.parse(text, file: "made-up.yaml")
  }

  private let mixed = """
    jobs:
      - { name: small, weight: 6 }
      - { name: slow, weight: 3 }
      - { name: other, weight: 1 }
    load:
      - { constant: { rate: 100, for: 10s }, warm_up: true }
      - constant: { rate: 200, for: 60s }
      - burst: { jobs: 400, every: 5s, times: 4 }
    """

  /// Searches where the effect shows as `answer` says.
  private func search(
    _ text: String, mostQuestions: Int = 24, fewestJobs: Double = 100,
    answer: (Scenario) -> ShrinkAnswer.Ruling
  ) throws -> Found {
    var steps: [ShrinkStep] = []
    var search = ShrinkSearch()
    search.mostQuestions = mostQuestions
    search.fewestJobs = fewestJobs
    let found = search.search(
      try Self.scenario(text),
      ask: { scenario in
        ShrinkAnswer(answer(scenario), quantile: "p50", rise: 0.1, pairs: 14)
      }, observe: { steps.append($0) })
    return Found(scenario: found, steps: steps)
  }

  /// Mean arrivals per second of the constant phases that are measured.
  private static func rate(_ scenario: Scenario) -> Double {
    for phase in scenario.load.phases where !phase.isWarmUp {
      if case .constant(let constant) = phase.shape { return constant.rate }
    }
    return 0
  }

  private static func burst(_ scenario: Scenario) -> Int {
    for phase in scenario.load.phases {
      if case .burst(let burst) = phase.shape { return burst.jobs }
    }
    return 0
  }

  @Test func whatDoesNotShowAtTheStartIsNotSearchedFor() throws {
    for ruling in [ShrinkAnswer.Ruling.gone, .undecided] {
      let found = try search(mixed) { _ in ruling }
      #expect(found.scenario == nil)
      #expect(found.steps.map(\.dimension) == [.start])
    }
  }

  @Test func oneSlowClassIsLeftAlone() throws {
    let found = try search(mixed) { $0.jobs.contains { $0.name == "slow" } ? .shown : .gone }
    #expect(found.scenario?.jobs.map(\.name) == ["slow"])
    #expect(found.changes(.jobClass) == ["- only the class 'small'", "+ only the class 'slow'"])
    // Nothing else matters, so that a hundred jobs are left of all.
    let jobs = found.load.reduce(0) { $0 + $1.shape.meanCount }
    #expect((100..<200).contains(jobs))
    #expect(found.load.count == 1)
  }

  @Test func anEffectAboveARateKeepsThatRate() throws {
    let found = try search(mixed) { Self.rate($0) >= 40 ? .shown : .gone }
    let scenario = try #require(found.scenario)
    // 200 and 0.6 of it for the class, then halves as long as there are 40.
    #expect((40..<60).contains(Self.rate(scenario)))
    #expect(scenario.jobs.map(\.name) == ["small"])
    #expect(found.changes(.rate).count <= 4)
    #expect(found.load.map(\.shape.name) == ["constant"])
  }

  @Test func anEffectOfBurstsKeepsTheirSize() throws {
    let found = try search(mixed) { Self.burst($0) >= 100 ? .shown : .gone }
    let scenario = try #require(found.scenario)
    #expect((100...150).contains(Self.burst(scenario)))
    #expect(found.load.map(\.shape.name) == ["burst"])
    #expect(found.load[0].shape.meanCount < 400)
    #expect(found.changes(.burst).contains { $0.hasPrefix("- ") })
  }

  @Test func anEffectOfTimeKeepsTheTime() throws {
    let found = try search("load: { constant: { rate: 50, for: 2m } }") {
      $0.load.duration >= 25_000_000_000 && Self.rate($0) >= 20 ? .shown : .gone
    }
    let duration = try #require(found.scenario).load.duration
    #expect((25_000_000_000..<50_000_000_000).contains(duration))
  }

  @Test("what is undecided keeps the larger scenario")
  func undecided() throws {
    var asked = 0
    let found = try search(mixed) { _ in
      asked += 1
      return asked == 1 ? .shown : .undecided
    }
    #expect(found.scenario == (try Self.scenario(mixed)))
    #expect(found.steps.dropFirst().allSatisfy { !$0.isTaken })
    #expect(found.steps.map(\.number) == Array(0..<found.steps.count))
  }

  @Test("the search is bounded, and finds something that showed the effect", arguments: [1, 2, 7])
  func bounded(most: Int) throws {
    var shown: [Scenario] = []
    let found = try search(mixed, mostQuestions: most) {
      shown.append($0)
      return .shown
    }
    #expect(found.steps.count == most)
    #expect(found.scenario == shown.last)
    let whole = try search(mixed) { _ in .shown }
    #expect(whole.steps.count <= ShrinkSearch().mostQuestions)
  }

  @Test func noScenarioHasFewerJobsThanAsked() throws {
    _ = try search(mixed, fewestJobs: 300) { scenario in
      let measured = scenario.load.phases.filter { !$0.isWarmUp }
      #expect(measured.reduce(0) { $0 + $1.shape.meanCount } >= 300)
      return .shown
    }
  }

  @Test("a population, steps, a ramp and a trace are made smaller as they can be")
  func otherShapes() throws {
    let closed = try search("load: { closed: { population: 64, for: 1m, think: 1s } }") {
      if case .closed(let closed) = $0.load.phases[0].shape {
        return closed.population >= 16 && closed.jobs >= closed.population ? .shown : .gone
      }
      return .gone
    }
    guard case .closed(let shape) = closed.load.first?.shape else { return #expect(Bool(false)) }
    #expect(shape.population == 16)
    for load in [
      "steps: { rates: [40, 80], each: 30s }", "ramp: { from: 10, to: 100, for: 1m }",
      "poisson: { rate: 33, for: 1m }",
    ] {
      let found = try search("load: { \(load) }") { _ in .shown }
      #expect(found.load[0].shape.meanCount < 250)
    }
    var traced = try Self.scenario("load: { trace: { file: t.csv } }")
    let instants = (0..<600).map { Nanoseconds($0) * 100_000_000 }
    guard case .trace(let trace) = traced.load.phases[0].shape else { return }
    traced.load = ArrivalSchedule([
      LoadPhase(.trace(Trace(trace, recording: Trace.Recording(instants: instants))))
    ])
    var steps: [ShrinkStep] = []
    let found = ShrinkSearch().search(
      traced, ask: { _ in ShrinkAnswer(.shown, quantile: "p50", rise: 0.1, pairs: 14) },
      observe: { steps.append($0) })
    #expect(found?.load.phases.map(\.shape.name) == ["poisson"])
    #expect(steps[1].dimension == .arrivals)
  }

  @Test("every scenario that is asked about can be written down and read back")
  func written() throws {
    for load in [
      "constant: { rate: 37, for: 12345ms }", "steps: { rates: [7, 13.7], each: 61s }",
      "burst: { jobs: 333, every: 7s, times: 9 }", "closed: { population: 37, for: 77s }",
    ] {
      let text = "jobs: [{ name: a, weight: 0.7 }, { name: b }]\nload: [{ \(load) }]"
      _ = try search(text) { scenario in
        let again = try? Scenario.parse(scenario.yaml(), file: "made-up.yaml")
        #expect(again == scenario)
        return .shown
      }
    }
  }
}
