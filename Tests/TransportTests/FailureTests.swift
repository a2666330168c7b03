import Glibc
import Testing
import Transport

@Suite struct FailureTests {
  @Test func aServerThatDoesNotAnswerIsATimeout() throws {
    try ScriptedServer.run { connection in
      _ = connection.readRequest()
      connection.waitForHangUp()
    } _: { server in
      var options = TransportOptions(origin: server.origin)
      options.timeout = 100_000_000
      var transport = try CurlTransport.open(options)
      for method in [Transport.Method.get, .post] {
        let reply = try transport.exchange(method, "/", body: method == .post ? "x" : nil)
        #expect(reply.failure == .timeout && reply.wasSent && reply.status == 0)
      }
      #expect(server.requests.count == 2)
    }
  }

  @Test func aHandshakeWithoutAnAnswerIsATimeoutAndNothingWasSent() throws {
    try ScriptedServer.run {
      $0.waitForHangUp()
    } _: { server in
      var options = TransportOptions(origin: "https://127.0.0.1:\(server.port)")
      options.timeout = 100_000_000
      var transport = try CurlTransport.open(options)
      let reply = try transport.exchange(.post, "/", body: "x")
      #expect(reply.failure == .timeout && !reply.wasSent)
    }
  }

  @Test func aRefusedConnectionIsNotASentRequest() throws {
    try Socket.withRefusingPort { port in
      var transport = try CurlTransport.open(TransportOptions(origin: "http://127.0.0.1:\(port)"))
      for method in [Transport.Method.get, .post] {
        let reply = try transport.exchange(method, "/", body: method == .post ? "x" : nil)
        #expect(reply.failure == .connect && !reply.wasSent && reply.status == 0)
      }
    }
  }

  @Test(
    "A connection that ends before the reply is a reset",
    arguments: [
      (.get, false), (.post, false), (.delete, false), (.get, true), (.post, true),
    ] as [(Transport.Method, Bool)])
  func resets(method: Transport.Method, isAbrupt: Bool) throws {
    try ScriptedServer.run { connection in
      _ = connection.readRequest()
      if isAbrupt { connection.resetOnClose() }
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      let reply = try transport.exchange(method, "/", body: method == .post ? "x" : nil)
      #expect(reply.failure == .reset && reply.wasSent && reply.status == 0)
      #expect(server.requests.count == 1)
    }
  }

  @Test func plainTextWhereTLSWasExpectedIsATLSFailure() throws {
    try ScriptedServer.run {
      $0.write("HTTP/1.1 400 Bad Request\r\n\r\n")
    } _: { server in
      var transport = try CurlTransport.open(
        TransportOptions(origin: "https://127.0.0.1:\(server.port)"))
      let reply = try transport.exchange(.post, "/", body: "x")
      #expect(reply.failure == .tls && !reply.wasSent)
    }
  }
}

/// libcurl repeats a request by itself on a new connection when a kept one turns out dead.
@Suite struct RepetitionTests {
  /// Answers the first request of the first connection and closes it on receipt of the second;
  /// answers everything on later connections.
  private static func closeOnSecond(_ connection: Conversation, abruptly: Bool) {
    guard connection.index == 0 else { return connection.replyToAll() }
    guard connection.readRequest() != nil else { return }
    connection.reply(body: "first")
    _ = connection.readRequest()
    if abruptly { connection.resetOnClose() }
  }

  @Test(
    "A request that may have arrived is never sent twice",
    arguments: [Transport.Method.post, .put, .patch], [false, true])
  func notRepeated(method: Transport.Method, isAbrupt: Bool) throws {
    try ScriptedServer.run {
      Self.closeOnSecond($0, abruptly: isAbrupt)
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      #expect(try transport.exchange(method, "/1", body: "a").body == "first")
      let reply = try transport.exchange(method, "/2", body: "b")
      #expect(reply.failure == .reset && reply.wasSent && reply.status == 0)
      #expect(server.requests.count { $0.contains(" /2 ") } == 1)
      // The slot works again, on a new connection.
      let next = try transport.exchange(method, "/3", body: "c")
      #expect(next.status == 200 && next.failure == nil)
      #expect(server.requests.count { $0.contains(" /3 ") } == 1)
      #expect(server.requests.count == 3)
    }
  }

  @Test(
    "A request that may be repeated is, once",
    arguments: [Transport.Method.get, .delete], [false, true])
  func repeated(method: Transport.Method, isAbrupt: Bool) throws {
    try ScriptedServer.run {
      Self.closeOnSecond($0, abruptly: isAbrupt)
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      #expect(try transport.exchange(method, "/1").body == "first")
      let reply = try transport.exchange(method, "/2")
      #expect(reply.failure == nil && reply.status == 200)
      #expect(server.requests.count { $0.contains(" /2 ") } == 2)
      #expect(transport.connectionsOpened == 2)
    }
  }

  @Test(
    "A connection that was closed while idle is not used again",
    arguments: [Transport.Method.get, .post])
  func closedWhileIdle(method: Transport.Method) throws {
    try ScriptedServer.run { connection in
      _ = connection.readRequest()
      connection.reply()
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      for count in 1...3 {
        let reply = try transport.exchange(method, "/", body: method == .post ? "x" : nil)
        #expect(reply.failure == nil && reply.status == 200)
        server.waitForEnded(count)
        transport.wait(until: 0)
      }
      #expect(server.requests.count == 3)
      #expect(transport.connectionsOpened == 3)
    }
  }
}
