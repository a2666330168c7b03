import Testing

@testable import Harness

/// The null target's HTTP, byte by byte.
@Suite struct NullTargetTests {
  private static let push =
    "POST /v2/push HTTP/1.1\r\nHost: 127.0.0.1:1\r\ncontent-length: 5\r\n\r\n{\"\r\n}"

  private static func status(_ id: String) -> String {
    "GET /v2/jobs/\(id) HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"
  }

  private static func ids(in replies: NullReplies) -> [String] {
    String(decoding: replies.bytes, as: UTF8.self).components(after: #"{"id":""#, length: 16)
  }

  @Test func everyPushGetsTheNextID() {
    var replies = NullReplies()
    let input = Array(String(repeating: Self.push, count: 17).utf8)
    #expect(replies.take(input[...]) == input.count)
    let ids = Self.ids(in: replies)
    #expect(ids.count == 17)
    #expect(ids.first == "0000000000000001")
    #expect(ids[9] == "000000000000000a")
    #expect(ids.last == "0000000000000011")
  }

  @Test func aStatusHasTheIDThatWasAskedFor() {
    var replies = NullReplies()
    let input = Array((Self.status("00000000deadbeef") + Self.push).utf8)
    #expect(replies.take(input[...]) == input.count)
    #expect(Self.ids(in: replies) == ["00000000deadbeef", "0000000000000001"])
  }

  @Test func aRequestThatComesInPiecesIsAnsweredWhenItIsWhole() {
    let input = Array((Self.push + Self.status("00000000000000ff")).utf8)
    let first = Self.push.utf8.count
    for cut in 0...input.count {
      var replies = NullReplies()
      let used = replies.take(input[..<cut])
      #expect(used == (cut < first ? 0 : cut < input.count ? first : input.count))
      #expect(Self.ids(in: replies).count == (cut < first ? 0 : cut < input.count ? 1 : 2))
    }
  }

  @Test(
    "What no generator sends closes the connection",
    arguments: [
      "POST /v2/push HTTP/1.1\r\nHost: a\r\n\r\n",
      "POST /v2/push HTTP/1.1\r\nContent-Length: five\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n", "GET\r\n\r\n", String(repeating: "x", count: 20_000),
    ])
  func whatNoGeneratorSendsClosesTheConnection(text: String) {
    var replies = NullReplies()
    let input = Array(text.utf8)
    #expect(replies.take(input[...]) == nil)
  }
}

extension String {
  /// The `length` characters after each occurrence of `mark`.
  fileprivate func components(after mark: String, length: Int) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: mark) {
      rest = rest[range.upperBound...]
      found.append(String(rest.prefix(length)))
    }
    return found
  }
}
