import Platform
import Results
import Synchronization
import TestSupport
import Testing
import Workloads

@testable import Harness

@Suite struct MonitorTests {
  private func withTable<Value>(_ body: (JobTable) throws -> Value) throws -> Value {
    try TemporaryFolder.with { root in
      try body(try JobTable.create(at: root + "/jobs.table", rows: 4, idCapacity: 36, engines: 2))
    }
  }

  @Test func aMonitorEndsWithTheEnginesAndCountsOnceMoreThen() throws {
    try withTable { table in
      for engine in 0..<2 {
        table.tally(engine).add(3, to: .dispatched)
        table.tally(engine).add(3, to: .retired)
        table.tally(engine).set(.ended, to: 1)
      }
      var monitor = Monitor(table, startMonotonic: MonotonicClock.now())
      monitor.run()
      let tally = table.monitor
      #expect(tally[.sessions] == 1)
      #expect(tally[.samples] == 1)
      #expect(tally[.lastDispatched] == 6 && tally[.lastRetired] == 6)
      #expect(tally[.jobTime] == 0)
      #expect(tally[.watched] > 0)
      #expect(tally[.hasProcessorTimes] == 1)
      #expect(tally[.ownCPU] > 0 && tally[.ownCPU] <= tally[.processCPU])
      #expect((0..<HistogramLayout.count).reduce(0) { $0 + tally.hiccups(bin: $1) } >= 1)
    }
  }

  @Test func jobsAreCountedWhileTheEnginesWork() throws {
    try withTable { table in
      let (start, engine) = (MonotonicClock.now(), table.tally(0))
      table.tally(1).set(.ended, to: 1)
      let monitor = Monitor(table, startMonotonic: start)
      let tally = table.monitor
      try onThreads(1, name: "monitor-") {
      } alongside: {
        engine.add(2, to: .dispatched)
        // Two jobs in flight are seen twice before they end.
        while tally[.mostInFlight] < 2 || tally[.samples] < 3 { MonotonicClock.sleep(for: 1) }
        engine.add(2, to: .retired)
        engine.set(.ended, to: 1)
      } body: { _ in
        var monitor = monitor
        monitor.run()
      }
      #expect(tally[.mostInFlight] == 2)
      #expect(tally[.jobTime] > 0)
      #expect(tally[.lastDispatched] == tally[.lastRetired])
    }
  }

  @Test func aSecondMonitorGoesOnWithTheTallyOfTheFirst() throws {
    try withTable { table in
      for engine in 0..<2 { table.tally(engine).set(.ended, to: 1) }
      for _ in 0..<2 {
        var monitor = Monitor(table, startMonotonic: MonotonicClock.now())
        monitor.run()
      }
      #expect(table.monitor[.sessions] == 2)
      #expect(table.monitor[.samples] == 2)
    }
  }
}
