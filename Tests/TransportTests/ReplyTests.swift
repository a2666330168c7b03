import Foundation
import Testing
import Transport

@Suite struct ReplyTests {
  /// The reply to one GET that the server answers with `text` and closes the connection.
  private func reply(to text: String, capacity: Int = 1_024) throws -> Reply {
    try ScriptedServer.run { connection in
      guard connection.readRequest() != nil else { return }
      connection.write(text)
    } _: { server in
      var options = TransportOptions(origin: server.origin)
      options.replyCapacity = capacity
      var transport = try CurlTransport.open(options)
      return try transport.exchange()
    }
  }

  @Test(
    "Bodies are complete however they are framed",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
      ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
      ("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201, ""),
      ("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nuntil the end", 200, "until the end"),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nA: b\r\n\r\n",
        200, "hello"
      ),
      (
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 1\r\n\r\n!", 202, "!"
      ),
      ("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 1\r\n\r\n?", 302, "?"),
      ("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops", 500, "oops"),
    ])
  func bodies(text: String, status: Int, body: String) throws {
    let reply = try reply(to: text)
    #expect(reply.failure == nil && reply.wasSent)
    #expect(reply.status == status)
    #expect(reply.body == body)
  }

  @Test(
    "Replies that are no HTTP are malformed",
    arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "garbage\r\n\r\n", "HTTP/9 200 OK\r\n\r\n", "{}\n"])
  func garbage(text: String) throws {
    let reply = try reply(to: text)
    #expect(reply.failure == .malformedReply)
    #expect(reply.wasSent)
  }

  @Test(
    "Replies that end too early are resets",
    arguments: [
      "", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ])
  func earlyEnds(text: String) throws {
    let reply = try reply(to: text)
    #expect(reply.failure == .reset)
    #expect(reply.wasSent)
  }

  @Test(
    "A reply may fill its space and not more",
    arguments: [(63, nil), (64, nil), (65, .replyTooLong), (100_000, .replyTooLong)]
      as [(Int, TransferFailure?)])
  func capacity(length: Int, expected: TransferFailure?) throws {
    let body = String(repeating: "x", count: length)
    let framings = [
      "Content-Length: \(length)\r\n\r\n\(body)",
      "Transfer-Encoding: chunked\r\n\r\n\(String(length, radix: 16))\r\n\(body)\r\n0\r\n\r\n",
    ]
    for framing in framings {
      let reply = try reply(to: "HTTP/1.1 200 OK\r\n" + framing, capacity: 64)
      #expect(reply.failure == expected)
      #expect(expected != nil || reply.body == body)
      #expect(reply.body.utf8.count <= 64)
    }
  }

  @Test func aSlotWorksAgainAfterAReplyThatWasTooLong() throws {
    try ScriptedServer.run { connection in
      while let request = connection.readRequest() {
        connection.reply(body: request.hasPrefix("GET /long") ? "far too long" : "short")
      }
    } _: { server in
      var options = TransportOptions(origin: server.origin)
      (options.slots, options.replyCapacity) = (1, 8)
      var transport = try CurlTransport.open(options)
      #expect(try transport.exchange(.get, "/long").failure == .replyTooLong)
      let reply = try transport.exchange(.get, "/short")
      #expect(reply.failure == nil && reply.body == "short")
    }
  }
}

@Suite struct RetryAfterTests {
  private static let second: Int64 = 1_000_000_000

  /// What is read from each of `values` in turn, in one slot of one connection; nil is no header.
  private func waits(_ values: [String?]) throws -> [Int64] {
    try ScriptedServer.run { connection in
      for value in values {
        guard connection.readRequest() != nil else { return }
        connection.reply("429 Too Many Requests", value.map { ["Retry-After: \($0)"] } ?? [])
      }
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      var found: [Int64] = []
      for _ in values {
        let reply = try transport.exchange()
        #expect(reply.status == 429)
        found.append(transport.retryAfter(0))
      }
      return found
    }
  }

  @Test func secondsAreReadAndADayIsTheMost() throws {
    let found = try waits(["7", "0", "86400", "999999", "soon", "-5"])
    #expect(found == [7, 0, 86_400, 86_400, 0, 0].map { $0 * Self.second })
  }

  @Test func aReplyWithoutTheHeaderAdvisesNothingAfterOneThatHadIt() throws {
    #expect(try waits(["7", nil, "3", nil]) == [7, 0, 3, 0].map { $0 * Self.second })
  }

  @Test func aDateIsTheTimeUntilThenAndThePastIsNothing() throws {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let found = try waits([
      format.string(from: Date(timeIntervalSinceNow: 7_200)), "Sun, 06 Nov 1994 08:49:37 GMT",
    ])
    #expect(found[0] > 3_600 * Self.second && found[0] < 10_800 * Self.second)
    #expect(found[1] == 0)
  }
}
