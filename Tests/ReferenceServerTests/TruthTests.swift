import Foundation
import ReferenceServer
import Testing
import Workloads

@testable import struct ReferenceServer.StampStyle

struct TruthTests {
  private func lines(_ path: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func stamp(_ wall: Any?) -> String? {
    guard let wall = wall as? Int64 else { return nil }
    var written = Text()
    written.writeStamp(wall, StampStyle())
    return written.string
  }

  @Test func theLogSaysWhatTheAPISaid() throws {
    try withTemporaryFile { path in
      var shown: [String: [String: Any]] = [:]
      let truth = try withServer {
        $0.truthFile = path
        $0.workers = 3
        $0.service = .exponential(mean: 1_000_000)
        $0.failureShare = 0.2
      } run: { server, client in
        let ids = try (0..<50).map { _ in try client.push() }
        _ = try client.request("DELETE", "/v2/jobs/\(ids[49])")
        for id in ids { shown[id] = try client.ended(id) }
        #expect(try lines(path).count == 50, "a line must not wait for the end")
        return server.truth
      }
      let logged = try lines(path)
      #expect(Set(logged.compactMap { $0["id"] as? String }) == Set(shown.keys))
      for line in logged {
        let id = try #require(line["id"] as? String)
        let job = try #require(shown[id])
        let record = try #require(truth.first { $0.id == id })
        #expect(line["state"] as? String == job["status"] as? String)
        #expect(line["terminal"] as? Bool == true)
        #expect(line["sequence"] as? Int == record.sequence)
        #expect(line["service_ns"] as? Int64 == record.service)
        #expect(line["worker"] as? Int == record.worker)
        for name in ["created", "started", "completed"] {
          #expect(stamp(line["\(name)_wall_ns"]) == job["\(name)_at"] as? String)
        }
        #expect(line["created_monotonic_ns"] as? Int64 == record.created.monotonic)
        #expect(line["started_monotonic_ns"] as? Int64 == record.started?.monotonic)
        #expect(line["completed_monotonic_ns"] as? Int64 == record.completed?.monotonic)
        let events = try #require(line["events"] as? [[String: Any]])
        #expect(
          events.compactMap { $0["event"] as? String } == record.events.map(\.kind.rawValue))
        let instants = events.compactMap { $0["monotonic_ns"] as? Int64 }
        #expect(instants.count == events.count && instants == instants.sorted())
      }
    }
  }

  @Test func theLogIsReadBackAsItWas() throws {
    try withTemporaryFile { path in
      try withServer {
        $0.truthFile = path
        $0.workers = 2
        $0.faults[.lost] = FaultSetting(share: 0.3)
        $0.faults[.stuck] = FaultSetting(share: 0.1)
        $0.faults[.clockDrift] = FaultSetting(rate: -50)
        $0.faults[.hidden] = FaultSetting(share: 0.5, time: 1_000)
      } run: { server, client in
        for _ in 0..<20 { _ = try client.push() }
        while server.faults.count < 15 {}
        server.stop()
        let truth = try GroundTruth(contentsOf: path)
        #expect(truth.jobs.sorted { $0.sequence < $1.sequence } == server.truth)
        #expect(truth.faults == server.faults)
        #expect(server.groundTruth == GroundTruth(jobs: server.truth, faults: server.faults))
      }
    }
  }

  @Test(
    "what is no truth log is refused",
    arguments: [
      ("{\n", "line 1 is not JSON"), ("\n{}\n", "line 1 is about neither a job nor a fault"),
      (
        #"{"fault":"none","monotonic_ns":1,"wall_ns":1}"#,
        "line 1 is about neither a job nor a fault"
      ),
    ])
  func unreadable(text: String, reason: String) {
    #expect(throws: TruthUnreadable(reason: reason)) { try GroundTruth(lines: Array(text.utf8)) }
    #expect(throws: TruthUnreadable(reason: "No such file or directory")) {
      try GroundTruth(contentsOf: "/nowhere/at/all")
    }
  }

  @Test func jobsThatAreNotDoneAreLoggedAtTheEnd() throws {
    try withTemporaryFile { path in
      try withServer {
        $0.truthFile = path
        $0.workers = 1
        $0.service = .constant(hour)
      } run: { server, client in
        _ = try client.push()
        _ = try client.push()
        #expect(try lines(path).isEmpty)
        server.stop()
        let records = server.truth
        #expect(records.map(\.state) == [.processing, .queued])
        let logged = try lines(path)
        #expect(logged.map { $0["state"] as? String } == ["processing", "queued"])
        #expect(logged.allSatisfy { $0["terminal"] as? Bool == false })
        #expect(logged.allSatisfy { isNull($0["completed_wall_ns"]) })
        #expect(isNull(logged[1]["worker"]) && isNull(logged[1]["started_monotonic_ns"]))
        #expect(server.truthFailure == nil)
      }
    }
  }

  @Test func whatAnEarlierServerWroteIsReplaced() throws {
    try withTemporaryFile { path in
      try Data(repeating: 65, count: 10_000).write(to: URL(fileURLWithPath: path))
      try withServer {
        $0.truthFile = path
      } run: { _, client in
        #expect(try lines(path).isEmpty)
        _ = try client.ended(try client.push())
      }
      #expect(try lines(path).count == 1)
    }
  }

  @Test func aFullDiskIsReportedAndNotFatal() throws {
    try withServer {
      $0.truthFile = "/dev/full"
    } run: { server, client throws in
      #expect(try client.ended(try client.push())["status"] as? String == "finished")
      #expect(
        server.truthFailure
          == .cannotWriteTruth(path: "/dev/full", reason: "No space left on device"))
    }
  }
}

struct LifecycleTests {
  @Test func stoppingTwiceIsOnce() throws {
    let server = try JobServer.start(JobServer.Configuration())
    #expect(server.url == "http://127.0.0.1:\(server.port)" && server.port > 0)
    let idle = try Client(port: server.port)
    let client = try Client(port: server.port)
    _ = try client.push()
    server.stop()
    server.stop()
    #expect(server.truth.count == 1)
    #expect(client.rest().isEmpty && idle.rest().isEmpty)
    #expect(throws: Client.HungUp.self) { try Client(port: server.port) }
  }

  @Test func stoppingReleasesThoseWhoWait() throws {
    var configuration = JobServer.Configuration()
    configuration.service = .constant(hour)
    configuration.coldStart = hour
    let server = try JobServer.start(configuration)
    let client = try Client(port: server.port)
    let id = try client.push()
    client.send("GET /v2/jobs/\(id)/await HTTP/1.1\r\n\r\n")
    server.stop()
    #expect(client.rest().isEmpty)
  }

  @Test func anAddressInUseIsATypedError() throws {
    try withTemporaryFile { path in
      try withServer {
        $0.truthFile = path
      } run: { server, client in
        _ = try client.ended(try client.push())
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        var configuration = JobServer.Configuration()
        configuration.port = server.port
        configuration.truthFile = path
        #expect(
          throws: JobServerError.cannotListen(
            host: "127.0.0.1", port: server.port, reason: "Address already in use")
        ) { try JobServer.start(configuration) }
        let now = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        #expect(now == size && (size ?? 0) > 0, "the log of the running server must survive")
      }
    }
  }

  @Test func aTruthLogThatCannotBeOpenedIsATypedError() {
    var configuration = JobServer.Configuration()
    configuration.truthFile = "/nowhere/at/all"
    #expect(
      throws: JobServerError.cannotWriteTruth(
        path: "/nowhere/at/all", reason: "No such file or directory")
    ) { try JobServer.start(configuration) }
  }

  @Test(
    "a setting that cannot be is named with its value",
    arguments: [
      ("workers", "'workers' must be from 1 to 1000000, but is 0"),
      ("share", "'failureShare' must be from 0 to 1, but is 1.5"),
      ("nan", "'restartShare' must be from 0 to 1, but is nan"),
      ("port", "'port' must be from 0 to 65535, but is 70000"),
      ("limit", "'maxConcurrency' must be from 1 to 1000000, but is 0"),
      ("cold", "'coldStart' must not be negative, but is -1 ns"),
      ("function", "'functions' must be of the form owner/name, but is 'work'"),
    ])
  func flaws(name: String, text: String) {
    var configuration = JobServer.Configuration()
    switch name {
    case "workers": configuration.workers = 0
    case "share": configuration.failureShare = 1.5
    case "nan": configuration.restartShare = .nan
    case "port": configuration.port = 70_000
    case "limit": configuration.maxConcurrency = 0
    case "cold": configuration.coldStart = -1
    default: configuration.functions = ["work"]
    }
    #expect {
      try JobServer.start(configuration)
    } throws: {
      "\($0)" == text
    }
  }
}
