import Foundation
import Testing
import Transport

@Suite struct RequestTests {
  /// What the server received, split into lines.
  private func received(
    _ method: Transport.Method, _ path: String, body: String?,
    _ change: (inout TransportOptions) -> Void = { _ in }
  ) throws -> (lines: [String], body: String) {
    try ScriptedServer.run {
      $0.replyToAll()
    } _: { server in
      var options = TransportOptions(origin: server.origin)
      change(&options)
      var transport = try CurlTransport.open(options)
      let reply = try transport.exchange(method, path, body: body)
      #expect(reply.status == 200)
      let parts = try #require(server.requests.first).components(separatedBy: "\r\n\r\n")
      return (parts[0].components(separatedBy: "\r\n"), parts[1])
    }
  }

  @Test(
    "Method, path and body arrive as intended",
    arguments: [
      (.get, "GET", nil), (.delete, "DELETE", nil), (.post, "POST", #"{"a":1}"#),
      (.put, "PUT", "text"), (.patch, "PATCH", "ü"), (.post, "POST", nil),
    ] as [(Transport.Method, String, String?)])
  func requestLines(method: Transport.Method, word: String, body: String?) throws {
    let path = "/v2/jobs?limit=1&name=a%20b"
    let (lines, found) = try received(method, path, body: body)
    #expect(lines.first == "\(word) \(path) HTTP/1.1")
    #expect(found == body ?? "")
    let hasBody = method != .get && method != .delete
    #expect(lines.contains("Content-Type: application/json") == hasBody)
    #expect(lines.contains("Content-Length: \((body ?? "").utf8.count)") == hasBody)
    #expect(!lines.contains { $0.lowercased().hasPrefix("expect:") })
    #expect(lines.contains("User-Agent: sojourn"))
  }

  @Test func headersUserAgentAndContentTypeAreThoseOfTheOptions() throws {
    let (lines, _) = try received(.post, "/", body: "x") { options in
      options.headers = ["X-API-Key: secret", "Accept: application/json"]
      options.userAgent = "tester/1.0"
      options.contentType = "text/plain"
    }
    #expect(lines.contains("X-API-Key: secret"))
    #expect(lines.contains("Accept: application/json"))
    #expect(lines.contains("User-Agent: tester/1.0"))
    #expect(lines.contains("Content-Type: text/plain"))
  }

  @Test func aLongBodyIsSentWithoutAskingFirst() throws {
    let body = String(repeating: "0123456789abcdef", count: 128 * 1_024)
    let (lines, found) = try received(.post, "/", body: body)
    #expect(found == body)
    #expect(!lines.contains { $0.lowercased().hasPrefix("expect") })
  }

  @Test func oneSlotServesEveryMethodInTurn() throws {
    try ScriptedServer.run {
      $0.replyToAll()
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      let methods: [Transport.Method] = [
        .get, .post, .get, .delete, .put, .get, .patch, .post, .delete,
      ]
      for method in methods {
        let hasBody = method != .get && method != .delete
        _ = try transport.exchange(method, "/", body: hasBody ? "body" : nil)
      }
      let words = server.requests.map { $0.prefix { $0 != " " } }
      #expect(words == ["GET", "POST", "GET", "DELETE", "PUT", "GET", "PATCH", "POST", "DELETE"])
      let withBody = server.requests.map { $0.hasSuffix("\r\n\r\nbody") }
      #expect(withBody == [false, true, false, false, true, false, true, true, false])
      #expect(transport.connectionsOpened == 1)
    }
  }
}
