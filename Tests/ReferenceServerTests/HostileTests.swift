import Foundation
import ReferenceServer
import Statistics
import Testing
import Workloads

/// Clients that mean harm or do not know better; the server must answer the next one regardless.
struct HostileTests {
  private func expectAlive(_ server: JobServer) throws {
    let client = try Client(port: server.port)
    #expect(try client.request("GET", "/v2/user/concurrency").status == 200)
  }

  @Test func randomBytesAreSurvived() throws {
    try withServer { server, _ in
      var generator = Xoshiro(seed: 1)
      for _ in 0..<100 {
        let client = try Client(port: server.port)
        let count = Int.random(in: 1...4_096, using: &generator)
        client.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        client.finishSending()
        _ = client.rest()
      }
      try expectAlive(server)
    }
  }

  @Test func mutatedRequestsAreSurvived() throws {
    try withServer { server, _ in
      let body = #"{"function":"me/work","inputs":{"a":[1,{"b":"\u00e9"}]},"webhooks":[]}"#
      let request = Array(
        ("POST /v2/push?source=api HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n"
          + "Content-Type: application/json\r\n\r\n\(body)GET /v2/jobs?limit=2 HTTP/1.1\r\n\r\n")
          .utf8)
      var generator = Xoshiro(seed: 2)
      for _ in 0..<300 {
        var bytes = request
        for _ in 0...Int.random(in: 0..<4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
        let client = try Client(port: server.port)
        client.send(bytes)
        client.finishSending()
        _ = client.rest()
      }
      try expectAlive(server)
    }
  }

  @Test(
    "what is no HTTP is told so",
    arguments: [
      "\u{16}\u{3}\u{1}\u{2}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "{\"a\":1}\r\n\r\n",
    ])
  func noHTTP(text: String) throws {
    try withServer { server, client in
      client.send(text)
      let response = try client.response()
      #expect(response.status == 400)
      #expect(response.detail == "Invalid HTTP request received.")
      #expect(response.headers["connection"] == "close")
      client.finishSending()
      #expect(client.rest().isEmpty)
      try expectAlive(server)
    }
  }

  @Test func endlessHeadersAreRefused() throws {
    try withServer { server, client in
      let line = "X-Filler: \(String(repeating: "x", count: 1_000))\r\n"
      client.send("GET /v2/jobs HTTP/1.1\r\n" + String(repeating: line, count: 1_000))
      let response = try client.response()
      #expect(response.status == 431)
      #expect(response.detail == "Request Header Fields Too Large")
      try expectAlive(server)
    }
  }

  @Test func aLongTargetIsAnswered() throws {
    try withServer { server, client in
      let long = String(repeating: "a", count: 20_000)
      #expect(try client.request("GET", "/v2/jobs/\(long)").status == 404)
      #expect(try client.request("GET", "/v2/jobs?status=\(long)").status == 200)
      #expect(try client.request("GET", "/\(String(repeating: "/", count: 20_000))").status == 404)
      try expectAlive(server)
    }
  }

  @Test func deepJSONIsRefused() throws {
    try withServer { server, client in
      let deep = String(repeating: "[", count: 500_000)
      let body = #"{"function":"me/work","inputs":\#(deep)"#
      #expect(try client.request("POST", "/v2/push", body: body).status == 422)
      try expectAlive(server)
    }
  }

  @Test("a body beyond the limit is refused", arguments: [true, false])
  func largeBodies(isAnnounced: Bool) throws {
    try withServer {
      $0.maxBodyBytes = 100_000
    } run: { server, client in
      let chunk = String(repeating: " ", count: 1_000)
      if isAnnounced {
        client.send("POST /v2/push HTTP/1.1\r\nContent-Length: 500000\r\n\r\n")
        for _ in 0..<500 { client.send(chunk) }
      } else {
        client.send("POST /v2/push HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<500 { client.send("3e8\r\n\(chunk)\r\n") }
      }
      let response = try client.response()
      #expect(response.status == 413 && response.detail == "Request Entity Too Large")
      #expect(response.headers["connection"] == "close")
      client.finishSending()
      #expect(client.rest().isEmpty)
      try expectAlive(server)
    }
  }

  @Test func aBodyWithinTheLimitMayComeInPieces() throws {
    try withServer { _, client throws in
      client.send("POST /v2/push HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
      for part in [#"{"function""#, #":"me/work","inp"#, #"uts":{}}"#] {
        client.send(String(part.utf8.count, radix: 16) + "\r\n\(part)\r\n")
      }
      client.send("0\r\n\r\n")
      #expect(try client.response().status == 200)
    }
  }

  @Test func aClientThatWaitsForLeaveToSendGetsIt() throws {
    try withServer { _, client throws in
      let body = #"{"function":"me/work","inputs":{}}"#
      client.send(
        "POST /v2/push HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      )
      #expect(try client.response().status == 100)
      client.send(body)
      #expect(try client.response().status == 200)
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { _, client in
      let ids = try (0..<20).map { _ in try client.push() }
      client.send(ids.map { "GET /v2/jobs/\($0) HTTP/1.1\r\n\r\n" }.joined())
      for id in ids { #expect(try client.response().json["id"] as? String == id) }
    }
  }

  @Test func aConnectionIsKeptUnlessTheClientSaysOtherwise() throws {
    try withServer { server, client in
      client.send("GET /v2/jobs HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(try client.response().headers["connection"] == "keep-alive")
      #expect(try client.request("GET", "/v2/jobs").headers["connection"] == nil)
      let last = try client.request("GET", "/v2/jobs", headers: ["Connection": "close"])
      #expect(last.headers["connection"] == "close")
      #expect(client.rest().isEmpty)
      let old = try Client(port: server.port)
      old.send("GET /v2/jobs HTTP/1.0\r\n\r\n")
      #expect(try old.response().status == 200)
      #expect(old.rest().isEmpty)
    }
  }

  @Test func headHasNoBody() throws {
    try withServer { _, client throws in
      #expect(try client.request("HEAD", "/v2/jobs").status == 405)
      #expect(try client.request("GET", "/v2/jobs").status == 200)
    }
  }

  @Test func aClientThatReadsNothingIsNotReadFromForever() throws {
    try withServer {
      $0.service = .constant(hour)
    } run: { server, client in
      let large = String(repeating: "y", count: 200_000)
      let id = try client.push(#"{"function":"me/work","inputs":{"a":"\#(large)"}}"#)
      let greedy = try Client(port: server.port)
      try greedy.limitSending(microseconds: 300_000)
      let filler = String(repeating: "x", count: 20_000)
      let request = Array("GET /v2/jobs/\(id) HTTP/1.1\r\nX-Filler: \(filler)\r\n\r\n".utf8)
      let offered = 2_000
      var taken = 0
      while taken < offered, greedy.send(request) == request.count { taken += 1 }
      #expect(taken < offered, "the server must stop reading when nobody reads its answers")
      try expectAlive(server)
      for _ in 0..<20 {
        #expect(try greedy.response().status == 200)
      }
    }
  }

  @Test func manyConnectionsAtOnceAreServed() throws {
    try withServer { server, _ in
      let clients = try (0..<200).map { _ in try Client(port: server.port) }
      for client in clients { client.send("GET /v2/jobs HTTP/1.1\r\n\r\n") }
      for client in clients { #expect(try client.response().status == 200) }
    }
  }
}
