import Foundation
import ReferenceServer
import Testing
import Workloads

@testable import struct ReferenceServer.ServerClock
@testable import struct ReferenceServer.StampStyle

/// The clocks by which the server stamps and dates, moved by faults.
struct FaultyClockTests {
  private func faults(_ texts: [FaultName: String]) -> Faults {
    var faults = Faults()
    for (name, text) in texts { faults[name] = name.form.setting(text) }
    return faults
  }

  private func shift(_ texts: [FaultName: String], after time: Nanoseconds) -> Nanoseconds {
    let clock = ServerClock(faults(texts), start: Instant(monotonic: 1_000, wall: 5_000))
    return clock.offset(at: Instant(monotonic: 1_000 + time, wall: 5_000 + time))
  }

  @Test func offsetDriftAndStepAddUp() {
    let second: Nanoseconds = 1_000_000_000
    #expect(shift([:], after: second) == 0)
    #expect(shift([.clockOffset: "-3s"], after: second) == -3 * second)
    #expect(shift([.clockDrift: "50ppm"], after: second) == 50_000)
    #expect(shift([.clockStep: "2s@1s"], after: second - 1) == 0)
    #expect(shift([.clockStep: "2s@1s"], after: second) == 2 * second)
    let all: [FaultName: String] = [
      .clockOffset: "5s", .clockDrift: "-100ppm", .clockStep: "-2s@1s",
    ]
    #expect(shift(all, after: 10 * second) == 3 * second - 1_000_000)
  }

  @Test func workersHaveAClockOfTheirOwn() {
    let clock = ServerClock(
      faults([.clockOffset: "1us", .clockWorkers: "-7us"]), start: Instant(monotonic: 0, wall: 0))
    let instant = Instant(monotonic: 9, wall: 20_000)
    #expect(clock.api(instant) == 21_000)
    #expect(clock.worker(instant) == 14_000)
  }

  @Test(
    "stamps are cut to the resolution",
    arguments: [
      (1_000, "1970-01-01T00:00:07.123456"), (1_000_000, "1970-01-01T00:00:07.123000"),
      (10_000_000, "1970-01-01T00:00:07.120000"), (1_000_000_000, "1970-01-01T00:00:07.000000"),
    ] as [(Nanoseconds, String)])
  func resolution(_ resolution: Nanoseconds, text: String) {
    var written = Text()
    written.writeStamp(7_123_456_789, StampStyle(resolution: resolution))
    #expect(written.string == text)
  }

  @Test func stampsAndDatesAreShiftedAndTheTruthIsNot() throws {
    try withServer {
      $0.faults = faults([
        .clockOffset: "240h", .clockWorkers: "24h", .stampResolution: "1us",
      ])
    } run: { server, client in
      let id = try client.push()
      let job = try client.ended(id)
      let truth = server.truth[0]
      let day: Nanoseconds = 86_400_000_000_000
      func stamp(_ wall: Nanoseconds) -> String {
        var written = Text()
        written.writeStamp(wall, StampStyle(resolution: 1_000))
        return written.string
      }
      #expect(job["created_at"] as? String == stamp(truth.created.wall + 10 * day))
      let (started, completed) = (try #require(truth.started), try #require(truth.completed))
      #expect(job["started_at"] as? String == stamp(started.wall + 11 * day))
      #expect(job["completed_at"] as? String == stamp(completed.wall + 11 * day))
      let date = try #require(try client.request("GET", "/v2/jobs/\(id)").headers["date"])
      let reader = DateFormatter()
      reader.locale = Locale(identifier: "en_US_POSIX")
      reader.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      reader.timeZone = TimeZone(identifier: "GMT")
      let shown = try #require(reader.date(from: date)).timeIntervalSince1970
      #expect(shown - Double(completed.wall) / 1e9 > 9.9 * 86_400)
      #expect(server.faults.map(\.name) == [.clockOffset, .clockWorkers, .stampResolution])
      #expect(server.faults.map(\.offset) == [10 * day, 10 * day, nil])
    }
  }

  @Test func aStepIsLoggedWithTheOffsetThatHoldsFromThenOn() throws {
    try withServer {
      $0.faults = faults([.clockOffset: "1s", .clockStep: "3s@20ms"])
    } run: { server, _ in
      while server.faults.count < 2 {}
      let step = server.faults[1]
      #expect(step.name == .clockStep && step.time == 3_000_000_000)
      #expect(step.offset == 4_000_000_000)
    }
  }
}
