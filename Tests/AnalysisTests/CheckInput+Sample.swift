import Results
import Scenarios
import TestSupport
import Workloads

@testable import Analysis

extension CheckInput {
  /// What the checks look at in a sound run of `jobs` jobs with an end-to-end median of `median`
  /// nanoseconds: a check is asked at its limits without a run for each.
  static func sample(jobs: Int = 400, median: Nanoseconds = 500_000_000) throws -> CheckInput {
    var times = TimeSummary(source: "client clock")
    times.count = jobs
    times.quantiles.p50.estimate = median
    let none = TimeSummary(source: "client clock")
    let run = try SampleRun([.sample()])
    let clocks = try run.withTable { _, table in
      ClockCheckInput(ClockEvidence(table, isPartial: false))
    }
    var counts = JobCounts()
    counts.pushed = jobs
    counts.outcomes[.finished] = jobs
    return CheckInput(
      scenario: run.scenario, ending: .complete, jobs: counts,
      metrics: Metrics(
        queue: none, processing: none, endToEnd: times, endToEndFromDispatch: times, seen: times,
        push: none, poll: none, dispatchDelay: none, detection: none, cancel: none),
      laws: [], engines: [], pollLag: none,
      following: Following(
        mode: .poll, pollsPerSecond: nil, held: 0, heldNanoseconds: 0, sweeps: 0, listMisses: 0,
        hooks: Following.Hooks(received: 0, repeated: 0, dropped: 0), rechecks: 0),
      statusRequests: 0, closedArrivals: 0, clocks: clocks)
  }

  /// The same with the dispatch delays `delays`.
  func with(delays: [Nanoseconds]) -> CheckInput {
    var result = self
    var sample = Sample()
    for delay in delays { sample.add(from: 0, to: delay, block: 0) }
    result.metrics.dispatchDelay = sample.summary(source: "client clock")
    result.dispatchDelays = delays
    return result
  }
}
