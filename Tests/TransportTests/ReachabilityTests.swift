import Testing
import Transport

@Suite struct ReachabilityTests {
  /// Longer than a label may be, so that no resolver is asked.
  private static let unresolvable = String(repeating: "a", count: 70) + ".invalid"

  private func failure(_ options: TransportOptions) -> TransportSetupError? {
    #expect(throws: TransportSetupError.self) { try CurlLibrary.checkReachable(options) }
  }

  @Test func aServerThatListensIsReachableAndGetsNoRequest() throws {
    try ScriptedServer.run {
      $0.replyToAll()
    } _: { server in
      try CurlLibrary.checkReachable(TransportOptions(origin: server.origin))
      server.waitForEnded(1)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func aRefusedConnectionIsSaidInFull() throws {
    try Socket.withRefusingPort { port in
      let error = failure(TransportOptions(origin: "http://127.0.0.1:\(port)"))
      #expect(error?.failure == .connect)
      let text = error?.description ?? ""
      #expect(text.hasPrefix("cannot connect to http://127.0.0.1:\(port): "))
      #expect(text.contains("refused") || text.contains("Failed to connect"))
    }
  }

  @Test func aNameThatDoesNotResolveIsSaid() {
    let error = failure(TransportOptions(origin: "http://\(Self.unresolvable)"))
    #expect(error?.failure == .connect)
    #expect(error?.reason.contains("resolve host: \(Self.unresolvable)") == true)
  }

  @Test func aTLSFailureIsSaid() throws {
    try ScriptedServer.run {
      $0.write("HTTP/1.1 400 Bad Request\r\n\r\n")
    } _: { server in
      let error = failure(TransportOptions(origin: "https://127.0.0.1:\(server.port)"))
      #expect(error?.failure == .tls)
      #expect(error?.reason.isEmpty == false)
    }
  }

  @Test(
    "User and password are in no message",
    arguments: [
      ("http://jane:secret@127.0.0.1:1", nil), ("https://jane:sec@ret@127.0.0.1:1", nil),
      ("http://jane:secret@\(unresolvable)", nil), ("jane:secret@127.0.0.1:1", nil),
      ("http://jane:secret@127.0.0.1:99999999", nil), ("gopher9://jane:secret@127.0.0.1:1", nil),
      ("http://jane:secret@bad host/", nil),
      ("http://127.0.0.1:1", "http://jane:secret@127.0.0.1:1"),
      ("http://127.0.0.1:1", "foo://jane:secret@127.0.0.1:1"),
      ("http://127.0.0.1:1", "http://jane:secret@127.0.0.1:99999999"),
      ("http://127.0.0.1:1", "jane:secret@\(unresolvable)"),
    ] as [(String, String?)])
  func secrets(origin: String, proxy: String?) throws {
    var options = TransportOptions(origin: origin)
    options.proxy = proxy
    let text = try #require(failure(options)?.description)
    #expect(!text.contains("jane") && !text.contains("sec"), "\(text)")
    #expect(!text.hasSuffix(": "))
  }

  @Test func aURLThatLibcurlCannotUseIsASetupError() {
    let error = failure(TransportOptions(origin: "http://127.0.0.1:99999999"))
    #expect(error?.description.hasPrefix("cannot ") == true)
  }

  @Test func theLibraryKnowsItsVersion() throws {
    try CurlLibrary.start()
    try CurlLibrary.start()
    #expect(CurlLibrary.version.hasPrefix("libcurl/"))
  }
}
