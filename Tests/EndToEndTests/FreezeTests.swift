import Harness
import ReferenceServer
import Results
import Testing
import Workloads

/// A server that stands still: who waits for it waits, whether or not the tool could send meanwhile.
@Suite struct FreezeTests {
  private static let freeze: Nanoseconds = 2_000_000_000

  /// A run of 400 jobs in 4 s, 2 s of which the server stands still.
  private func run(connections: Int) throws -> (RunDocument, TruthComparison) {
    try Workspace.with { space in
      try space.write(
        """
        target: { url: embedded, connections: \(connections) }
        embedded: { workers: 200, service: constant(5ms), faults: { freeze: 2s@1s } }
        load: { constant: { rate: 100, for: 4s } }
        follow: { poll: 10ms, recheck: 0 }
        """)
      let ended = try space.run(["run", "scenario.yaml", "--truth", "truth.jsonl"])
      let folder = try space.onlyRun()
      let truth = try GroundTruth(contentsOf: space.path + "/truth.jsonl")
      #expect(truth.faults.map(\.name) == [.freeze], "\(ended.errors)")
      let document = try space.document(folder)
      let comparison = TruthComparison(try space.table(folder), truth)
      comparison.expectNoDifference()
      #expect(document.jobs.scheduled == 400)
      #expect(document.jobs.unsent == 0)
      #expect(document.jobs.outcomes.finished == 400)
      return (document, comparison)
    }
  }

  @Test func theWholeFreezeIsInTheTimesAndNothingIsDropped() throws {
    let (document, comparison) = try run(connections: 512)
    let (found, truth) = (
      try #require(document.metrics.endToEnd.p99), try #require(comparison.quantile(0.99))
    )
    #expect(truth > Self.freeze * 9 / 10)
    // 2 % is what the self-test asks for on a machine that does nothing else; here other tests run.
    #expect(abs(found - truth) <= truth / 10, "\(found) instead of \(truth)")
    // Nothing holds the engine up, which sends on time while no reply comes: both clocks agree.
    let fromDispatch = try #require(comparison.quantileFromDispatch(0.99))
    #expect(abs(fromDispatch - truth) <= truth / 50)
  }

  @Test func timesFromTheDispatchHideWhatPushesWaitedFor() throws {
    let (document, comparison) = try run(connections: 4)
    let (found, truth) = (
      try #require(document.metrics.endToEnd.p90), try #require(comparison.quantile(0.9))
    )
    let fromDispatch = try #require(comparison.quantileFromDispatch(0.9))
    #expect(truth > Self.freeze / 4)
    #expect(found >= truth)
    #expect(fromDispatch < truth / 2, "\(fromDispatch) of \(truth)")
    #expect((document.metrics.dispatchDelay.p90 ?? 0) > truth / 2, "it is shown beside it")
  }
}
