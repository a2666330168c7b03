import Engines
import Platform
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Harness

/// How often a search for a capacity makes a run again.
@Suite struct CapacityAttemptsTests {
  @Test func aTrialThatIsNotValidIsMadeAsOftenAsIsAskedFor() throws {
    try TemporaryFolder.with { root in
      // A run that asks more of the generator than it carries, and does not hold, says nothing.
      try GeneratorCapacityResult(
        version: Version.current, environment: RunEnvironment(.current()), engines: 1,
        connections: 64, seed: 1, durationNanoseconds: 1, jobsPerSecond: 1, trials: []
      ).store(in: root)
      var run = Run(
        ownScenario: """
          embedded: { workers: 50, service: constant(20ms) }
          load: { burst: { jobs: 1 } }
          follow: { poll: 20ms, timeout: 1m, recheck: 0 }

          """, name: "attempts")
      run.root = root
      var search = CapacitySearch(
        run, conditions: [try Threshold.parse("processing.p50 < 1ms")])
      search.attempts = 3
      let request = RateSearch.Request(purpose: .probe, rate: 100, seconds: 0.4, secondsLeft: 0)
      var steps: [CapacitySearch.Step] = []
      var observer = CapacitySearch.Observer()
      observer.step = { steps.append($0) }
      let runner = CapacityRunner(
        search, try CapacityFolder(under: root, scenario: "attempts", startedAt: 0),
        stop: StopSignal(), observer: observer, capacity: search.empty(startedAt: 0))
      guard case .ended = try runner.attempt(request) else {
        Issue.record("it was believed")
        return
      }
      #expect(steps == [.trial(request), .repeated(request), .repeated(request)])
      #expect(runner.capacity.trials.map(\.verdict) == [.invalid, .invalid, .invalid])
      #expect(runner.capacity.plan.attempts == 3)
    }
  }
}
