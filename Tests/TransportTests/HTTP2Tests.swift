import Testing
import Transport

@Suite struct HTTP2Tests {
  private func options(_ server: HTTP2Server, host: String = "127.0.0.1") -> TransportOptions {
    var options = TransportOptions(origin: "https://\(host):\(server.port)")
    options.caFile = server.caFile
    return options
  }

  @Test func certificatesAreCheckedUnlessSaidOtherwise() throws {
    try HTTP2Server.run(tls: true) { server in
      var strict = options(server)
      strict.caFile = nil
      var transport = try CurlTransport.open(strict)
      let refused = try transport.exchange(.post, "/hello.txt", body: "x")
      #expect(refused.failure == .tls && !refused.wasSent && refused.status == 0)

      for host in ["127.0.0.1", "localhost"] {
        var trusting = try CurlTransport.open(options(server, host: host))
        let reply = try trusting.exchange(.get, "/hello.txt")
        #expect(reply.failure == nil && reply.status == 200 && reply.body == "hello")
      }

      var careless = strict
      careless.isInsecure = true
      var open = try CurlTransport.open(careless)
      #expect(try open.exchange(.get, "/hello.txt").body == "hello")
    }
  }

  @Test func slotsShareOneConnection() throws {
    try HTTP2Server.run(tls: true) { server in
      var transport = try CurlTransport.open(options(server))
      for _ in 0..<3 {
        let replies = transport.exchange(
          (0..<32).map { Request(slot: $0, path: "/hello.txt") })
        #expect(replies.count == 32 && replies.allSatisfy { $0.body == "hello" })
      }
      #expect(transport.connectionsOpened == 1)
      // The other lane has a connection of its own.
      _ = transport.exchange((32..<64).map { Request(slot: $0, path: "/hello.txt") })
      #expect(transport.connectionsOpened == 2)
    }
  }

  /// Whether libcurl can use such a connection twice; 7.88 cannot.
  ///
  /// See https://github.com/curl/curl/issues/10634
  private static let knowsPriorKnowledge = !CurlLibrary.version.hasPrefix("libcurl/7.88.")

  private func withoutTLS(_ server: HTTP2Server) -> TransportOptions {
    var options = TransportOptions(origin: "http://127.0.0.1:\(server.port)")
    options.http = .http2
    return options
  }

  @Test(.enabled(if: knowsPriorKnowledge))
  func withoutTLSItIsSpokenByPriorKnowledge() throws {
    try HTTP2Server.run(tls: false) { server in
      var transport = try CurlTransport.open(withoutTLS(server))
      let replies = transport.exchange(
        (0..<16).map { Request(slot: $0, method: .post, path: "/hello.txt", body: "body \($0)") })
      #expect(replies.map(\.body) == (0..<16).map { "body \($0)" })
      #expect(replies.allSatisfy { $0.status == 200 && $0.failure == nil })
      #expect(transport.connectionsOpened == 1)
      #expect(try transport.exchange(.get, "/none").status == 404)
    }
  }

  @Test(.disabled(if: knowsPriorKnowledge))
  func withoutTLSItIsRefusedWhereLibcurlWouldFail() throws {
    try HTTP2Server.run(tls: false) { server in
      let error = #expect(throws: TransportSetupError.self) {
        try CurlLibrary.checkReachable(withoutTLS(server))
      }
      #expect(error?.description.hasPrefix("cannot use HTTP/2 without TLS: libcurl 7.88") == true)
      #expect(throws: TransportSetupError.self) { _ = try CurlTransport.open(withoutTLS(server)) }
    }
  }

  @Test func theReachabilityCheckKnowsTLS() throws {
    try HTTP2Server.run(tls: true) { server in
      try CurlLibrary.checkReachable(options(server))
      var strict = options(server)
      strict.caFile = nil
      let error = #expect(throws: TransportSetupError.self) {
        try CurlLibrary.checkReachable(strict)
      }
      #expect(error?.failure == .tls)
      #expect(error?.operation == "connect to https://127.0.0.1:\(server.port)")
      #expect(error?.reason.lowercased().contains("certificate") == true)
    }
  }
}
