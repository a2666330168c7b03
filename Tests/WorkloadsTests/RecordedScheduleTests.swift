import Foundation
import Testing

@testable import Workloads

/// Schedules as job tables hold them.
@Suite struct RecordedScheduleTests {
  private let second: Nanoseconds = 1_000_000_000

  private var mixed: ArrivalSchedule {
    ArrivalSchedule([
      LoadPhase(.constant(Constant(rate: 10, duration: second)), isWarmUp: true),
      LoadPhase(.burst(Burst(jobs: 4))),
      LoadPhase(.poisson(Poisson(rate: 50, duration: second))),
      LoadPhase(.burst(Burst(jobs: 3))),
      LoadPhase(.burst(Burst(jobs: 5, every: 100_000_000, times: 3, skew: 50_000_000))),
    ])
  }

  @Test("rows are told apart by what the table holds, not by the seed", arguments: [1, 2, 3])
  func rows(seed: UInt64) throws {
    let instants = mixed.instants(seed: Seeds(seed))
    let ranges = try #require(mixed.rowsByPhase(instants))
    #expect(ranges.map(\.count) == mixed.countByPhase(seed: Seeds(seed)))
    #expect(mixed.planned(instants) == instants)
  }

  @Test func countsAreThoseOfEachPhase() throws {
    let twice = ArrivalSchedule([
      LoadPhase(.poisson(Poisson(rate: 50, duration: second))),
      LoadPhase(.poisson(Poisson(rate: 50, duration: second))),
    ])
    let instants = twice.instants(seed: 1)
    #expect(twice.hasCounts(of: instants, seed: 1))
    #expect(!twice.hasCounts(of: Array(instants.dropLast()), seed: 1))
    // One arrival more in the first phase and one less in the second are as many in all.
    let moved = [instants[0]] + instants.dropLast()
    #expect(moved.count == instants.count && !twice.hasCounts(of: moved, seed: 1))
  }

  @Test func rowsOfAnotherScheduleAreNoneOfThis() {
    let instants = mixed.instants(seed: 1)
    #expect(mixed.planned(instants + [9 * second]) == nil)
    #expect(mixed.planned(instants.reversed()) == nil)
    #expect(mixed.planned([-1] + instants.dropFirst()) == nil)
    #expect(mixed.planned(Array(instants.prefix(12))) == nil)
  }

  @Test("a recorded schedule is as fast as asked, phase by phase", arguments: [0.5, 1, 3, 1_000])
  func speed(speed: Double) throws {
    let instants = mixed.instants(seed: 5)
    let classes = instants.indices.map { UInt16($0 % 2) }
    let recorded = try #require(
      mixed.recorded(instants, classes: classes, in: "x.run", speed: speed))
    #expect(recorded.instants.count == instants.count)
    for (old, new) in zip(instants, recorded.instants) {
      #expect(abs(Double(new) - Double(old) / speed) <= 6)
    }
    #expect(recorded.load.count(seed: 9) == instants.count)
    #expect(recorded.load.planned(recorded.instants) == recorded.instants)
    #expect(recorded.load.warmUps == [0..<Nanoseconds(Double(second) / speed)])
    #expect(recorded.load.phases.map(\.shape.name) == [String](repeating: "trace", count: 5))
    let stored = try JSONDecoder().decode(
      ArrivalSchedule.self, from: JSONEncoder().encode(recorded.load))
    #expect(stored == recorded.load)
    #expect(stored.planned(recorded.instants) == recorded.instants)
  }

  @Test func closedPhasesAreUndecidedAgain() throws {
    let closed = Closed(population: 2, think: .constant(0), duration: second, jobs: 6)
    let load = ArrivalSchedule([
      LoadPhase(.burst(Burst(jobs: 2, every: second))), LoadPhase(.closed(closed)),
      LoadPhase(.burst(Burst(jobs: 1))),
    ])
    let undecided = JobRecord.undecided
    let table =
      [0, 0, second + 5, second + 3, second + 9] + [undecided, undecided, undecided]
      + [2 * second]
    let planned = try #require(load.planned(table))
    #expect(planned == load.instants(seed: 1))
    let recorded = try #require(
      load.recorded(planned, classes: [UInt16](repeating: 0, count: 9), in: "x", speed: 1))
    #expect(recorded.instants == planned)
    #expect(recorded.load.closedPhases(seed: 1) == load.closedPhases(seed: 1))
  }
}
