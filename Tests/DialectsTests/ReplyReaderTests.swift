import Dialects
import Testing
import Workloads

@Suite struct ReplyReaderTests {
  /// The reply to a push, and the id that was copied out.
  private func push(
    _ body: String, _ dialect: Dialect = .sieve, room: Int = 64
  ) -> (reply: PushReply, id: String) {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    let body = unsafe guarded.place(Array(body.utf8))
    return unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
      let reply = unsafe reader.readPush(body, id: buffer)
      guard case .accepted(let length) = reply else { return (reply, "") }
      return (reply, unsafe String(decoding: buffer[..<length], as: UTF8.self))
    }
  }

  /// The reply to a poll, and the error text as written.
  private func poll(
    _ body: String, id: String, _ dialect: Dialect
  ) -> (reply: PollReply, error: String) {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    let bytes = Array(body.utf8)
    let body = unsafe guarded.place(bytes)
    let reply = unsafe Array(id.utf8).withUnsafeBytes { unsafe reader.readPoll(body, id: $0) }
    let span = bytes[reply.error.offset..<reply.error.offset + reply.error.count]
    return (reply, String(decoding: span, as: UTF8.self))
  }

  @Test(
    "the id of a push is found in every spelling",
    arguments: [
      (#"{"id":"abc"}"#, Dialect.sieve, "abc"),
      (#"{"id":42}"#, .sieve, "42"),
      (#"{"id":"a\u00e9\/b"}"#, .sieve, "aé/b"),
      (
        #"{"task-id": "d31a6136-173c-4d35-b81b-fd3246583d29", "state": "PENDING"}"#,
        .sampleCelery, "d31a6136-173c-4d35-b81b-fd3246583d29"
      ),
      (#"{"job_id": "old", "submission_id": "raysubmit_1"}"#, .sampleRay, "raysubmit_1"),
      (#""bare""#, .sample(id: "", words: [], format: .iso8601), "bare"),
      (
        #"{"jobs":[{"data":{"id":"deep"}}],"id":"no"}"#,
        .sample(id: "jobs[0].data.id", words: [], format: .iso8601), "deep"
      ),
    ])
  func idOfAPushIsFound(body: String, dialect: Dialect, id: String) {
    let result = push(body, dialect)
    #expect(result.reply == .accepted(idLength: id.utf8.count))
    #expect(result.id == id)
  }

  @Test(
    "a push reply without a usable id says so",
    arguments: [
      ("", PushReply.malformed), ("<html>", .malformed), (#"{"id":"x""#, .malformed),
      ("{}", .noID), ("[]", .noID), (#"{"id":""}"#, .noID), (#"{"id":null}"#, .noID),
      // What refuses with 200, and may have an id that is no job's.
      (#"{"status":"error","message":"no credits"}"#, .noID), (#"{"error":{"id":"e-1"}}"#, .noID),
      (#"{"data":{"launch":null},"errors":[{"id":"x"}]}"#, .noID),
      (#"{"id":true}"#, .noID), (#"{"id":["x"]}"#, .noID), (#"{"job":{"id":"x"}}"#, .noID),
      (#"{"id":"12345678"}"#, .accepted(idLength: 8)), (#"{"id":"123456789"}"#, .idTooLong),
      (#"{"id":"1234567\u00e9"}"#, .idTooLong), (#"{"id":123456789}"#, .idTooLong),
    ])
  func unusableIDIsTold(body: String, reply: PushReply) {
    #expect(push(body, room: 8).reply == reply)
  }

  @Test func aSieveReplyIsRead() {
    var expected = PollReply()
    expected.isReadable = true
    expected.hasState = true
    expected.state = .finished
    expected.created = 1_733_321_258_463_000_000
    expected.started = 1_733_321_293_283_000_000
    expected.completed = 1_733_321_385_652_000_000
    expected.stampDigits = 6
    let result = poll(
      RecordedReply.sieveFinished, id: "0b6b6b1e-6d5e-4c0c-8a61-2f6a1c3f9a10", .sieve)
    #expect(result.reply == expected)
  }

  @Test func aCeleryReplyIsRead() {
    let id = "828b5d11-e9bc-4553-b707-c1bbb569ac34"
    let (reply, error) = poll(RecordedReply.celeryFailure, id: id, .sampleCelery)
    #expect(reply.state == .error && reply.oddities.isEmpty)
    #expect(reply.created == 1_795_469_117_346_192_600)
    #expect(reply.started == 1_795_469_117_349_143_700)
    #expect(reply.completed == 1_795_469_117_566_138_500)
    #expect(reply.stampDigits == 7)
    #expect(error == "ValueError('boom on purpose')")
  }

  @Test func aRayReplyIsRead() {
    let (reply, error) = poll(
      RecordedReply.rayRunning, id: "raysubmit_BF8NzZnRkEpAnhtK", .sampleRay)
    #expect(reply.state == .processing && reply.oddities.isEmpty)
    #expect(reply.created == 1_795_472_826_735_000_000)
    #expect(reply.started == 0 && reply.completed == 0)
    #expect(reply.stampDigits == 3)
    #expect(error.isEmpty && reply.error.kind == .absent)
  }

  @Test func aPrefectReplyIsRead() {
    let id = "3b77d59a-214a-4974-a93a-998824921e38"
    let (reply, error) = poll(RecordedReply.prefectFailed, id: id, .samplePrefect)
    #expect(reply.state == .error && reply.oddities.isEmpty)
    #expect(reply.created == 1_795_471_064_938_133_000)
    #expect(reply.started == 1_795_471_067_270_485_000)
    #expect(reply.completed == 1_795_471_067_391_548_000)
    #expect(error == "Flow run encountered an exception: ValueError: boom on purpose")
  }

  @Test(
    "what is odd about a reply is told and the rest is read",
    arguments: [
      (#"{"id":"x","status":"queued"}"#, JobState.queued, true, []),
      (#"{"id":"x"}"#, .unknown, false, []),
      (#"{"id":"x","status":null}"#, .unknown, false, []),
      (#"{"id":"x","status":"running"}"#, .unknown, true, .unknownState),
      (#"{"id":"x","status":"Queued"}"#, .unknown, true, .unknownState),
      (#"{"id":"x","status":""}"#, .unknown, true, .unknownState),
      (#"{"id":"x","status":{}}"#, .unknown, true, .unknownState),
      (#"{"id":"y","status":"error"}"#, .error, true, .foreignID),
      (#"{"id":1,"status":"error"}"#, .error, true, .foreignID),
      (#"{"id":null,"status":"error"}"#, .error, true, []),
      (#"{"id":"\u0078","status":"q\u0075eued"}"#, .queued, true, []),
      (#"{"status":"queued","created_at":"soon"}"#, .queued, true, .unreadableStamp),
      (#"{"status":"queued","started_at":12}"#, .queued, true, .unreadableStamp),
      (
        #"{"status":"a","id":"b","created_at":[]}"#, .unknown, true,
        [.unknownState, .foreignID, .unreadableStamp]
      ),
      (#"{"detail":"Flow run not found"}"#, .unknown, false, []), ("[]", .unknown, false, []),
    ] as [(String, JobState, Bool, Oddities)])
  func odditiesAreTold(
    body: String, state: JobState, hasState: Bool, oddities: Oddities
  ) {
    let reply = poll(body, id: "x", .sieve).reply
    #expect(reply.isReadable)
    #expect(reply.state == state && reply.hasState == hasState && reply.oddities == oddities)
  }

  @Test(
    "a body that is not JSON says nothing", arguments: ["", "<html>", #"{"status":"finished""#])
  func nonJSONSaysNothing(body: String) {
    #expect(poll(body, id: "x", .sieve).reply == PollReply())
  }

  @Test("states may be numbers and booleans")
  func statesMayBeNumbers() {
    let dialect = Dialect.sample(
      words: [("2", .processing), ("true", .finished), ("false", .error)], format: .iso8601)
    for (text, state) in [
      ("2", JobState.processing), ("true", .finished), ("\"true\"", .finished), ("false", .error),
    ] {
      #expect(poll("{\"status\":\(text)}", id: "x", dialect).reply.state == state)
    }
  }

  @Test func theFirstStampThatIsPresentCounts() {
    let dialect = Dialect.sample(
      words: [], completed: ["a", "b", "c"], format: .epochSeconds)
    for (body, seconds, oddities) in [
      (#"{"c":3,"b":2,"a":1}"#, 1, []), (#"{"c":3,"b":2,"a":0}"#, 2, []),
      (#"{"c":3,"a":null,"b":""}"#, 3, []), (#"{"a":"x","b":2}"#, 2, .unreadableStamp),
    ] as [(String, Nanoseconds, Oddities)] {
      let reply = poll(body, id: "x", dialect).reply
      #expect(reply.completed == seconds * 1_000_000_000 && reply.oddities == oddities)
    }
  }

  @Test(
    "an error is told only when it says something",
    arguments: [
      ("null", ""), ("false", ""), ("0", ""), ("\"\"", ""), ("[ ]", ""), ("{}", ""),
      ("\"boom\"", "boom"), (#""a\nb""#, #"a\nb"#), (#"{"code":1}"#, #"{"code":1}"#),
      ("true", "true"), ("3", "3"), ("[\"x\"]", "[\"x\"]"),
    ])
  func errorIsTold(json: String, text: String) {
    #expect(poll("{\"error\":\(json)}", id: "x", .sieve).error == text)
  }

  @Test(
    "a second field makes a finished job a failed one",
    arguments: [
      (#"{"status":"COMPLETED","error":"no GPU"}"#, JobState.error),
      (#"{"status":"COMPLETED","error":{"type":"x"}}"#, .error),
      (#"{"error":"no GPU","status":"COMPLETED"}"#, .error),
      (#"{"status":"COMPLETED","error":null}"#, .finished),
      (#"{"status":"COMPLETED","error":""}"#, .finished),
      (#"{"status":"COMPLETED"}"#, .finished),
      (#"{"status":"IN_PROGRESS","error":"early"}"#, .processing),
    ])
  func successIsQualified(body: String, state: JobState) {
    var dialect = Dialect.sample(
      words: [("IN_PROGRESS", .processing), ("COMPLETED", .finished)], format: .iso8601,
      error: "error")
    dialect.qualifications = [.init(.finished, if: JSONPath("error"), then: .error)]
    #expect(poll(body, id: "x", dialect).reply.state == state)
  }
}
