import Harness
import ReferenceServer
import TestSupport
import Testing
import Workloads

private let ms: Nanoseconds = 1_000_000

/// What makes a row untrue, one thing at a time.
@Suite struct TruthComparisonTests {
  /// The truth about a sample job, as its log says it.
  private struct Fact {
    var row: Int
    var created: Nanoseconds
    var started: Nanoseconds
    var completed: Nanoseconds
    var state = "finished"
    var isForgotten = false

    init(_ row: Int, _ job: JobRecord) {
      self.row = row
      created = job.createdStamp - JobRecord.sampleEpoch
      started = job.startedStamp - JobRecord.sampleEpoch
      completed = max(job.completedStamp - JobRecord.sampleEpoch, 0)
    }

    var id: String {
      let text = "job-\(row)"
      return text + String(repeating: ".", count: 36 - text.count)
    }

    var line: String {
      func instant(_ name: String, _ time: Nanoseconds?) -> String {
        // The sample's run starts at 1.
        let (monotonic, wall) = (time.map { $0 + 1 }, time.map { $0 + JobRecord.sampleEpoch })
        func text(_ value: Nanoseconds?) -> String { value.map { "\($0)" } ?? "null" }
        return #""\#(name)monotonic_ns":\#(text(monotonic)),"\#(name)wall_ns":\#(text(wall))"#
      }
      let event = isForgotten ? #"{"event":"lost",\#(instant("", started + ms))}"# : ""
      let end = state == "finished" || state == "error" ? completed : nil
      return #"{"sequence":\#(row),"id":"\#(id)","state":"\#(state)","terminal":true,"worker":0,"#
        + #""service_ns":5,\#(instant("created_", created)),\#(instant("started_", started)),"#
        + #"\#(instant("completed_", end)),"events":[\#(event)]}"#
    }
  }

  /// A change that makes a row untrue, and in which way.
  private struct Untruth {
    var kind: TruthComparison.Difference.Kind
    var change: (inout JobRecord, inout Fact) -> Void

    init(
      _ kind: TruthComparison.Difference.Kind,
      _ change: @escaping (inout JobRecord, inout Fact) -> Void
    ) {
      self.kind = kind
      self.change = change
    }
  }

  private static let resolution =
    #"{"fault":"stamp_resolution","monotonic_ns":1,"wall_ns":1,"id":null,"time_ns":1000,"#
    + #""offset_ns":null}"#

  /// Compares sample jobs with facts that agree with them, after `change`.
  private func compare(
    _ jobs: [JobRecord], faults: [String] = [],
    _ change: (inout [JobRecord], inout [Fact]) -> Void = { _, _ in }
  ) throws -> TruthComparison {
    var jobs = jobs
    var facts = jobs.enumerated().filter { $1.acknowledged != 0 }.map { Fact($0, $1) }
    change(&jobs, &facts)
    let text = ([Self.resolution] + facts.map(\.line) + faults).joined(separator: "\n")
    let truth = try GroundTruth(lines: Array(text.utf8))
    return try SampleRun(jobs).withTable { TruthComparison($1, truth) }
  }

  private let jobs: [JobRecord] = (0..<10).map { .sample(intended: Nanoseconds($0) * 10 * ms) }

  @Test func aTrueRunHasNoDifference() throws {
    let comparison = try compare(jobs)
    #expect(comparison.differences.isEmpty)
    #expect(comparison.matched == 10 && comparison.orphans == 0)
    // 0.2 ms to the dispatch, 2 ms to the creation, then queue and processing time.
    #expect(comparison.quantile(0.5) == 502_200_000)
    #expect(comparison.quantileFromDispatch(0.5) == 502 * ms)
  }

  @Test func eachUntruthIsFoundAndNamed() throws {
    let untruths: [Untruth] = [
      Untruth(.bracket) { $0.detected = $1.completed - 1 },
      Untruth(.bracket) { $0.stillOpen = $1.completed },
      Untruth(.bracket) { job, _ in job.detected = 0 },
      Untruth(.startBracket) { $0.stillQueued = $1.started },
      Untruth(.startBracket) { $0.seenStarted = $1.started - 1 },
      Untruth(.push) { $0.acknowledged = $1.created },
      Untruth(.outcome) { job, _ in job.outcome = .error },
      Untruth(.outcome) { job, _ in job.outcome = .lost },
      Untruth(.stamp) { job, _ in job.completedStamp += 1_000 },
      Untruth(.stamp) { job, _ in job.startedStamp = 0 },
    ]
    for (index, untruth) in untruths.enumerated() {
      let comparison = try compare(jobs) { untruth.change(&$0[3], &$1[3]) }
      #expect(comparison.differences.map(\.kind) == [untruth.kind], "number \(index)")
      #expect(comparison.differences.map(\.row) == [3])
      #expect(comparison.count(untruth.kind) == 1)
    }
  }

  @Test func aJobThatNobodyPushedIsUnaccountedAndOneThatIsNotThereInvented() throws {
    let missing = try compare(jobs) { $1.remove(at: 2) }
    #expect(missing.differences.map(\.kind) == [.invented])
    let extra = try compare(jobs) { jobs, _ in jobs[2] = .sample(outcome: .rejected) }
    #expect(extra.differences.map(\.kind) == [.unaccounted])
    #expect(extra.differences[0].row == nil)
  }

  @Test func aLostReplyStandsForOneJob() throws {
    var lost = JobRecord.sample(outcome: .failedToPush)
    lost.failure = .replyLost
    let one = try compare(jobs) { jobs, _ in jobs[2] = lost }
    #expect(one.differences.isEmpty && one.orphans == 1)
    let two = try compare(jobs) { jobs, _ in
      jobs[2] = lost
      jobs[4] = .sample(outcome: .rejected)
    }
    #expect(two.differences.map(\.kind) == [.unaccounted] && two.orphans == 2)
  }

  @Test func aJobThatNeverEndedIsLongerThanAnyOther() throws {
    let comparison = try compare(jobs) {
      $0[1] = .sample(intended: 10 * ms, outcome: .timedOut)
      $1[1].state = "processing"
    }
    #expect(comparison.differences.isEmpty)
    #expect(comparison.quantile(0.9) == 502_200_000)
    #expect(comparison.quantile(1) == nil)
  }

  @Test func aForgottenJobIsLostAndNothingElse() throws {
    for (outcome, differences) in [(Outcome.lost, 0), (.timedOut, 0), (.finished, 2)] {
      let comparison = try compare(jobs) {
        $0[1] = .sample(intended: 10 * ms, outcome: outcome)
        $0[1].stillOpen = $0[1].dispatched
        $1[1].state = "processing"
        $1[1].isForgotten = true
      }
      #expect(comparison.differences.count == differences, "\(comparison.differences)")
    }
  }

  @Test func whatFaultsMadeTheServerSayIsNotHeldAgainstTheRun() throws {
    let id = Fact(3, jobs[3]).id
    func fault(_ name: String, offset: String = "null") -> String {
      #"{"fault":"\#(name)","monotonic_ns":1,"wall_ns":1,"id":"\#(id)","time_ns":1,"#
        + #""offset_ns":\#(offset)}"#
    }
    let cases: [(String, Untruth)] = [
      (fault("status_back"), Untruth(.startBracket) { $0.stillQueued = $1.started }),
      (fault("completed_twice"), Untruth(.stamp) { job, _ in job.completedStamp += 5_000 }),
      (
        fault("clock_offset", offset: "7"), Untruth(.stamp) { job, _ in job.createdStamp += 5_000 }
      ),
    ]
    for (fault, untruth) in cases {
      let plain = try compare(jobs) { untruth.change(&$0[3], &$1[3]) }
      #expect(plain.differences.map(\.kind) == [untruth.kind])
      let comparison = try compare(jobs, faults: [fault]) { untruth.change(&$0[3], &$1[3]) }
      #expect(comparison.differences.isEmpty, "\(comparison.differences)")
    }
  }
}
