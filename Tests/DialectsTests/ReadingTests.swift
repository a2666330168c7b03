import Dialects
import Testing
import Workloads

/// Reading with a dialect, with ids and texts as strings.
enum Reading {
  static func push(_ body: String, _ dialect: Dialect, room: Int = 64) -> (PushReply, String) {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    let body = unsafe guarded.place(Array(body.utf8))
    return unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
      let reply = unsafe reader.readPush(body, id: buffer)
      guard case .accepted(let length) = reply else { return (reply, "") }
      return (reply, unsafe String(decoding: buffer[..<length], as: UTF8.self))
    }
  }

  static func poll(_ body: String, _ dialect: Dialect) -> PollReply {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    let body = unsafe guarded.place(Array(body.utf8))
    return unsafe Array("x".utf8).withUnsafeBytes { unsafe reader.readPoll(body, id: $0) }
  }

  static func hook(_ body: String, _ dialect: Dialect) -> JobState {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    return unsafe reader.readHook(guarded.place(Array(body.utf8)))
  }

  /// A page of a list: what is next as written, and the id and reply of each job.
  struct Page {
    var isReadable = false
    var next: String?
    var jobs: [(id: String, reply: PollReply)] = []
  }

  static func list(_ body: String, _ dialect: Dialect, room: Int = 64) -> Page {
    let guarded = GuardedBytes()
    var reader = ReplyReader(dialect: dialect)
    let body = unsafe guarded.place(Array(body.utf8))
    let begin = unsafe reader.beginList(body)
    var page = Page(isReadable: begin.isReadable)
    if begin.next.kind != .absent { page.next = unsafe Scan.text(begin.next, in: body) }
    unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
      while let job = unsafe reader.nextListed(body, id: buffer) {
        page.jobs.append(
          (unsafe String(decoding: buffer[..<job.idLength], as: UTF8.self), job.reply))
      }
    }
    return page
  }
}

/// States that are more than one word.
@Suite struct StateReadingTests {
  private static func kubernetes() -> Dialect {
    var dialect = Dialect.sample(
      words: [("Suspended", .queued), ("Complete", .finished), ("Failed", .error)],
      started: ["status.startTime"], completed: ["status.completionTime"], format: .iso8601)
    dialect.state = JSONPath("status", "active")
    dialect.conditions = Dialect.Conditions(
      path: JSONPath("status", "conditions"), word: JSONPath("type"), holds: JSONPath("status"),
      stamp: JSONPath("since"))
    dialect.absentState = .queued
    dialect.otherState = .processing
    return dialect
  }

  @Test(
    "a condition that holds says the state, a terminal one before others",
    arguments: [
      (#"{}"#, JobState.queued), (#"{"status":{}}"#, .queued),
      (#"{"status":{"conditions":[]}}"#, .queued), (#"{"status":{"conditions":null}}"#, .queued),
      (#"{"status":{"active":1}}"#, .processing),
      (#"{"status":{"active":1,"conditions":[{"type":"Suspended","status":"True"}]}}"#, .queued),
      (
        #"{"status":{"active":1,"conditions":[{"type":"Suspended","status":"False"}]}}"#,
        .processing
      ),
      (#"{"status":{"conditions":[{"type":"Complete","status":"True"}]}}"#, .finished),
      (#"{"status":{"conditions":[{"status":"True","type":"C\u006fmplete"}]}}"#, .finished),
      (
        #"{"status":{"conditions":[{"type":"Suspended","status":"True"} , {"type":"Failed","status":"True"}]}}"#,
        .error
      ),
      (
        #"{"status":{"conditions":[{"type":"FailureTarget","status":"True"}],"active":1}}"#,
        .processing
      ),
      (#"{"status":{"conditions":["Complete",{"a":{"type":"Complete"}},[],3]}}"#, .queued),
    ])
  func conditions(body: String, state: JobState) {
    let reply = Reading.poll(body, Self.kubernetes())
    #expect(reply.isReadable && reply.state == state && reply.oddities.isEmpty)
  }

  @Test func theStampOfATerminalConditionStandsInForAnother() {
    let failed = """
      {"status":{"startTime":"2026-01-01T00:00:01Z","conditions":[
       {"type":"Suspended","status":"True","since":"2026-01-01T00:00:00Z"},
       {"type":"Failed","status":"True","since":"2026-01-01T00:00:05Z"}]}}
      """
    let reply = Reading.poll(failed, Self.kubernetes())
    #expect(reply.state == .error && reply.completed - reply.started == 4_000_000_000)
    let complete = """
      {"status":{"completionTime":"2026-01-01T00:00:04Z","conditions":[
       {"type":"Complete","status":"True","since":"2026-01-01T00:00:05Z"}]}}
      """
    #expect(Reading.poll(complete, Self.kubernetes()).completed == 1_767_225_604_000_000_000)
    let waiting = #"""
      {"status":{"conditions":[{"type":"Suspended","status":"True","since":"2026-01-01T00:00:05Z"}]}}
      """#
    #expect(Reading.poll(waiting, Self.kubernetes()).completed == 0)
  }

  @Test(
    "what a missing and an unlisted word mean is the dialect's to say",
    arguments: [
      ("{}", JobState.queued), (#"{"status":null}"#, .queued), (#"{"status":"new"}"#, .processing),
      (#"{"status":""}"#, .processing), (#"{"status":"ok"}"#, .finished),
    ])
  func noneAndOther(body: String, state: JobState) {
    var dialect = Dialect.sample(words: [("ok", .finished)], format: .iso8601)
    dialect.absentState = .queued
    dialect.otherState = .processing
    let reply = Reading.poll(body, dialect)
    #expect(reply.state == state && reply.oddities.isEmpty)
  }

  @Test(
    "another value tells two states of one word apart",
    arguments: [
      (#"{"status":"run","start":null}"#, JobState.queued), (#"{"status":"run"}"#, .queued),
      (#"{"status":"run","start":0}"#, .queued), (#"{"status":"run","start":1}"#, .processing),
      (#"{"status":"run","start":{}}"#, .processing),
      (#"{"status":"run","start":""}"#, .processing),
      (#"{"status":"end","code":0}"#, .finished), (#"{"status":"end","code":"0"}"#, .finished),
      (#"{"status":"end","code":137}"#, .cancelled), (#"{"status":"end","code":1}"#, .error),
      (#"{"status":"end"}"#, .finished),
    ])
  func qualified(body: String, state: JobState) {
    var dialect = Dialect.sample(
      words: [("run", .processing), ("end", .finished)], format: .iso8601)
    dialect.qualifications = [
      .init(.processing, if: JSONPath("start"), is: ["null", "0"], then: .queued),
      .init(.finished, if: JSONPath("code"), is: ["137"], then: .cancelled),
      .init(.finished, if: JSONPath("code"), is: ["0"], then: .finished),
      .init(.finished, if: JSONPath("code"), then: .error),
    ]
    #expect(Reading.poll(body, dialect).state == state)
  }

  @Test func theStateOfAWebhookIsReadFromItsOwnPlace() {
    var dialect = Dialect.sieve
    #expect(Reading.hook(#"{"status":"finished"}"#, dialect) == .unknown)
    dialect.webhook = .init(body: "{}", state: JSONPath("body", "status"))
    #expect(Reading.hook(#"{"type":"x","body":{"status":"finished"}}"#, dialect) == .finished)
    #expect(Reading.hook(#"{"status":"finished"}"#, dialect) == .unknown)
    #expect(Reading.hook(#"{"body":{"status":"new"}}"#, dialect) == .unknown)
    #expect(Reading.hook("finished", dialect) == .unknown)
  }
}

/// Stamps that mean nothing yet, and durations.
@Suite struct StampReadingTests {
  @Test(
    "an instant that cannot have come yet is left out",
    arguments: [
      (#"{"status":"queued","created_at":1,"started_at":5,"completed_at":9}"#, [1, 0, 0]),
      (#"{"status":"processing","created_at":1,"started_at":5,"completed_at":9}"#, [1, 5, 0]),
      (#"{"status":"finished","created_at":1,"started_at":5,"completed_at":9}"#, [1, 5, 9]),
      (#"{"status":"cancelled","created_at":1,"started_at":3,"completed_at":3}"#, [1, 3, 3]),
      (
        #"{"status":"finished","created_at":"1","started_at":5.0,"completed_at":"9e0"}"#, [1, 5, 9]
      ),
      (#"{"created_at":1,"started_at":5,"completed_at":9}"#, [1, 5, 9]),
      (#"{"status":"finished","created_at":"0","started_at":null,"completed_at":""}"#, [0, 0, 0]),
    ] as [(String, [Nanoseconds])])
  func premature(body: String, seconds: [Nanoseconds]) {
    var dialect = Dialect.sieve
    dialect.stampFormat = .epochSeconds
    let reply = Reading.poll(body, dialect)
    let found = [reply.created, reply.started, reply.completed].map { $0 / 1_000_000_000 }
    #expect(found == seconds && !reply.hasRelativeStamps)
  }

  @Test(
    "durations become stamps that count from the creation",
    arguments: [
      (#"{"status":"finished","wait":250,"run":1500}"#, [1, 250_000_001, 1_750_000_001]),
      (#"{"status":"error","wait":"250","run":0.5}"#, [1, 250_000_001, 250_500_001]),
      (#"{"status":"finished","wait":250}"#, [1, 250_000_001, 0]),
      (#"{"status":"finished","run":1500}"#, [0, 1, 1_500_000_001]),
      (#"{"status":"finished","wait":0,"run":null}"#, [0, 0, 0]),
      (#"{"status":"processing","wait":250,"run":20}"#, [1, 250_000_001, 0]),
      (#"{"status":"queued","wait":250,"run":20}"#, [0, 0, 0]),
      (#"{"status":"finished","wait":9e15}"#, [0, 0, 0]),
    ] as [(String, [Nanoseconds])])
  func durations(body: String, stamps: [Nanoseconds]) {
    var dialect = Dialect.sample(
      words: [
        ("queued", .queued), ("processing", .processing), ("finished", .finished),
        ("error", .error),
      ], format: .iso8601)
    dialect.queueTime = [JSONPath("wait")]
    dialect.processingTime = [JSONPath("run")]
    dialect.durationUnit = .milliseconds
    let reply = Reading.poll(body, dialect)
    #expect([reply.created, reply.started, reply.completed] == stamps)
    #expect(reply.hasRelativeStamps == (stamps[1] != 0))
    #expect(reply.oddities.contains(.unreadableStamp) == body.contains("9e15"))
  }

  @Test func negativeDurationsAreUnreadable() {
    var dialect = Dialect.sample(words: [("ok", .finished)], format: .iso8601)
    dialect.processingTime = [JSONPath("run"), JSONPath("metrics", "predict_time")]
    let reply = Reading.poll(
      #"{"status":"ok","run":-1,"metrics":{"predict_time":0.205131862}}"#, dialect)
    #expect(reply.oddities == .unreadableStamp && reply.hasRelativeStamps)
    #expect(reply.completed - reply.started == 205_131_862 && reply.stampDigits == 9)
  }
}
