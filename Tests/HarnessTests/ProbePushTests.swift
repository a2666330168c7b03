import Results
import Testing

@testable import Harness

/// What is said of the reply to a push.
@Suite struct ProbePushTests {
  private func log(
    _ body: String, status: Int = 200, _ ending: ProbeLog.Ending = .noID, sent: String? = nil,
    text: String = Recorded.text
  ) throws -> ProbeLog {
    var probe = try Recorded(text)
    probe.add(.push, status: status, body, sent: sent)
    return probe.log(ending)
  }

  @Test func aMissingIDHasCandidates() throws {
    let log = try log(
      #"{"job":{"task-id":"x17"},"state":"PENDING","at":"2026-11-24T00:00:00Z","echo":"hello"}"#,
      sent: #"{"text":"hello"}"#)
    expectDoubt(
      log, #"id.path: `id` is not there, so there is no id (it may be `job['task-id']` ("x17"))"#)
    #expect(log.exchanges[0].findings.map(\.kind) == ["nothing"])
    #expect(log.keys.first { $0.key == "id.path" }?.verdict == .doubt)
    #expect(log.keys.first { $0.key == "state.path" }?.verdict == .untried)
  }

  @Test func anIDThatIsAnObjectIsNone() throws {
    expectDoubt(
      try log(#"{"id":{"value":7}}"#),
      "id.path: `id` is an object, so there is no id (it may be `id.value` (7))")
  }

  @Test func anIDMayBeTooLong() throws {
    let id = String(repeating: "x", count: 65)
    expectDoubt(
      try log(#"{"id":"\#(id)"}"#),
      "id.capacity: the id has more than 64 bytes (write a larger id.capacity, at most 1,024)")
  }

  @Test func aSuccessThatIsNotListedIsADoubt() throws {
    expectDoubt(
      try log(#"{"id":"a"}"#, status: 201, .interrupted),
      "push.success: 201 is not among 200 (a run takes this push for refused; add 201 if it is accepted)"
    )
  }

  @Test(
    "a refusal inside a success is a doubt",
    arguments: [
      ("errors", #"[{"message":"no"}]"#), ("status", #""failed""#), ("success", "false"),
      ("error", #""no""#),
    ])
  func refusal(_ key: String, _ value: String) throws {
    let log = try log(#"{"id":"a","\#(key)":\#(value)}"#, .interrupted)
    #expect(log.doubts.map(\.key) == ["push.success"])
    #expect(log.doubts[0].message.contains("`\(key)` in it is \(value)"))
  }

  @Test(
    "a refused push has advice",
    arguments: [
      (307, "path", "redirects"), (401, "path", "--header"), (405, "method", "does not take GET"),
      (422, "body", "body"), (404, "path", "function"),
    ])
  func advice(_ status: Int, _ key: String, _ hint: String) throws {
    let log = try log("{}", status: status, .refused)
    #expect(log.doubts.map(\.key) == ["push.\(key)"])
    #expect(log.doubts[0].hint?.contains(hint) == true)
    #expect(log.isUnusable)
  }

  @Test func aWebPageIsCalledOne() throws {
    expectDoubt(
      try log("<!DOCTYPE html>\n<html></html>", status: 200),
      "push.path: the answer is 200, but the body is HTML "
        + "(a gateway or a web page answered; check the target's URL and the path)")
  }

  @Test func anIDMayBeAURL() throws {
    let url = Recorded.text.replacing("path: id, poll_path: id", with: "url: links.self")
      .replacing("/jobs/${{ id }}", with: "${{ url }}")
    let found = try log(#"{"links":{"self":"http://x/jobs/1"}}"#, .interrupted, text: url)
    #expect(found.doubts.isEmpty)
    #expect(found.exchanges[0].findings.map(\.key) == ["id.url"])
    expectDoubt(
      try log(#"{"links":{"self":"one"}}"#, text: url),
      "id.url: `links.self` is no URL, so there is no id (it may be `links.self` (\"one\"))")
  }
}
