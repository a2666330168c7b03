import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

@Suite struct ConservationTests {
  private func randomJobs(_ seed: UInt64, count: Int = 200) -> [JobRecord] {
    (0..<count).map { index in
      let unit = SplitMix.unit(seed: seed, index: UInt64(index))
      let outcome = Outcome.allCases[Int(unit * Double(Outcome.allCases.count))]
      return .sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: outcome,
        queue: Nanoseconds(unit * 1e9), hasStamps: index % 3 > 0)
    }
  }

  @Test("whatever happens to the jobs, the laws hold", arguments: UInt64(1)...20)
  func lawsHold(seed: UInt64) throws {
    let run = try SampleRun(randomJobs(seed))
    let document = try run.withTable(summarize)
    #expect(document.validity.laws.count == 8)
    #expect(document.validity.laws.allSatisfy { $0.holds }, "seed \(seed)")
    #expect(document.validity.reasons.allSatisfy { $0.check != "conservation" })
    let jobs = document.jobs
    #expect(jobs.scheduled == 200)
    #expect(jobs.scheduled == jobs.unsent + jobs.outcomes.total)
    #expect(document.timeline.points.reduce(0) { $0 + $1.pushed } == jobs.pushed)
    #expect(document.timeline.points.reduce(0) { $0 + $1.finished } == jobs.outcomes.observed)
    #expect(document.timeline.points.last?.inFlight == 0)
  }

  /// A way to damage one row, and the law that must notice.
  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    var law: String
    var outcome = Outcome.finished
    var apply: @Sendable (inout JobRecord) -> Void
    var testDescription: String { name }
  }

  static let damages = [
    Damage(name: "the outcome is gone", law: "scheduled = unsent + all outcomes") {
      $0.outcome = .none
    },
    Damage(name: "the dispatch is gone", law: "pushed = all outcomes") { $0.dispatched = 0 },
    Damage(name: "the acknowledgement is gone", law: "acknowledged = jobs with an id") {
      $0.acknowledged = 0
    },
    Damage(name: "the id is gone", law: "acknowledged = jobs with an id") { $0.idLength = 0 },
    Damage(
      name: "a finished job was rejected",
      law: "acknowledged = finished + error + cancelled + lost + timed out or abandoned with an id"
    ) { $0.outcome = .rejected },
    Damage(name: "the bracket is open", law: "closed brackets = finished + error + cancelled") {
      $0.detected = 0
    },
    Damage(
      name: "a lost job has a bracket", law: "closed brackets = finished + error + cancelled",
      outcome: .lost
    ) { $0.detected = $0.retired },
  ]

  @Test("a damaged row breaks the law that speaks of it", arguments: damages)
  func damagedRow(damage: Damage) throws {
    let jobs = (0..<50).map { index in
      JobRecord.sample(
        intended: Nanoseconds(index) * 10_000_000, outcome: index == 17 ? damage.outcome : .finished
      )
    }
    let document = try SampleRun(jobs).withTable { manifest, table in
      unsafe damage.apply(&table.rows.record(17).pointee)
      return summarize(manifest, table)
    }
    let broken = document.validity.laws.filter { !$0.holds }
    #expect(broken.contains { $0.law == damage.law })
    #expect(document.verdict == Verdict(.invalid))
    #expect(document.verdict.exitCode == 125)
    let reason = try #require(document.validity.reasons.first { $0.message.contains(damage.law) })
    #expect(reason.check == "conservation")
    #expect(reason.level == .invalid)
  }

  @Test(
    "counters that disagree with the rows break a law",
    arguments: [
      (EngineTally.Counter.dispatched, "dispatched by the engines = pushed"),
      (.acknowledged, "acknowledged by the engines = acknowledged"),
      (.retired, "retired by the engines = all outcomes"),
    ])
  func counters(counter: EngineTally.Counter, law: String) throws {
    let jobs = (0..<10).map { JobRecord.sample(intended: $0 * 10_000_000) }
    let document = try SampleRun(jobs).withTable { manifest, table in
      table.tally(0).add(to: counter)
      return summarize(manifest, table)
    }
    #expect(document.validity.laws.filter { !$0.holds }.map(\.law) == [law])
  }

  @Test func aScheduleOfAnotherLengthBreaksTheFirstLaw() throws {
    var run = try SampleRun((0..<10).map { JobRecord.sample(intended: $0 * 10_000_000) })
    run.scenario.load = ArrivalSchedule([.constant(rate: 100, duration: 110_000_000)])
    let document = try run.withTable(summarize)
    #expect(
      document.validity.laws[0]
        == Validity.Law(
          "scheduled = unsent + all outcomes", left: 11, right: 10))
    #expect(document.verdict.result == .invalid)
  }
}
