import Scenarios
import Testing

@testable import Harness

@Suite struct HeadroomTests {
  private func trouble(
    _ headroom: Headroom, engines: Int, served: Int = 0, _ change: (inout Scenario.Target) -> Void
  ) -> String? {
    var target = Scenario.Target()
    target.connections = 100
    change(&target)
    do throws(RunTrouble) {
      try headroom.check(target, engines: engines, served: served)
      return nil
    } catch {
      return "\(error); \(error.hint ?? "")"
    }
  }

  @Test(
    "what does not fit is refused with the setting to raise",
    arguments: [
      (264, 200, 2, 0, nil), (263, 200, 2, 0, "264 open descriptors"),
      (264, 200, 2, 1, "265 open descriptors"), (1_000, 199, 2, 0, "200 connections"),
      (1_000, 200, 2, 0, nil), (1_000, nil, 2, 0, nil),
    ] as [(Int, Int?, Int, Int, String?)])
  func limits(descriptors: Int, ports: Int?, engines: Int, served: Int, words: String?) {
    let found = trouble(
      Headroom(descriptors: descriptors, ports: ports), engines: engines, served: served
    ) { _ in }
    #expect((found == nil) == (words == nil))
    guard let found, let words else { return }
    #expect(found.contains(words))
    #expect(found.contains("`ulimit -n") || found.contains("net.ipv4.ip_local_port_range"))
    #expect(found.contains("target.connections"))
  }

  @Test func whatNeedsNoPortsIsNotRefusedForThem() {
    let headroom = Headroom(descriptors: 1_000, ports: 10)
    #expect(trouble(headroom, engines: 1) { _ in } != nil)
    #expect(trouble(headroom, engines: 1) { $0.unixSocket = "/run/api" } == nil)
    #expect(trouble(headroom, engines: 1) { $0.http = .http2 } == nil)
  }

  @Test func aMillionJobsNeedHalfAGigabyte() {
    func trouble(_ memory: Int?, isServing: Bool = false) -> RunTrouble? {
      do throws(RunTrouble) {
        try Headroom(descriptors: 1_000, ports: nil, memory: memory).check(
          jobs: 1_000_000, rowSize: 192, connections: 64, isServing: isServing)
        return nil
      } catch {
        return error
      }
    }
    #expect(trouble(600_000_000) == nil)
    #expect(trouble(nil) == nil)
    let found = trouble(500_000_000)
    #expect(found?.description.contains("512 bytes for each job") == true)
    #expect(found?.description.contains("500 MB are free") == true)
    #expect(found?.hint?.contains("memory limit") == true)
    #expect(trouble(600_000_000, isServing: true) != nil, "its server would be in this process")
  }

  @Test func thisProcessHasRoomForAnOrdinaryRun() {
    #expect(trouble(Headroom.ofThisProcess(), engines: 1) { $0.connections = 16 } == nil)
  }
}
