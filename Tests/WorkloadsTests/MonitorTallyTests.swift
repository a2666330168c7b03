import Testing
import Workloads

@Suite struct MonitorTallyTests {
  private func with<Value>(_ body: (MonitorTally) throws -> Value) rethrows -> Value {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: MonitorTally.byteCount, alignment: 4_096)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: MonitorTally.byteCount)
    defer { unsafe memory.deallocate() }
    return try body(unsafe MonitorTally(base: memory))
  }

  @Test func aTallyTakesWholePages() {
    #expect(MonitorTally.byteCount % 4_096 == 0)
  }

  @Test func everyCellIsItsOwn() {
    with { tally in
      for (number, counter) in MonitorTally.Counter.allCases.enumerated() {
        tally.set(counter, to: UInt64(number + 1))
      }
      for number in 0..<20 {
        tally.add(MonitorTally.WallJump(instant: Nanoseconds(number), size: -Nanoseconds(number)))
      }
      tally.recordHiccup(0, interval: 0)
      for (number, counter) in MonitorTally.Counter.allCases.enumerated()
      where counter != .wallJumps && counter != .largestHiccup {
        #expect(tally[counter] == UInt64(number + 1))
      }
      for sum in MonitorTally.Sum.allCases { #expect(tally[sum] == 0) }
      #expect(tally.hiccups(bin: 0) == 1)
      #expect(tally.hiccups(bin: HistogramLayout.count - 1) == 0)
    }
  }

  @Test func jumpsBeyondTheRoomAreCounted() {
    with { tally in
      for number in 0..<20 {
        tally.add(MonitorTally.WallJump(instant: Nanoseconds(number), size: -5))
      }
      #expect(tally[.wallJumps] == 20)
      #expect(tally.wallJumps.count == MonitorTally.keptJumps)
      #expect(tally.wallJumps.last == MonitorTally.WallJump(instant: 15, size: -5))
    }
  }

  @Test(
    "a long hiccup stands for those that it kept from being measured",
    arguments: [
      (0, [0]), (-50, [0]), (900, [900]), (1_000, [1_000]), (1_999, [1_999]),
      (2_000, [2_000, 1_000]), (5_500, [5_500, 4_500, 3_500, 2_500, 1_500]),
    ] as [(Nanoseconds, [Nanoseconds])])
  func backFill(late: Nanoseconds, expected: [Nanoseconds]) {
    with { tally in
      tally.recordHiccup(late, interval: 1_000)
      var found: [Nanoseconds] = []
      for bin in 0..<HistogramLayout.count where tally.hiccups(bin: bin) > 0 {
        #expect(tally.hiccups(bin: bin) == 1)
        found.append(HistogramLayout.lowestValue(of: bin))
      }
      let bins = expected.map { HistogramLayout.lowestValue(of: HistogramLayout.index(of: $0)) }
      #expect(found == bins.sorted())
      #expect(tally[.largestHiccup] == UInt64(max(late, 0)))
    }
  }

  @Test func aStallOfFiveSecondsIsFiveThousandHiccups() {
    with { tally in
      tally.recordHiccup(5_000_000_000, interval: 1_000_000)
      let total = (0..<HistogramLayout.count).reduce(0) { $0 + tally.hiccups(bin: $1) }
      #expect(total == 5_000)
    }
  }

  @Test func theIntegralIsExactBetweenCountsThatMissNothing() {
    with { tally in
      tally.begin(dispatched: 0, retired: 0, at: -10)
      for (dispatched, retired, instant) in [(0, 0, 100), (3, 0, 100), (3, 0, 300), (3, 3, 300)] {
        tally.count(
          dispatched: UInt64(dispatched), retired: UInt64(retired), at: Nanoseconds(instant))
      }
      #expect(tally[.jobTime] == 600)
      #expect(tally[.squaredError] == 0)
      #expect(tally[.mostInFlight] == 3)
      #expect(tally[.samples] == 4)
      #expect(tally[.sessions] == 1)
    }
  }

  @Test func stepsBetweenTwoCountsAreHalfWayWithTheErrorOfStepsAtOneInstant() {
    with { tally in
      tally.begin(dispatched: 0, retired: 0, at: 0)
      tally.count(dispatched: 4, retired: 2, at: 10)
      #expect(tally[.jobTime] == 10)
      #expect(tally[.squaredError] == 36 * 100 / 12)
      #expect(tally[.stepTime] == 60)
    }
  }

  @Test func aSecondSessionDoesNotIntegrateWhatNobodyWatched() {
    with { tally in
      tally.begin(dispatched: 0, retired: 0, at: 0)
      tally.count(dispatched: 2, retired: 0, at: 0)
      tally.begin(dispatched: 2, retired: 0, at: 1_000_000)
      tally.count(dispatched: 2, retired: 2, at: 1_000_000)
      #expect(tally[.jobTime] == 0)
      #expect(tally[.sessions] == 2)
    }
  }
}
