import Dialects
import Testing

@testable import Engines

@Suite struct ListRequestTests {
  private static func dialect(
    _ path: String, body: String? = nil, next: JSONPath? = nil, most: Int = 3
  ) -> Dialect {
    var dialect = RequestTests.dialect
    dialect.list = .init(
      .init(body == nil ? .get : .post, path, body: body), jobs: JSONPath("jobs"),
      id: JSONPath("id"),
      next: next, most: most)
    return dialect
  }

  private static func requests(_ dialect: Dialect, slots: Int = 2) -> ListRequests {
    ListRequests(
      dialect, functions: ["a/\"b", "c"], prefix: "/api", idCapacity: 4, slots: slots)
  }

  private func batch(
    _ requests: inout ListRequests, _ ids: [String], slot: Int = 0
  ) -> (path: String, body: String?) {
    requests.begin(slot: slot)
    for id in ids {
      unsafe Array(id.utf8).withUnsafeBytes { unsafe requests.append(id: $0, slot: slot) }
    }
    let request = unsafe requests.finishBatch(slot: slot)
    return unsafe (
      String(cString: request.path), request.body.map { unsafe String(decoding: $0, as: UTF8.self) }
    )
  }

  /// The requests for the first page and for those behind pages of three jobs that say `nexts` about
  /// the next, until one says that there is none.
  private func pages(_ dialect: Dialect, _ nexts: [String]) -> [(path: String, body: String?)] {
    var requests = Self.requests(dialect)
    var reader = ReplyReader(dialect: dialect)
    var position = ListPosition(dialect.list)
    var pages = [page(&requests, position)]
    for next in nexts {
      let hasNext = unsafe Array("{\"jobs\":[],\"next\":\(next)}".utf8).withUnsafeBytes { body in
        let page = unsafe reader.beginList(body)
        return unsafe position.advance(jobs: 3, next: page.next, of: body)
      }
      guard hasNext else { break }
      pages.append(page(&requests, position))
    }
    return pages
  }

  private func page(
    _ requests: inout ListRequests, _ position: borrowing ListPosition
  ) -> (path: String, body: String?) {
    let request = unsafe requests.page(
      slot: 1, offset: position.offset, page: position.page, cursor: position.cursor)
    return unsafe (
      String(cString: request.path), request.body.map { unsafe String(decoding: $0, as: UTF8.self) }
    )
  }

  @Test func aBatchInAPathIsEncodedAndDividedByCommas() {
    var requests = Self.requests(
      Self.dialect("/jobs?of=${{ function }}&ids=${{ ids }}&n=${{ most }}"))
    #expect(
      batch(&requests, ["a", "b:+c", "++++"]).path
        == "/api/jobs?of=a%2F%22b&ids=a,b%3A%2Bc,%2B%2B%2B%2B&n=3")
    #expect(batch(&requests, ["z"]) == ("/api/jobs?of=a%2F%22b&ids=z&n=3", nil))
  }

  @Test func aBatchInABodyIsAJSONArray() {
    let body = #"{"f":${{ function }},"ids":{"any":${{ ids }}},"limit":${{ most }}}"#
    var requests = Self.requests(Self.dialect("/filter", body: body))
    let first = batch(&requests, ["a", "\"\\\u{1}x", "\u{1}\u{1}\u{1}\u{1}"])
    #expect(first.path == "/api/filter")
    #expect(
      first.body
        == #"{"f":"a/\"b","ids":{"any":["a","\"\\\u0001x","\u0001\u0001\u0001\u0001"]},"limit":3}"#)
    #expect(batch(&requests, []).body == #"{"f":"a/\"b","ids":{"any":[]},"limit":3}"#)
  }

  @Test func eachSlotKeepsItsBatch() {
    var requests = Self.requests(Self.dialect("/filter", body: "${{ ids }}"))
    requests.begin(slot: 0)
    requests.begin(slot: 1)
    for (id, slot) in [("a", 0), ("b", 1), ("c", 0)] {
      unsafe Array(id.utf8).withUnsafeBytes { unsafe requests.append(id: $0, slot: slot) }
    }
    let first = unsafe requests.finishBatch(slot: 0).body
    let second = unsafe requests.finishBatch(slot: 1).body
    #expect(unsafe first.map { unsafe String(decoding: $0, as: UTF8.self) } == #"["a","c"]"#)
    #expect(unsafe second.map { unsafe String(decoding: $0, as: UTF8.self) } == #"["b"]"#)
  }

  private static let next = JSONPath("next")

  @Test func pagesAreCountedByJobsOrByPages() {
    let offsets = pages(
      Self.dialect("/jobs?limit=${{ most }}&offset=${{ offset }}"), ["null", "null"])
    #expect(
      offsets.map(\.path) == [0, 3, 6].map { "/api/jobs?limit=3&offset=\($0)" })
    let numbers = pages(Self.dialect("/jobs", body: #"{"page":${{ page }}}"#), ["1"])
    #expect(numbers.map(\.body) == [#"{"page":1}"#, #"{"page":2}"#])
    #expect(pages(Self.dialect("/jobs"), ["5"]).map(\.path) == ["/api/jobs"])
  }

  @Test func theOffsetThatAPageGivesIsTaken() {
    let dialect = Self.dialect("/jobs?offset=${{ offset }}", next: Self.next)
    let found = pages(dialect, ["500", "true", "-1", "7"]).map(\.path)
    #expect(found == [0, 500, 503].map { "/api/jobs?offset=\($0)" })
    #expect(pages(dialect, ["null"]).count == 1)
  }

  @Test(
    "a cursor is encoded, and its parameter left out for the first page",
    arguments: [
      ("/jobs?limit=5&after=${{ cursor }}", "/jobs?limit=5", "/jobs?limit=5&after=a%2F%3D"),
      ("/jobs?after=${{ cursor }}&limit=5", "/jobs?limit=5", "/jobs?after=a%2F%3D&limit=5"),
      ("/jobs?after=${{ cursor }}", "/jobs", "/jobs?after=a%2F%3D"),
      ("/jobs?x=1-${{ cursor }}", "/jobs?x=1-", "/jobs?x=1-a%2F%3D"),
      ("/jobs/${{ cursor }}", "/jobs/", "/jobs/a%2F%3D"),
    ])
  func cursors(path: String, first: String, second: String) {
    let found = pages(Self.dialect(path, next: Self.next), [#""a\/=""#, #""""#]).map(\.path)
    #expect(found == ["/api" + first, "/api" + second])
  }

  @Test func aCursorInABodyIsTextOrNull() {
    let dialect = Self.dialect("/jobs", body: #"{"c":${{ cursor }}}"#, next: Self.next)
    let found = pages(dialect, [#""x\"y""#, "12"]).map(\.body)
    #expect(found == [#"{"c":null}"#, #"{"c":"x\"y"}"#, #"{"c":"12"}"#])
  }

  @Test func aCursorThatIsTooLongEndsTheList() {
    let dialect = Self.dialect("/jobs?c=${{ cursor }}", next: Self.next)
    func cursor(_ length: Int) -> String { "\"\(String(repeating: "+", count: length))\"" }
    let found = pages(dialect, [cursor(1_024), cursor(1_025)]).map(\.path)
    #expect(found.map(\.utf8.count) == [9, 12 + 3 * 1_024])
  }
}
