import Glibc
import TestSupport
import Testing
import Transport

/// Unix sockets and proxies.
@Suite struct RouteTests {
  @Test func aUnixSocketTakesThePlaceOfTheHost() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/api.sock"
      try ScriptedServer.run(at: .unixSocket(path)) {
        $0.replyToAll(body: "unix")
      } _: { server in
        var options = TransportOptions(origin: "http://api.invalid")
        options.unixSocket = path
        var transport = try CurlTransport.open(options)
        for _ in 0..<3 { #expect(try transport.exchange(.get, "/x").body == "unix") }
        #expect(transport.connectionsOpened == 1)
        #expect(server.requests.first?.contains("\r\nHost: api.invalid\r\n") == true)
        try CurlLibrary.checkReachable(options)
      }
      var options = TransportOptions(origin: "http://api.invalid")
      options.unixSocket = folder + "/none.sock"
      var transport = try CurlTransport.open(options)
      let reply = try transport.exchange()
      #expect(reply.failure == .connect && !reply.wasSent)
    }
  }

  /// In a process of its own, because the environment belongs to all threads.
  @Test func proxiesOfTheEnvironmentAreIgnored() async {
    await #expect(processExitsWith: .success) {
      try ScriptedServer.run {
        $0.replyToAll()
      } _: { server in
        try Socket.withRefusingPort { port in
          for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"] {
            unsafe setenv(name, "http://127.0.0.1:\(port)", 1)
          }
          var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
          #expect(try transport.exchange().status == 200)
          try CurlLibrary.checkReachable(TransportOptions(origin: server.origin))
        }
      }
    }
  }

  /// A proxy that answers for the target itself behind a tunnel.
  private static func tunnel(_ connection: Conversation) {
    guard connection.readRequest() != nil else { return }
    connection.write("HTTP/1.1 200 Connection established\r\n\r\n")
    connection.replyToAll(body: "tunnelled")
  }

  @Test func anExplicitProxyIsTunnelledThroughAndSeesNoHeaders() throws {
    try ScriptedServer.run {
      Self.tunnel($0)
    } _: { server in
      var options = TransportOptions(origin: "http://api.invalid:8080")
      options.proxy = server.origin
      options.headers = ["X-API-Key: secret"]
      var transport = try CurlTransport.open(options)
      for _ in 0..<2 { #expect(try transport.exchange(.get, "/path").body == "tunnelled") }
      let requests = server.requests
      #expect(requests.count == 3)
      #expect(requests[0].hasPrefix("CONNECT api.invalid:8080 HTTP/1.1\r\n"))
      #expect(!requests[0].contains("secret"))
      #expect(requests[1].hasPrefix("GET /path HTTP/1.1\r\n") && requests[1].contains("secret"))
      #expect(transport.connectionsOpened == 1)
    }
  }

  /// In a process of its own, because the environment belongs to all threads.
  @Test func anExplicitProxyIsUsedWhateverTheEnvironmentExempts() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("no_proxy", "*", 1)
      try ScriptedServer.run {
        Self.tunnel($0)
      } _: { server in
        try Socket.withRefusingPort { port in
          var options = TransportOptions(origin: "http://127.0.0.1:\(port)")
          options.proxy = server.origin
          var transport = try CurlTransport.open(options)
          #expect(try transport.exchange().body == "tunnelled")
        }
      }
    }
  }

  @Test func aProxyThatRefusesMeansThatNothingWasSent() throws {
    try ScriptedServer.run { connection in
      _ = connection.readRequest()
      connection.reply("403 Forbidden")
    } _: { server in
      var options = TransportOptions(origin: "http://api.invalid")
      options.proxy = server.origin
      var transport = try CurlTransport.open(options)
      let reply = try transport.exchange(.post, "/", body: "x")
      #expect(reply.failure == .connect && !reply.wasSent && reply.status == 0)
    }
  }
}
