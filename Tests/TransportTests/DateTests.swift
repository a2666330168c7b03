import Foundation
import Platform
import Testing

@testable import Transport

@Suite struct HTTPDateTests {
  private func read(_ text: String) -> Int64 {
    var date = HTTPDate()
    return unsafe text.withCString { unsafe date.read($0) }
  }

  @Test(
    "the fixed form is read",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Thu, 01 Jan 1970 00:00:01 GMT", 1),
      ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
      ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
      ("Sun, 31 Dec 2000 23:59:59 GMT", 978_307_199),
    ] as [(String, Int64)])
  func good(text: String, seconds: Int64) {
    #expect(read(text) == seconds)
  }

  @Test func everyDayOfTwoCenturiesIsRead() {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for day in stride(from: Int64(1), to: 70_000, by: 7) {
      let seconds = day * 86_400 + day % 86_400
      let text = format.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(read(text) == seconds, "\(text)")
    }
  }

  @Test(
    "anything else is no date",
    arguments: [
      "", "Sun", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ",
      "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
      "Wed, 29 Feb 2023 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
      // A leap second, which no clock that counts from the epoch can show.
      "Sat, 31 Dec 2016 23:59:60 GMT", "Sun, 06 Nov 1969 08:49:37 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 GM", "Sun,\u{0}06 Nov 1994 08:49:37 GMT",
    ])
  func bad(text: String) {
    #expect(read(text) == 0)
  }

  @Test func whatWasReadBeforeDoesNotMatter() {
    var date = HTTPDate()
    let texts =
      [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun, 07", 0),
        ("Sun, 07 Nov 1994 08:49:37 GMT", 784_198_177), ("", 0),
        ("Sun, 07 Nov 1994 08:49:37 GMT", 784_198_177), ("Sun, 07 Nov 1994 08:49:37 GMT?", 0),
        ("Sun, 07 Nov 1994 08:49:38 GMT", 784_198_178), ("Sun, 07 Nov 1994 08:49:61 GMT", 0),
        ("Sun, 07 Nov 1994 08:49:61 GMT", 0),
      ] as [(String, Int64)]
    for (text, seconds) in texts {
      let found = unsafe text.withCString { unsafe date.read($0) }
      #expect(found == seconds, "\(text)")
    }
  }
}

@Suite struct DateHeaderTests {
  /// What is read from replies with each of `headers` in turn, in one slot of one connection.
  private func dates(_ headers: [[String]]) throws -> [Int64] {
    try ScriptedServer.run { connection in
      for lines in headers {
        guard connection.readRequest() != nil else { return }
        connection.reply("200 OK", lines)
      }
    } _: { server in
      var transport = try CurlTransport.open(TransportOptions(origin: server.origin))
      var found: [Int64] = []
      for _ in headers {
        let reply = try transport.exchange()
        #expect(reply.status == 200)
        found.append(transport.date(0))
      }
      return found
    }
  }

  @Test func theHeaderIsReadWhateverItsCaseAndPlace() throws {
    let text = "Sun, 06 Nov 1994 08:49:37 GMT"
    let found = try dates([
      ["Date: \(text)"], ["date:\(text)"], ["X-Date: nothing", "DATE:   \(text)  ", "A: b"],
    ])
    #expect(found == [784_111_777, 784_111_777, 784_111_777])
  }

  @Test func aReplyWithoutItSaysNothingAfterOneThatHadIt() throws {
    let text = "Sun, 06 Nov 1994 08:49:37 GMT"
    let found = try dates([
      ["Date: \(text)"], [], ["Date: soon"], ["Date: \(text)", "Date: \(text)"],
      ["Date: \(text)"],
    ])
    #expect(found == [784_111_777, 0, 0, 0, 784_111_777])
  }
}
