import Results
import Testing

@testable import Harness

/// What is said of the replies to polls.
@Suite struct ProbePollTests {
  private func log(
    _ values: [String: String] = [:], text: String = Recorded.text,
    _ ending: ProbeLog.Ending = .ended
  ) throws -> ProbeLog {
    var probe = try Recorded(text)
    probe.addFinished(Recorded.done(values))
    return probe.log(ending)
  }

  @Test func aJobThatWentWellLeavesNoDoubt() throws {
    let log = try log()
    #expect(log.doubtLines.isEmpty)
    #expect(log.isClear)
    #expect(log.state == "finished")
    #expect(
      log.exchanges[1].findings.map { "\($0.key) \($0.meaning ?? "-")" } == [
        "state.path finished", "id.poll_path the pushed one",
        "stamps.created 2026-11-24T00:00:00Z, to 1 s, 0 ns after the push",
        "stamps.started 2026-11-24T00:00:01.5Z, to 100 ms, 1.50 s after the push",
        "stamps.completed 2026-11-24T00:00:02.25Z, to 10 ms, 2.25 s after the push", "output -",
        "error -",
      ])
    let verdicts = Dictionary(
      log.keys.map { ($0.key, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    #expect(verdicts["stamps.started"] == .matched)
    #expect(verdicts["error"] == .untried)
  }

  @Test func aWordThatIsNotListedHasAPlace() throws {
    expectDoubt(
      try log(["status": #""WORKING""#], .interrupted),
      #"state.words: the word "WORKING" is not in the table "#
        + "(add it to state.words.processing; until then it does not end a job)")
  }

  @Test func aWordOfNoKnownMeaningIsLeftToTheUser() throws {
    let log = try log(["status": "3"], .interrupted)
    #expect(log.doubts[0].message == "the word 3 is not in the table")
    #expect(log.doubts[0].hint?.contains("one of the lists") == true)
  }

  @Test func aMissingStateHasCandidates() throws {
    expectDoubt(
      try log(["status": "null", "job": #"{"state":"X","kind":"done"}"#], .interrupted),
      #"state.path: no state: `status` is null (it may be `job.state` ("X") or `job.kind` ("done"))"#
    )
    expectDoubt(
      try log(["status": #"{"name":"done"}"#], .interrupted),
      #"state.path: `status` is an object, which is no word (it may be `status.name` ("done"))"#)
  }

  @Test func wordsThatTheDialectHasARuleForAreNoDoubt() throws {
    let text = Recorded.text.replacing(
      "  path: status", with: "  path: status\n  none: queued\n  other: processing")
    #expect(
      try log(["status": #""WORKING""#, "ended": "null"], text: text, .interrupted).isDoubtless)
    let missing = ["status": "null", "started": "null", "ended": "null"]
    #expect(try log(missing, text: text, .interrupted).isDoubtless)
  }

  @Test func theRuleThatDecidedIsNamed() throws {
    let text = Recorded.text.replacing(
      "  path: status",
      with: "  path: status\n  qualify: [{ when: finished, if: exit, is: [1, 2], then: error }]")
    let log = try log(["exit": "2", "message": #""no""#], text: text)
    #expect(log.state == "error")
    #expect(log.exchanges[1].findings[0].meaning == "finished")
    #expect(log.exchanges[1].findings[1].key == "state.qualify")
    #expect(log.exchanges[1].findings[1].meaning == "turns finished into error")
  }

  @Test func anotherJobsIDIsADoubt() throws {
    expectDoubt(
      try log(["id": #""b""#]),
      #"id.poll_path: `id` is "b", and the pushed id is "a" (a run counts such replies as another job's)"#
    )
  }

  @Test func aFailedJobWithoutAnErrorHasCandidates() throws {
    expectDoubt(
      try log(["status": #""failed""#, "error_text": #""no memory""#]),
      #"error: the job failed, and `message` is null (it may be `error_text` ("no memory"))"#)
  }

  @Test func aFinishedJobWithoutOutputIsADoubtAndOneWithAnErrorIsNoted() throws {
    #expect(try log(["output": "[]"]).doubts.map(\.key) == ["output"])
    let log = try log(["message": #""no""#])
    #expect(log.doubts.isEmpty)
    #expect(log.notes.count == 1 && log.notes[0].contains(#"`message` is "no""#))
  }

  @Test func aBreachOfTheContractIsADoubt() throws {
    let text = Recorded.text + "\ncontract: { output: [array], owner: [string] }\n"
    let log = try log(text: text)
    #expect(
      log.doubts.map(\.message) == [
        "`output` is object, and should be array", "`owner` is absent, and should be string",
      ])
  }

  @Test func aLate404IsForgivenAndSaid() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    probe.add(.poll, at: 0.1, status: 404, "no such job")
    probe.add(.poll, at: 0.6, status: 404, "no such job")
    probe.add(.poll, at: 3, Recorded.done())
    let log = probe.log()
    expectDoubt(
      log,
      "poll.path: the answer was 404 for 3.00 s after the push "
        + "(a run forgives a 404 for as long as the scenario's follow.grace, 2 s by default)")
    #expect(log.doubts[0].exchange == 1)
    #expect(log.exchanges.map(\.isNews) == [true, true, false, true])
  }

  @Test func onlyA404IsAWrongPath() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    probe.add(.poll, at: 1, status: 404, "")
    #expect(probe.log(.lost).doubts.map(\.message) == ["the answer is 404 for every poll"])
  }

  @Test func aGatewaysPageIsCalledOne() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    probe.add(.poll, at: 1, status: 502, "<html><body>Bad Gateway</body></html>")
    let log = probe.log(.lost)
    #expect(log.doubts[0].message == "the answer is 502; the body is HTML")
    #expect(log.doubts[0].hint?.contains("gateway") == true)
  }

  @Test func aBodyThatIsNotJSONIsADoubt() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    probe.add(.poll, at: 1, "")
    probe.add(.poll, at: 2, "OK")
    #expect(
      probe.log(.interrupted).doubts.map(\.message) == [
        "the answer is 200, but the body is empty", "the answer is 200, but the body is not JSON",
      ])
  }

  @Test func aPollStatusThatIsNotListedIsADoubt() throws {
    let text = Recorded.text.replacing(
      #"poll: { path: "/jobs/${{ id }}" }"#,
      with: #"poll: { path: "/jobs/${{ id }}", success: [202] }"#)
    #expect(try log(text: text).doubts.map(\.key) == ["poll.success"])
  }

  @Test func aStateThatDoesNotStayIsADoubt() throws {
    var probe = try Recorded()
    probe.addFinished(Recorded.done())
    probe.add(.recheck, at: 4, Recorded.done(["status": #""running""#, "ended": "null"]))
    #expect(
      probe.log().doubts.map(\.message)
        == ["the job was finished, and one interval later it is processing"])
  }

  @Test func aJobThatIsForgottenAfterItsEndIsADoubt() throws {
    var probe = try Recorded()
    probe.addFinished(Recorded.done())
    probe.add(.recheck, at: 4, status: 404, "")
    #expect(probe.log().doubts.map(\.key) == ["retention"])
  }

  @Test func aCancelThatDoesNothingIsADoubt() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    probe.add(.cancel, at: 1, "{}")
    probe.add(.poll, at: 3, Recorded.done())
    let log = probe.log()
    #expect(log.doubts.map(\.message) == ["the cancel was answered 200, and the job is finished"])
    #expect(log.doubts[0].exchange == 1)
  }

  @Test func whatComesAfterTheEndIsRead() throws {
    var probe = try Recorded(
      Recorded.text + """

        list: { path: /jobs, jobs: jobs, id: id }
        await: { path: "/jobs/${{ id }}/wait" }
        result: { path: "/jobs/${{ id }}/result" }
        """)
    probe.addFinished(Recorded.done())
    probe.add(.result, status: 500, "")
    probe.add(.list, #"{"jobs":[{"id":"b"}]}"#)
    probe.add(.longPoll, status: 408, "")
    #expect(probe.log().doubts.map(\.key) == ["result.path", "list.id", "await.timeouts"])
    probe.add(.list, #"{"jobs":[{"id":"b"},{"id":"a"}]}"#)
    #expect(probe.log().exchanges[5].findings.map(\.meaning) == ["the job is among them"])
  }

  @Test func equalRepliesBringNoNews() throws {
    var probe = try Recorded()
    probe.add(.push, #"{"id":"a"}"#)
    let queued = ["status": #""waiting""#, "started": "null", "ended": "null", "output": "null"]
    probe.add(.poll, at: 1, Recorded.done(queued.merging(["progress": "1"]) { $1 }))
    probe.add(.poll, at: 2, Recorded.done(queued.merging(["progress": "2"]) { $1 }))
    probe.add(.poll, at: 3, Recorded.done())
    probe.add(.recheck, at: 4, Recorded.done())
    #expect(probe.log().exchanges.map(\.isNews) == [true, true, false, true, false])
  }
}

extension ProbeLog {
  fileprivate var isDoubtless: Bool { doubts.isEmpty }
}
