import Glibc
import Platform
import ReferenceServer
import Testing
import Transport

@Suite struct SlotTests {
  private static func withJobServer<Value>(_ body: (String) throws -> Value) throws -> Value {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    return try body(server.url)
  }

  private static let push = #"{"function":"owner/name","inputs":{}}"#

  @Test func requestsOfOneSlotShareAConnection() throws {
    try Self.withJobServer { url in
      var transport = try CurlTransport.open(TransportOptions(origin: url))
      let pushed = try transport.exchange(.post, "/v2/push", body: Self.push)
      #expect(pushed.status == 200 && pushed.failure == nil && pushed.wasSent)
      let quoted = pushed.body.split(separator: "\"")
      let id = try #require(quoted.first { $0.count == 36 && $0.contains("-") })
      for _ in 0..<20 {
        let polled = try transport.exchange(.get, "/v2/jobs/\(id)")
        #expect(polled.status == 200 && polled.body.contains(id))
      }
      #expect(try transport.exchange(.delete, "/v2/jobs/\(id)").status == 200)
      #expect(try transport.exchange(.get, "/v2/jobs/none").status != 200)
      #expect(transport.connectionsOpened == 1)
    }
  }

  @Test func slotsOfSeveralLanesGetTheirOwnReplies() throws {
    try Self.withJobServer { url in
      var options = TransportOptions(origin: url)
      options.slots = 100
      var transport = try CurlTransport.open(options)
      #expect(transport.slotCount == 100)
      for round in 0..<3 {
        let requests = (0..<100).map { slot in
          Request(slot: slot, path: "/nothing/\(round)/\(slot)")
        }
        let replies = transport.exchange(requests)
        #expect(replies.map(\.slot) == Array(0..<100))
        #expect(replies.allSatisfy { $0.status == 404 && $0.failure == nil })
      }
      #expect(transport.connectionsOpened <= 100)
    }
  }

  @Test func everySlotGetsTheBodyOfItsOwnRequest() throws {
    try ScriptedServer.run { connection in
      while let request = connection.readRequest() {
        connection.reply(body: String(request.split(separator: " ")[1]))
      }
    } _: { server in
      var options = TransportOptions(origin: server.origin)
      options.slots = 40
      var transport = try CurlTransport.open(options)
      // Four at once, from both lanes; the scripted server can serve eight connections.
      for first in stride(from: 0, to: 20, by: 2) {
        let slots = [first, first + 1, first + 20, 39 - first % 4]
        let requests = Set(slots).map { Request(slot: $0, path: "/slot-\($0)") }
        let replies = transport.exchange(requests)
        #expect(replies.map(\.body) == replies.map { "/slot-\($0.slot)" })
      }
    }
  }

  /// In a process of its own, so that nobody else opens files meanwhile.
  @Test func droppingATransportWithTransfersUnderWayLeaksNothing() async {
    await #expect(processExitsWith: .success) {
      try ScriptedServer.run { connection in
        connection.waitForHangUp()
      } _: { server in
        try Self.dropWithTransfers(to: server.origin)
        server.waitForEnded(4)
        let before = Self.openDescriptors()
        for round in 2...4 {
          try Self.dropWithTransfers(to: server.origin)
          server.waitForEnded(4 * round)
        }
        #expect(Self.openDescriptors() == before)
      }
    }
  }

  private static func dropWithTransfers(to origin: String) throws {
    var options = TransportOptions(origin: origin)
    options.slots = 70
    let transport = try CurlTransport.open(options)
    for slot in [0, 31, 32, 69] {
      unsafe "/".withCString { path in unsafe transport.begin(slot, .get, path: path, body: nil) }
    }
    transport.wait(until: MonotonicClock.now() + 1_000_000)
    #expect(transport.connectionsOpened == 4)
  }

  private static func openDescriptors() -> Int {
    guard let folder = unsafe opendir("/proc/self/fd") else { return -1 }
    defer { unsafe closedir(folder) }
    var count = 0
    while unsafe readdir(folder) != nil { count += 1 }
    return count
  }
}

@Suite struct WaitTests {
  @Test(arguments: [-1_000_000_000, 0, 5_000_000] as [Int64])
  func aWaitWithoutTransfersReturnsAtItsDeadline(offset: Int64) throws {
    let transport = try CurlTransport.open(TransportOptions(origin: "http://127.0.0.1:1"))
    let deadline = MonotonicClock.now() + offset
    let blocked = transport.wait(until: deadline)
    #expect(MonotonicClock.now() >= deadline)
    #expect(blocked >= 0)
  }

  @Test func thereIsNoCompletionWithoutARequest() throws {
    var transport = try CurlTransport.open(TransportOptions(origin: "http://127.0.0.1:1"))
    let isNone = transport.nextCompletion() == nil
    #expect(isNone)
    #expect(transport.connectionsOpened == 0)
  }
}
