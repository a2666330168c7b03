import Dialects
import Testing
import Workloads

@Suite struct ListReadingTests {
  private static func dialect(
    jobs: String, id: String?, place: String = "", next: String? = nil
  ) -> Dialect {
    func path(_ text: String) -> JSONPath { JSONPath(parsing: text) ?? JSONPath() }
    var dialect = Dialect.sieve
    dialect.list = .init(
      .init(.get, "/"), jobs: path(jobs), id: id.map(path), place: path(place),
      next: next.map(path))
    return dialect
  }

  @Test(
    "the jobs of a list are read wherever they are",
    arguments: [
      (#"[{"id":"a","status":"queued"},{"id":"b","status":"finished"}]"#, "", "id"),
      (#" [ {"id":"a","status":"queued"} , {"status":"finished","id":"b"} ] "#, "", "id"),
      (
        #"{"x":[1],"data":[{"id":"a","status":"queued"},{"id":"b","status":"finished"}]}"#, "data",
        "id"
      ),
      (#"{"a":{"status":"queued"},"b":{"status":"finished"}}"#, "", nil),
      (#"{ "a" : {"status":"queued"} , "\u0062":{"status":"finished"}}"#, "", nil),
      (
        #"{"items":[{"meta":{"name":"a"},"status":"queued"},{"meta":{"name":"\u0062"},"status":"finished"}]}"#,
        "items", "meta.name"
      ),
    ] as [(String, String, String?)])
  func jobs(body: String, jobs: String, id: String?) {
    let page = Reading.list(body, Self.dialect(jobs: jobs, id: id))
    #expect(page.isReadable && page.next == nil)
    #expect(page.jobs.map(\.id) == ["a", "b"])
    #expect(page.jobs.map(\.reply.state) == [.queued, .finished])
  }

  @Test(
    "an empty list is one, and what is no list is none",
    arguments: [
      ("[]", "", true), ("{}", "", true), (#"{"data":[]}"#, "data", true), ("[ ]", "", true),
      ("", "", false), ("[", "", false), ("3", "", false), ("null", "", false),
      (#"{"data":null}"#, "data", false), (#"{"detail":"x"}"#, "data", false),
      (#"[{"id":"a"}"#, "", false),
    ])
  func none(body: String, jobs: String, isReadable: Bool) {
    let page = Reading.list(body, Self.dialect(jobs: jobs, id: "id"))
    #expect(page.isReadable == isReadable && page.jobs.isEmpty)
  }

  @Test(
    "the next page is named until the end",
    arguments: [
      ("12", "12"), (#""abc""#, "abc"), ("true", "true"), ("0", "0"), ("-1", nil), ("null", nil),
      (#""""#, nil), ("false", nil), ("{}", nil), ("[]", nil),
    ] as [(String, String?)])
  func next(value: String, next: String?) {
    let dialect = Self.dialect(jobs: "data", id: "id", next: "page.next")
    #expect(Reading.list("{\"page\":{\"next\":\(value)},\"data\":[]}", dialect).next == next)
    #expect(Reading.list("{\"data\":[]}", dialect).next == nil)
    #expect(
      Reading.list("{\"page\":{\"next\":1},\"data\":[]}", Self.dialect(jobs: "data", id: "id")).next
        == nil)
  }

  @Test func anElementIsReadAsIfItStoodInAReplyToAPoll() {
    var dialect = Self.dialect(jobs: "jobs", id: "jobId", place: "jobs[0]")
    func path(_ key: String) -> JSONPath {
      JSONPath(steps: [.key("jobs"), .index(0), .key(key)])
    }
    dialect.state = path("status")
    dialect.completedStamp = [path("stoppedAt")]
    dialect.stampFormat = .epochMilliseconds
    dialect.error = path("why")
    dialect.contract = [.init(JSONPath("jobs"), [.array])]
    let body = #"""
      {"jobs":[{"jobId":"a","status":"queued"},
       {"jobId":"b","status":"error","stoppedAt":1000,"why":"no \"luck\""},{"status":"finished"}]}
      """#
    let page = Reading.list(body, dialect)
    #expect(page.jobs.map(\.id) == ["a", "b", ""])
    #expect(page.jobs.map(\.reply.state) == [.queued, .error, .finished])
    #expect(page.jobs.map(\.reply.missingFields) == [0, 0, 0])
    let reply = page.jobs[1].reply
    #expect(reply.completed == 1_000_000_000 && reply.hasError)
    let error = Array(body.utf8)[reply.error.offset..<reply.error.offset + reply.error.count]
    #expect(String(decoding: error, as: UTF8.self) == #"no \"luck\""#)
    // The same dialect reads the same body as a poll of the first job.
    #expect(Reading.poll(body, dialect).state == .queued)
  }

  @Test func elementsThatAreNoJobsAreReadAsUnknown() {
    let page = Reading.list(
      #"[null,3,"x",[],{"id":["a"]},{"id":""},{"id":7,"status":"queued"},{"id":"123456789"}]"#,
      Self.dialect(jobs: "", id: "id"), room: 8)
    #expect(page.jobs.map(\.id) == ["", "", "", "", "", "", "7", ""])
    #expect(page.jobs.map(\.reply.state).filter { $0 != .unknown } == [.queued])
  }

  @Test func conditionsAreReadInEachElement() {
    var dialect = Self.dialect(jobs: "items", id: "name")
    dialect.state = nil
    dialect.absentState = .queued
    dialect.conditions = .init(
      path: JSONPath("conditions"), word: JSONPath("type"), holds: JSONPath("ok"), value: "true")
    let page = Reading.list(
      #"""
      {"items":[{"name":"a","conditions":[{"type":"finished","ok":true}]},
       {"name":"b","conditions":[{"type":"finished","ok":false}]},{"name":"c"},
       {"name":"d","conditions":[{"type":"queued","ok":true},{"type":"error","ok":"true"}]}]}
      """#, dialect)
    #expect(page.jobs.map(\.reply.state) == [.finished, .queued, .queued, .error])
  }

  @Test func aListOfURLsGivesTheirPaths() {
    var dialect = Self.dialect(jobs: "", id: "self")
    dialect.id = .url(JSONPath("self"))
    let page = Reading.list(#"[{"self":"https://h/jobs/1"},{"self":"/jobs/2"}]"#, dialect)
    #expect(page.jobs.map(\.id) == ["/jobs/1", "/jobs/2"])
  }

  @Test("mangled lists are read without a fault", arguments: 0..<200)
  func mangled(seed: UInt64) {
    let text = #"{"data":[{"id":"a","status":"queued","e":[1,{}]},{"id":"b"}],"next":"x"}"#
    var bytes = Array(text.utf8)
    for turn in 0..<2 {
      let random = (seed &+ UInt64(turn) &* 7_919) &* 0x9E37_79B9_7F4A_7C15 >> 20
      bytes[Int(random % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random >> 32)
    }
    let page = Reading.list(
      String(decoding: bytes, as: UTF8.self), Self.dialect(jobs: "data", id: "id", next: "next"))
    #expect(page.jobs.count <= 12)
  }
}
