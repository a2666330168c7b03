import Foundation
import Testing

@testable import Workloads

@Suite struct TraceTests {
  static let second: Nanoseconds = 1_000_000_000

  static let recording: Trace.Recording = {
    var inputs = TextTable()
    for text in ["{}", "", "[1]"] { inputs.append(text.utf8) }
    return Trace.Recording(
      instants: [0, second, 3 * second], classes: [1, Trace.Recording.anyClass, 0], inputs: inputs)
  }()

  private func trace(_ speed: Double, _ recording: Trace.Recording = recording) -> Trace {
    Trace(Trace(file: "a.csv", speed: speed), recording: recording)
  }

  @Test func instantsAreDividedByTheSpeed() {
    #expect(trace(1).instants(seed: 1) == [0, Self.second, 3 * Self.second])
    #expect(trace(2).instants(seed: 1) == [0, Self.second / 2, 3 * Self.second / 2])
    #expect(trace(0.5).instants(seed: 1) == [0, 2 * Self.second, 6 * Self.second])
    #expect(trace(2).duration == 3 * Self.second / 2 + 1)
    #expect(trace(1e-300).duration > 0)
  }

  @Test func anUnloadedTraceHasNoArrivals() {
    let trace = Trace(file: "a.csv")
    #expect(trace.count(seed: 1) == 0)
    #expect(trace.instants(seed: 1).isEmpty)
    #expect(trace.duration == 0)
  }

  @Test func aStoredTraceKnowsItsCountItsLengthAndItsHash() throws {
    let trace = trace(2)
    let text = try JSONEncoder().encode(trace)
    let stored = try JSONDecoder().decode(Trace.self, from: text)
    #expect(stored == trace)
    #expect(stored.recording == nil)
    #expect(stored.count(seed: 5) == 3)
    #expect(stored.duration == trace.duration)
    #expect(text.count < 140)
  }

  @Test("the hash tells instants, classes, inputs and speeds apart")
  func hashes() {
    var others = [Self.recording, Self.recording, Self.recording]
    others[0].instants[2] += 1
    others[1].classes[1] = 0
    others[2].inputs = TextTable()
    let all = others.map { trace(1, $0).hash } + [trace(1).hash, trace(2).hash]
    #expect(Set(all).count == 5)
    #expect(trace(1).hash == trace(1).hash)
  }

  @Test func arrivalsAtOneInstantAreCounted() {
    func together(_ instants: [Nanoseconds], _ speed: Double = 1) -> Int {
      trace(speed, Trace.Recording(instants: instants)).together
    }
    #expect(together([0, 1, 2]) == 0)
    #expect(together([0, 0, 1, 2, 2, 2, 3, 4, 4]) == 7)
    #expect(together([0, 1, 3], 1_000) == 3)
  }

  @Test func tracesOfAScheduleKnowTheirRows() {
    let load = ArrivalSchedule([
      .burst(jobs: 4, every: 0, times: 1), LoadPhase(.trace(trace(1))),
      LoadPhase(.poisson(Poisson(rate: 50, duration: Self.second))), LoadPhase(.trace(trace(2))),
    ])
    let rows = load.tracePhases(seed: 3).map(\.rows)
    #expect(rows.count == 2)
    #expect(rows[0] == 4..<7)
    #expect(rows[1] == load.count(seed: 3) - 3..<load.count(seed: 3))
    let instants = load.instants(seed: 3)
    #expect(instants == instants.sorted())
    #expect(instants[4..<7] == [0, Self.second, 3 * Self.second])
    #expect(ArrivalSchedule([.burst(jobs: 4, every: 0, times: 1)]).tracePhases(seed: 3).isEmpty)
  }
}
