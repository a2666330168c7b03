import Dialects
import Results
import Scenarios
import Testing
import Workloads

@testable import Harness

/// A job API without a network, and a clock that only waits move.
private struct FakeLink: ProbeLink {
  var now: Nanoseconds = 0
  var answer: (ProbeExchange.Request, Nanoseconds) -> (status: Int, body: String)?
  /// When someone asks to stop.
  var stop = Nanoseconds.max

  mutating func send(_ request: ProbeExchange.Request) -> ProbeExchange {
    let reply = answer(request, now).map { ProbeExchange.Reply($0.status, $0.body) }
    return ProbeExchange(request, sent: now, sentWall: now, took: 0, reply: reply)
  }

  mutating func pause(until instant: Nanoseconds) -> Bool {
    now = max(now, min(instant, stop))
    return now < stop
  }
}

/// Which requests a probe sends, and when it ends.
@Suite struct ProbeFollowerTests {
  private static let second: Nanoseconds = 1_000_000_000

  private func follower(
    _ text: String = Recorded.text, timeout: Nanoseconds = 60 * second, cancels: Bool = false,
    asksResult: Bool = false
  ) throws -> ProbeFollower {
    let dialect = try Dialect.parse(Array(text.utf8), file: "mine.yaml")
    let requests = ProbeRequests(
      dialect: dialect, prefix: "/api", function: "a/b", inputs: "{}", run: "r")
    return ProbeFollower(
      requests: requests, poll: Self.second, timeout: timeout, cancels: cancels,
      asksResult: asksResult)
  }

  /// A job that runs until two and a half seconds have gone.
  private static func answer(
    _ request: ProbeExchange.Request, _ now: Nanoseconds
  ) -> (status: Int, body: String)? {
    switch request.kind {
    case .push: (200, #"{"id":"a b"}"#)
    default: (200, Recorded.done(["status": now < 5 * second / 2 ? #""running""# : #""done""#]))
    }
  }

  @Test func aJobIsFollowedToItsEndAndOncePolledAfterIt() throws {
    var link = FakeLink(answer: Self.answer)
    let (exchanges, ending) = try follower().follow(&link)
    #expect(ending == .ended)
    #expect(exchanges.map(\.request.kind) == [.push, .poll, .poll, .poll, .poll, .recheck])
    #expect(exchanges.map { $0.sent / Self.second } == [0, 0, 1, 2, 3, 4])
    #expect(exchanges[1].request.path == "/api/jobs/a%20b")
  }

  @Test func whatTheDialectHasIsAskedForAfterTheEnd() throws {
    let text =
      Recorded.text.replacing(
        #"poll: { path: "/jobs/${{ id }}" }"#,
        with: #"poll: { path: "/jobs/${{ id }}", repeatable: false }"#) + """

        list: { path: "/jobs?offset=${{ offset }}&limit=${{ most }}", jobs: jobs, id: id, most: 7 }
        await: { path: "/jobs/${{ id }}/wait" }
        result: { path: "/jobs/${{ id }}/result" }
        """
    var link = FakeLink(answer: Self.answer)
    let (exchanges, _) = try follower(text, asksResult: true).follow(&link)
    #expect(exchanges.suffix(3).map(\.request.kind) == [.result, .list, .longPoll])
    #expect(
      exchanges.suffix(3).map(\.request.path) == [
        "/api/jobs/a%20b/result", "/api/jobs?offset=0&limit=7", "/api/jobs/a%20b/wait",
      ])
  }

  @Test func aCancelGoesOutOnceTheJobIsSeen() throws {
    var link = FakeLink(answer: Self.answer)
    let (exchanges, _) = try follower(cancels: true).follow(&link)
    #expect(exchanges.prefix(4).map(\.request.kind) == [.push, .poll, .cancel, .poll])
    #expect(exchanges.count { $0.request.kind == .cancel } == 1)
  }

  @Test func chosenIDsAndURLsGoIntoPaths() throws {
    let chosen = Recorded.text.replacing(
      "id: { path: id, poll_path: id }", with: "id: { chosen: \"${{ run }}-${{ n }}\" }"
    )
    .replacing("path: /jobs, body: {}", with: "path: \"/jobs/${{ id }}\", method: PUT, body: {}")
    var link = FakeLink(answer: Self.answer)
    let (exchanges, _) = try follower(chosen).follow(&link)
    #expect(exchanges.prefix(2).map(\.request.path) == ["/api/jobs/r-0", "/api/jobs/r-0"])
    let url = Recorded.text.replacing("path: id, poll_path: id", with: "url: link")
      .replacing("/jobs/${{ id }}", with: "${{ url }}")
    var other = FakeLink { request, now in
      request.kind == .push
        ? (200, #"{"link":"http://elsewhere/api/j/1?x=1"}"#) : Self.answer(request, now)
    }
    let (polls, _) = try follower(url).follow(&other)
    #expect(polls[1].request.path == "/api/j/1?x=1")
  }

  @Test func aPushThatWentWrongIsNotFollowed() throws {
    var refused = FakeLink { _, _ in (503, "") }
    #expect(try follower().follow(&refused).ending == .refused)
    var failed = FakeLink { _, _ in nil }
    #expect(try follower().follow(&failed).ending == .failed)
    var nameless = FakeLink { _, _ in (200, "{}") }
    #expect(try follower().follow(&nameless).ending == .noID)
  }

  @Test func unansweredPollsAreGivenUp() throws {
    var link = FakeLink { request, now in
      request.kind == .push ? Self.answer(request, now) : (404, "")
    }
    let (exchanges, ending) = try follower().follow(&link)
    #expect(ending == .lost)
    #expect(exchanges.count == 7)
  }

  @Test func theTimeoutAndAnInterruptEndIt() throws {
    var slow = FakeLink(answer: Self.answer)
    #expect(try follower(timeout: 2 * Self.second).follow(&slow).ending == .unended)
    var stopped = FakeLink(answer: Self.answer)
    stopped.stop = 3 * Self.second / 2
    let (exchanges, ending) = try follower().follow(&stopped)
    #expect(ending == .interrupted)
    #expect(exchanges.count == 3)
  }
}
