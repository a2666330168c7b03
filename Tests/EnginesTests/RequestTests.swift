import Dialects
import Testing
import Workloads

@testable import Engines

@Suite struct RequestTests {
  static let dialect = Dialect(
    name: "sample", push: .init(.post, "/dags/${{ function }}/runs"), pushSuccess: [200],
    id: .path(JSONPath("id")), poll: .init(.get, "/dags/${{ function }}/runs/${{ id }}?full=1"),
    cancel: .init(.post, "/stop"), polledID: nil, state: JSONPath("state"), stateWords: [],
    createdStamp: [], startedStamp: [], completedStamp: [], stampFormat: .iso8601, error: nil)

  @Test func everyClassHasPathsOfItsOwn() {
    let paths = RequestPaths(
      Self.dialect, functions: ["first", "a/b c"], prefix: "/api", idCapacity: 8)
    func path(_ kind: RequestKind, _ jobClass: UInt16, _ id: String) -> String {
      let bytes = Array(id.utf8)
      return unsafe bytes.withUnsafeBytes {
        unsafe String(cString: paths.path(kind, jobClass: jobClass, id: $0))
      }
    }
    #expect(path(.push, 0, "") == "/api/dags/first/runs")
    #expect(path(.push, 1, "") == "/api/dags/a%2Fb%20c/runs")
    #expect(path(.poll, 0, "x") == "/api/dags/first/runs/x?full=1")
    #expect(
      path(.poll, 1, "++++++++") == "/api/dags/a%2Fb%20c/runs/%2B%2B%2B%2B%2B%2B%2B%2B?full=1")
    #expect(path(.cancel, 1, "x") == "/api/stop")
  }

  @Test func aChosenIDAndAURLHaveTheirPlaces() {
    var dialect = Self.dialect
    dialect.push = .init(.put, "/models/${{ function_path }}/runs/${{ id }}?x=1")
    dialect.poll = .init(.get, "${{ url }}/status")
    dialect.longPoll = .init(.init(.get, "/wait/${{ id }}"))
    dialect.cancel = .init(.put, "${{ url }}")
    let paths = RequestPaths(dialect, functions: ["a b/c"], prefix: "/api", idCapacity: 16)
    func path(_ kind: RequestKind, _ id: String) -> String {
      unsafe Array(id.utf8).withUnsafeBytes {
        unsafe String(cString: paths.path(kind, jobClass: 0, id: $0))
      }
    }
    #expect(
      path(.longPoll, "T12:00+02:00") == "/api/wait/T12%3A00%2B02%3A00")
    #expect(path(.push, "i+1") == "/api/models/a%20b/c/runs/i%2B1?x=1")
    #expect(path(.poll, "/q/a%20b") == "/q/a%20b/status")
    #expect(path(.longPoll, "i") == "/api/wait/i")
    #expect(path(.cancel, "/q?x=/1") == "/q?x=/1")
  }

  @Test(
    "the id becomes a JSON string in a body",
    arguments: [
      (nil, "x", nil), ("{}", "x", "{}"), ("{\"jobs\":[${{ id }}]}", "x-1", "{\"jobs\":[\"x-1\"]}"),
      ("${{ id }}", "a\"b\\c", #""a\"b\\c""#),
      ("${{ id }}", "\u{1}\n\u{1F}é", #""\u0001\u000a\u001fé""#),
      ("${{ id }}", "\u{1}\u{1}\u{1}\u{1}", #""\u0001\u0001\u0001\u0001""#),
    ] as [(String?, String, String?)])
  func idInABody(template: String?, id: String, result: String?) {
    let bodies = RequestBodies([template.map { BodyTemplate($0) }], slots: 3, idCapacity: 8)
    let bytes = Array(id.utf8)
    for slot in 0..<3 {
      let text: String? = unsafe bytes.withUnsafeBytes { id in
        unsafe bodies.body(slot: slot, row: 7, jobClass: 5, id: id)
          .map { unsafe String(decoding: $0, as: UTF8.self) }
      }
      #expect(text == result)
    }
  }

  @Test func eachSlotKeepsItsBody() {
    let bodies = RequestBodies([BodyTemplate("[${{ id }}]")], slots: 2, idCapacity: 8)
    let (first, second) = (Array("one".utf8), Array("second".utf8))
    unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in
        let before = unsafe bodies.body(slot: 0, row: 0, jobClass: 0, id: first)
        _ = unsafe bodies.body(slot: 1, row: 1, jobClass: 0, id: second)
        #expect(unsafe before.map { unsafe Array($0) } == Array("[\"one\"]".utf8))
      }
    }
  }

  @Test func aSetOfStatusesHasThoseGiven() {
    let statuses = StatusSet([200, 202, 263, 264, 299, 404])
    let found = (0...700).filter(statuses.contains)
    #expect(found == [200, 202, 263, 264, 299])
  }
}
