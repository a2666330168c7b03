import Statistics
import Testing
import Workloads

private let ms: Nanoseconds = 1_000_000
private let second: Nanoseconds = 1_000_000_000

@Suite struct DatedExchangeTests {
  /// Calls `body` with an empty tally.
  private func withTally(_ body: (EngineTally) -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: EngineTally.byteCount, alignment: 64)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: EngineTally.byteCount)
    body(unsafe EngineTally(base: memory))
  }

  /// Exchanges of a run of `seconds` with a server whose clock is 100,000.3 s ahead.
  private func exchanges(_ count: Int, seconds: Nanoseconds) -> [DatedExchange] {
    var generator = Xoshiro(seed: UInt64(count))
    return (0..<count).map { index in
      let sent = seconds * second / Nanoseconds(count) * Nanoseconds(index)
      let middle = sent + Nanoseconds.random(in: 1...(20 * ms), using: &generator)
      return DatedExchange(
        sent: sent, received: middle + Nanoseconds.random(in: 1...(20 * ms), using: &generator),
        date: (middle + 100_000_300 * ms) / second)
    }
  }

  @Test(
    "the tightest exchanges survive every merging of windows",
    arguments: [1, 31, 32, 33, 64, 65, 1_000, 90_000] as [Nanoseconds])
  func tightest(seconds: Nanoseconds) {
    let all = exchanges(5_000, seconds: seconds)
    withTally { tally in
      for exchange in all { tally.record(exchange) }
      let best = tally.bestDated
      #expect(tally.datedExchanges == 5_000)
      #expect(best.count > 100 || seconds < 32)
      #expect(best.count <= 2 * EngineTally.dateWindows)
      #expect(Set(best).isSubset(of: all))
      func floor(_ exchange: DatedExchange) -> Nanoseconds {
        exchange.date * second - exchange.received
      }
      func ceiling(_ exchange: DatedExchange) -> Nanoseconds {
        exchange.date * second - exchange.sent
      }
      #expect(best.map(floor).max() == all.map(floor).max())
      #expect(best.map(ceiling).min() == all.map(ceiling).min())
      // Both halves of the run are still there, which is what a step is found by.
      #expect(best.contains { $0.received < seconds * second / 4 + 40 * ms })
      #expect(best.contains { $0.received > seconds * second / 2 })
    }
  }

  @Test func whatSaysNothingIsNotKept() {
    withTally { tally in
      tally.record(DatedExchange(sent: 5, received: 9, date: 0))
      tally.record(DatedExchange(sent: 9, received: 5, date: 1))
      #expect(tally.datedExchanges == 0)
      #expect(tally.bestDated.isEmpty)
      tally.record(DatedExchange(sent: -3, received: -1, date: 7))
      #expect(tally.bestDated == [DatedExchange(sent: -3, received: -1, date: 7)])
    }
  }

  @Test func datesTouchNoOtherCount() {
    withTally { tally in
      tally.record(HistogramLayout.highestValue, in: .endToEndSeen)
      for exchange in exchanges(500, seconds: 500) { tally.record(exchange) }
      #expect(tally.count(in: .endToEndSeen, bin: HistogramLayout.count - 1) == 1)
      #expect(
        (0..<HistogramLayout.count - 1).allSatisfy { tally.count(in: .endToEndSeen, bin: $0) == 0 })
    }
  }
}
