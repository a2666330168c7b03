import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct FollowingTests {
  private func run(_ mode: FollowMode = .poll, budget: Double? = nil) throws -> SampleRun {
    var run = try SampleRun((0..<100).map { .sample(intended: Nanoseconds($0) * 10 * ms) })
    run.scenario.follow.mode = mode
    run.scenario.follow.pollsPerSecond = budget
    return run
  }

  @Test func theSectionHasWhatTheEnginesCounted() throws {
    let document = try run(.webhook, budget: 50).withTable { manifest, table in
      for (number, counter) in [
        EngineTally.Counter.pollsHeld, .heldNanoseconds, .sweeps, .listMisses, .hooks,
        .hooksRepeated, .hooksDropped, .rechecks,
      ].enumerated() {
        table.tally(0).add(number + 1, to: counter)
      }
      return summarize(manifest, table)
    }
    #expect(
      document.following
        == Following(
          mode: .webhook, pollsPerSecond: 50, held: 1, heldNanoseconds: 2, sweeps: 3,
          listMisses: 4, hooks: Following.Hooks(received: 5, repeated: 6, dropped: 7), rechecks: 8))
  }

  @Test func everyKindOfStatusRequestCountsForTheJobs() throws {
    let document = try run(.list).withTable { manifest, table in
      for _ in 0..<40 { table.tally(0).countRequest(.list) }
      for _ in 0..<60 { table.tally(0).countRequest(.longPoll) }
      return summarize(manifest, table)
    }
    let kinds = document.requests.byKind
    #expect(kinds.list.sent == 40)
    #expect(kinds.longPoll.sent == 60)
    #expect(document.requests.perJob == Double(kinds.poll.sent + 100) / 100)
  }

  @Test(
    "a poll budget that delays polls is worth a warning, and no more",
    arguments: [
      (50, 1_000, true), (50, 2, false), (nil, 1_000, false),
    ] as [(Double?, Nanoseconds, Bool)])
  func budget(budget: Double?, milliseconds: Nanoseconds, isBound: Bool) throws {
    let document = try run(budget: budget).withTable { manifest, table in
      table.tally(0).add(500, to: .pollsHeld)
      table.tally(0).add(Int(500 * milliseconds * ms), to: .heldNanoseconds)
      return summarize(manifest, table)
    }
    #expect(document.validity.verdict == .valid)
    let reasons = document.validity.reasons
    #expect(reasons.map(\.check) == (isBound ? ["poll_budget"] : []))
    guard isBound else { return }
    #expect(
      reasons.first?.message
        == "the poll budget of 50/s bound: 500 of 2,600 status requests waited, 1.00 s on average"
    )
  }

  @Test(
    "what to do about wide brackets depends on the mode",
    arguments: [
      (FollowMode.poll, "poll more often", false), (.list, "read the list more often", false),
      (.longPoll, "compare upper ends", true), (.webhook, "compare upper ends", true),
    ])
  func wideBrackets(mode: FollowMode, advice: String, isPrompt: Bool) throws {
    var run = try run(mode)
    run.jobs = run.jobs.map { job in
      var job = job
      job.stillOpen -= 200 * ms
      return job
    }
    let reason = try run.withTable(summarize).validity.reasons.first
    #expect(reason?.check == "poll_limited")
    #expect(reason?.recommendation.hasPrefix(advice) == true)
    #expect(reason?.message.contains("the upper end is prompt") == isPrompt)
  }
}
