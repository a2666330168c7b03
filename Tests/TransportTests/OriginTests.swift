import Testing

@testable import Transport

/// The origin is parsed once and then used by every transfer.
@Suite struct OriginTests {
  @Test func userAndPasswordOfTheOriginAreSentWithEveryRequest() throws {
    try ScriptedServer.run {
      $0.replyToAll()
    } _: { server in
      let origin = "http://ada:secret@127.0.0.1:\(server.port)"
      var transport = try CurlTransport.open(TransportOptions(origin: origin))
      for path in ["/first", "/second?x=1"] {
        #expect(try transport.exchange(.get, path).body == "ok")
        let request = server.requests.last ?? ""
        #expect(request.hasPrefix("GET \(path) HTTP/1.1\r\n"))
        #expect(request.contains("\r\nAuthorization: Basic YWRhOnNlY3JldA==\r\n"))
        #expect(request.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n"))
      }
    }
  }

  @Test(arguments: ["http://[::1", "http://localhost:99999", "http://"])
  func anOriginThatIsNoURLIsRefusedAtOnce(_ origin: String) throws {
    let error = #expect(throws: TransportSetupError.self) {
      _ = try CurlTransport.open(TransportOptions(origin: origin))
    }
    #expect(error?.operation == "use the URL '\(origin)'")
    #expect(error?.reason.isEmpty == false)
  }

  @Test(arguments: [
    ("http://127.0.0.1:80", true), ("https://[fe80::1]", true), ("http://[fe80::1%25lo]", false),
  ])
  func theZoneOfAnAddressIsLeftToTheText(_ origin: String, _ isReplaced: Bool) throws {
    #expect(try ParsedOrigin(TransportOptions(origin: origin)).canReplaceText == isReplaced)
  }
}
