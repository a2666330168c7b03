import Dialects
import Scenarios
import Testing
import Workloads

@Suite struct DialectNeedTests {
  private func check(_ text: String, _ change: (inout Dialect) -> Void = { _ in }) throws -> String
  {
    let scenario = try Scenario.parse("load: { burst: { jobs: 5 } }\n\(text)", file: "a.yaml")
    var dialect = try #require(Dialect.builtIn(named: "sieve"))
    dialect.cancel = nil
    change(&dialect)
    do throws(ScenarioRejected) {
      try scenario.check(against: dialect, file: "a.yaml")
      return ""
    } catch {
      return error.diagnostics.map { $0.description + "\n" }.joined()
    }
  }

  @Test func anAPIThatCannotCancelIsNotAskedTo() throws {
    let text = "follow: { on_timeout: cancel }\ncancel: { share: 0.5, when: queued }"
    #expect(
      try check(text) == """
        a.yaml: error: 'follow.on_timeout' is 'cancel', but the API 'sieve' cannot cancel
          hint: add 'cancel' to the dialect, or write 'on_timeout: leave'
        a.yaml: error: 'cancel' asks to cancel jobs, but the API 'sieve' cannot cancel
          hint: add 'cancel' to the dialect, or leave it out of the scenario

        """)
    #expect(try check(text) { $0.cancel = Dialect.Endpoint(.post, "/${{ id }}") } == "")
    #expect(try check("follow: { on_timeout: leave }") == "")
  }

  @Test func aListThatIsReadPageByPageHasNoRequestsForEachJob() throws {
    let text = "follow: { mode: list, poll: learned }"
    #expect(try check(text) { $0.list?.request.path = "/?ids=${{ ids }}" } == "")
    #expect(
      try check(text) == """
        a.yaml: error: 'follow.poll' is learned, but the API 'sieve' is read page by page
          hint: write how often the list is read, for example 'poll: 250ms', or write 'mode: poll'

        """)
    #expect(try check("follow: { mode: list }") == "")
  }

  @Test(
    "a mode of following needs a dialect that says how",
    arguments: [
      (FollowMode.list, "has no list"), (.longPoll, "has no long polls"),
      (.webhook, "sends no webhooks"),
    ])
  func modes(mode: FollowMode, lack: String) throws {
    let found = try check("follow: { mode: \(mode.rawValue) }") { dialect in
      (dialect.list, dialect.longPoll, dialect.webhook) = (nil, nil, nil)
    }
    #expect(
      found.hasPrefix(
        "a.yaml: error: 'follow.mode' is '\(mode.rawValue)', but the API 'sieve' \(lack)\n"))
    #expect(try check("follow: { mode: poll }") == "")
  }
}
