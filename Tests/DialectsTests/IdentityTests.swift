import Dialects
import Testing

@Suite struct IdentityTests {
  private static func dialect(_ id: Dialect.Identity) -> Dialect {
    var dialect = Dialect.sieve
    dialect.id = id
    return dialect
  }

  @Test(
    "of a URL its path and query are the id",
    arguments: [
      ("https://queue.example/a/b/requests/1", "/a/b/requests/1"),
      ("https://h:8443/a%2Fb?x=1&y=/z", "/a%2Fb?x=1&y=/z"), ("http:\\/\\/h\\/a", "/a"),
      ("//h/a", "/a"), ("/a/b?c", "/a/b?c"), ("/", "/"), ("https://h/", "/"),
      ("https://h/a#part", "/a"),
      ("https:\\u002f\\u002fh\\u002fa", "/a"),
    ])
  func urls(text: String, id: String) {
    let body = "{\"links\":{\"self\":\"\(text)\"}}"
    let (reply, found) = Reading.push(body, Self.dialect(.url(JSONPath("links", "self"))))
    #expect(reply == .accepted(idLength: id.utf8.count) && found == id)
  }

  @Test(
    "what is no URL, or would be more than the first line of a request, is no id",
    arguments: [
      "", "job-1", "a/b", "https://h", "https://h?x=/1", "https:/h", "/a b", "/a\\r\\nHost: x",
      "/\\u0000", "/é", "/a\\u00a0",
    ])
  func noURL(text: String) {
    let dialect = Self.dialect(.url(JSONPath("url")))
    #expect(Reading.push("{\"url\":\"\(text)\"}", dialect).0 == .noID)
  }

  @Test func aURLMustBeTextAndFit() {
    let dialect = Self.dialect(.url(JSONPath("url")))
    #expect(Reading.push(#"{"url":12}"#, dialect).0 == .noID)
    #expect(Reading.push(#"{"url":null}"#, dialect).0 == .noID)
    #expect(
      Reading.push(#"{"url":"https://host/1234567"}"#, dialect, room: 8).0 == .accepted(idLength: 8)
    )
    #expect(Reading.push(#"{"url":"https://host/12345678"}"#, dialect, room: 8).0 == .idTooLong)
  }

  @Test("no reply to a push is needed where the id was chosen", arguments: ["", "<html>", "{}"])
  func chosenIDsNeedNoReply(body: String) {
    let dialect = Self.dialect(.chosen("${{ uuid }}"))
    #expect(Reading.push(body, dialect).0 == .accepted(idLength: 0))
  }

  private static func chosen(_ template: String, _ row: Int, run: String = "0123456789ab") -> String
  {
    let writer = ChosenID(template: template, run: run)
    return unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { space in
      let length = unsafe writer.write(row: row, into: space)
      return unsafe String(decoding: space[..<length], as: UTF8.self)
    }
  }

  @Test(
    "a chosen id has the run's token and the arrival's number",
    arguments: [
      ("load-${{ run }}-${{ n }}", 0, "load-0123456789ab-0"),
      ("load-${{ run }}-${{ n }}", 1_234_567, "load-0123456789ab-1234567"),
      ("${{ n }}${{ n }}.${{ run }}", 10, "1010.0123456789ab"),
    ])
  func chosenText(template: String, row: Int, id: String) {
    #expect(Self.chosen(template, row) == id)
  }

  @Test func aChosenUUIDIsOneOfTheRunAndTheArrival() throws {
    let ids = (0..<1_000).map { Self.chosen("${{ uuid }}", $0) }
    #expect(Set(ids).count == 1_000)
    #expect(ids == (0..<1_000).map { Self.chosen("${{ uuid }}", $0) })
    #expect(Self.chosen("${{ uuid }}", 0, run: "another00000") != ids[0])
    for id in ids {
      let groups = id.split(separator: "-")
      #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
      #expect(id.allSatisfy { $0 == "-" || $0.isHexDigit && !$0.isUppercase })
      #expect(groups[2].first == "4" && groups[3].first.map { "89ab".contains($0) } == true)
    }
  }

  @Test func aChosenIDThatDoesNotFitIsNone() {
    let writer = ChosenID(template: "a-${{ n }}", run: "r")
    unsafe withUnsafeTemporaryAllocation(byteCount: 4, alignment: 1) { space in
      #expect(unsafe writer.write(row: 99, into: space) == 4)
      #expect(unsafe writer.write(row: 100, into: space) == 0)
    }
  }
}
