import Results
import TestSupport
import Testing
import Workloads

@testable import Analysis

private let ms: Nanoseconds = 1_000_000

@Suite struct FindingTests {
  private func jobs(_ count: Int = 20) -> [JobRecord] {
    (0..<count).map { .sample(intended: Nanoseconds($0) * 10 * ms) }
  }

  /// The findings of `jobs` after `change`.
  private func findings(
    _ jobs: [JobRecord], contract: [String] = [], _ change: (JobTable) -> Void = { _ in }
  ) throws -> [Finding] {
    try SampleRun(jobs).withTable { manifest, table in
      change(table)
      return summarize(manifest, table, contract: contract).findings
    }
  }

  private func id(_ row: Int) -> String {
    let text = "job-\(row)"
    return text + String(repeating: ".", count: 36 - text.count)
  }

  @Test func thereIsNothingToFindInASoundRun() throws {
    #expect(try findings(jobs()) == [])
    #expect(try findings([]) == [])
  }

  @Test(
    "what engines flag becomes a finding with a count and an example",
    arguments: [
      (Oddities.unknownState, Finding.Kind.unknownState), (.stateWentBack, .stateWentBack),
      (.unreadableStamp, .unreadableStamp),
      (.foreignID, .foreignID), (.stampChanged, .stampChanged),
      (.missingOutput, .missingOutput), (.missingError, .missingError),
      (.terminalLeft, .terminalLeft), (.completedAgain, .completedAgain),
    ])
  func flags(flag: Oddities, kind: Finding.Kind) throws {
    var jobs = jobs()
    for row in [3, 7, 11] { jobs[row].oddities = flag }
    #expect(try findings(jobs) == [Finding(kind: kind, count: 3, example: id(3))])
  }

  @Test func aLostJobIsNamed() throws {
    var jobs = jobs()
    jobs[4] = .sample(outcome: .lost)
    #expect(try findings(jobs) == [Finding(kind: .forgotten, count: 1, example: id(4))])
  }

  @Test func fieldsOfTheContractAreCountedEach() throws {
    let found = try findings(jobs(), contract: ["a.b", "c"]) { table in
      for row in [9, 4] { table.tally(0).countBreach(field: 1, isMistyped: false, row: row) }
      table.tally(0).countBreach(field: 0, isMistyped: true, row: 2)
      table.tally(0).countBreach(field: 31, isMistyped: true, row: 999)
    }
    #expect(
      found == [
        Finding(kind: .missingField, detail: "c", count: 2, example: id(9)),
        Finding(kind: .mistypedField, detail: "a.b", count: 1, example: id(2)),
        Finding(kind: .mistypedField, detail: "field 32", count: 1, example: nil),
      ])
  }

  @Test func anIDMayBeGivenOnce() throws {
    let found = try findings(jobs()) { table in
      for row in [5, 6, 17] {
        unsafe table.rows.idSpace(row).copyBytes(from: Array(id(2).utf8))
      }
      unsafe table.rows.idSpace(19).copyBytes(from: Array(id(18).utf8))
    }
    #expect(found == [Finding(kind: .duplicateID, count: 4, example: id(2))])
  }

  @Test func jobsWithoutAnIDHaveNoneInCommon() throws {
    #expect(try findings((0..<9).map { _ in .sample(outcome: .rejected) }) == [])
  }

  @Test("a clock that is off is no finding", arguments: [-86_400_000, 0, 3_600_000] as [Int64])
  func offset(milliseconds: Int64) throws {
    let jobs = jobs().map { job in
      var job = job
      job.createdStamp += milliseconds * ms
      job.startedStamp += milliseconds * ms
      job.completedStamp += milliseconds * ms
      return job
    }
    #expect(try findings(jobs) == [])
  }

  @Test(
    "a stamp where it cannot be is a finding",
    arguments: [
      ("created", -1_100), ("created", 1_100), ("started", -1_200), ("completed", 1_100),
    ] as [(String, Nanoseconds)])
  func stampOutside(name: String, milliseconds: Nanoseconds) throws {
    let stamp: WritableKeyPath<JobRecord, Nanoseconds> =
      switch name {
      case "created": \.createdStamp
      case "started": \.startedStamp
      default: \.completedStamp
      }
    var jobs = jobs()
    for row in [8, 13] { jobs[row][keyPath: stamp] += milliseconds * ms }
    let found = try findings(jobs).filter { $0.kind == .stampOutside }
    #expect(found.map(\.detail) == [name])
    #expect(found.first?.count == 2 && found.first?.example == id(8))
    let size = try #require(found.first?.sizeNanoseconds)
    #expect(size > 900 * ms && size <= abs(milliseconds) * ms)
    for row in [8, 13] { jobs[row].traits.insert(.relativeStamps) }
    #expect(try findings(jobs) == [])
  }

  @Test func stampsOfWholeMinutesMayBeAMinuteOff() throws {
    var jobs = jobs(200)
    let minute = 60_000 * ms
    for row in jobs.indices {
      for stamp in [\JobRecord.createdStamp, \.startedStamp, \.completedStamp] {
        jobs[row][keyPath: stamp] = (jobs[row][keyPath: stamp] + 59_000 * ms) / minute * minute
      }
    }
    #expect(try findings(jobs) == [])
  }

  @Test func fourJobsAreTooFewToPlaceTheServersClock() throws {
    var jobs = jobs(4)
    jobs[0].completedStamp += 10_000 * ms
    #expect(try findings(jobs) == [])
    jobs = self.jobs(5)
    jobs[0].completedStamp += 10_000 * ms
    #expect(try findings(jobs).map(\.detail) == ["completed"])
  }

  @Test func absurdStampsAreFoundAndDoNoHarm() throws {
    var jobs = jobs()
    jobs[3].createdStamp = .max
    jobs[4].completedStamp = .min + 1
    let found = try findings(jobs)
    #expect(found.first?.kind == .stampDisorder)
  }

  @Test func theKindsComeInOneOrder() throws {
    var jobs = jobs()
    jobs[1].oddities = [.stampChanged, .missingOutput, .unknownState]
    let found = try findings(jobs) { table in
      table.tally(0).countBreach(field: 0, isMistyped: false, row: 1)
      unsafe table.rows.idSpace(9).copyBytes(from: Array(id(2).utf8))
    }
    #expect(
      found.map(\.kind) == [
        .missingField, .missingOutput, .unknownState, .duplicateID, .stampChanged,
      ])
  }
}
