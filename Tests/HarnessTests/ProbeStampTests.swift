import Results
import Testing

@testable import Harness

/// What is said of the server's stamps.
@Suite struct ProbeStampTests {
  private func log(
    _ values: [String: String] = [:], text: String = Recorded.text,
    _ ending: ProbeLog.Ending = .ended
  ) throws -> ProbeLog {
    var probe = try Recorded(text)
    probe.addFinished(Recorded.done(values))
    return probe.log(ending)
  }

  @Test(
    "a stamp of another format has a hint",
    arguments: [
      ("1795478400", "stamps.format: epoch_seconds would read it"),
      ("1795478400000", "stamps.format: epoch_milliseconds would read it"),
    ])
  func anotherFormat(_ value: String, _ hint: String) throws {
    expectDoubt(
      try log(["created": value]),
      "stamps.created: `created` is \(value), which does not read as iso8601 (\(hint))")
  }

  @Test func aStampThatIsNoInstantIsADoubt() throws {
    let log = try log(["created": #""yesterday""#])
    #expect(log.doubts.map(\.path) == ["created"])
    #expect(log.doubts[0].hint?.contains("leave the path out") == true)
  }

  @Test func aPathThatNeverHadAnInstantHasCandidates() throws {
    expectDoubt(
      try log(["started": "null", "began": #""2026-11-24T00:00:01Z""#]),
      "stamps.started: `started` never had an instant "
        + #"(it may be `began` ("2026-11-24T00:00:01Z"))"#)
  }

  @Test func aCancelledJobNeedNotHaveStarted() throws {
    #expect(try log(["status": #""gone""#, "started": "null"]).doubts.isEmpty)
  }

  @Test func stampsOutOfOrderAreADoubt() throws {
    expectDoubt(
      try log(["created": #""2026-11-24T00:00:01.75Z""#]),
      "stamps.started: the started stamp is 250 ms before the created one "
        + "(two clocks, or a stamp that means something else; leave that one out)")
  }

  @Test func aLocalTimeIsGuessed() throws {
    let log = try log([
      "created": #""2026-11-24T02:00:00""#, "started": "null", "ended": #""2026-11-24T02:00:02""#,
      "status": #""gone""#,
    ])
    #expect(log.doubts.map(\.key) == ["stamps.created", "stamps.completed"])
    #expect(log.doubts[0].message.contains("in the future"))
    #expect(log.doubts[0].hint?.contains("local time") == true)
  }

  @Test func aStampInTheFutureOrLongAgoIsADoubt() throws {
    let future = try log(["ended": #""2026-11-24T00:01:00Z""#])
    #expect(future.doubts.map(\.message) == ["`ended` is 57.0 s in the future"])
    let past = try log(["created": #""2026-11-20T00:00:00Z""#])
    #expect(past.doubts.map(\.message) == ["`created` is 96.0 h before the push"])
    #expect(past.doubts[0].hint == "check stamps.format")
  }

  @Test func anEarlyStartOrEndIsADoubt() throws {
    let queued = try log(["status": #""waiting""#, "ended": "null"], .interrupted)
    #expect(
      queued.doubts.map(\.message) == ["`started` has an instant while the job is queued"])
    let running = try log(["status": #""running""#], .interrupted)
    #expect(
      running.doubts.map(\.message) == ["`ended` has an instant while the job is processing"])
  }

  @Test func aStampThatChangesIsADoubt() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    let running = ["status": #""running""#, "ended": "null", "started": #""2026-11-24T00:00:01Z""#]
    probe.add(.poll, at: 2, Recorded.done(running))
    probe.add(.poll, at: 3, Recorded.done())
    #expect(probe.log().doubts.map(\.message) == ["`started` changed between polls"])
  }

  @Test func stampsThatTheDialectDoesNotNameAreNoted() throws {
    let text = Recorded.text.replacing("  started: [started]\n", with: "")
    let log = try log(text: text)
    #expect(log.doubts.isEmpty)
    #expect(
      log.notes == [
        "not named: stamps.started; "
          + #"instants (iso8601) are at `started` ("2026-11-24T00:00:01.5Z")"#
      ])
  }

  @Test func ofSeveralPathsTheFirstInstantCounts() throws {
    let text = Recorded.text.replacing("[ended]", with: "[failed_at, ended, started]")
    let log = try log(text: text)
    #expect(log.doubts.isEmpty)
    let rows = log.keys.filter { $0.key == "stamps.completed" }
    #expect(rows.map(\.verdict) == [.never, .matched, .matched])
    #expect(
      log.exchanges[1].findings.last { $0.key == "stamps.completed" }?.meaning?.hasSuffix(
        "not used") == true)
  }

  @Test func durationsAreRead() throws {
    let start = try #require(Recorded.text.firstRange(of: "stamps:"))
    let end = try #require(Recorded.text.firstRange(of: "error: message"))
    let text =
      Recorded.text[..<start.lowerBound]
      + "stamps: { queue_time: [delay], processing_time: [run], unit: milliseconds }\n"
      + Recorded.text[end.lowerBound...]
    let log = try log(["delay": "1500", "run": #""soon""#], text: String(text))
    #expect(log.exchanges[1].findings.first { $0.path == "delay" }?.meaning == "1.50 s")
    #expect(log.doubts.map(\.message) == [#"`run` is "soon", which is no number of milliseconds"#])
  }
}
