import Foundation
import Glibc
import Results
import TestSupport
import Testing

/// `sojourn probe`, from outside.
@Suite struct ProbeTests {
  /// A dialect of a job API that a test scripts.
  private static let dialect = """
    name: mine
    push: { path: /jobs, body: { text: "${{ inputs }}" }, success: [202] }
    id: { path: id }
    poll: { path: "/jobs/${{ id }}" }
    state:
      path: status
      words: { queued: [waiting], finished: [done] }
    """

  /// Runs a probe of ``dialect`` against `answer`.
  private func probe(
    _ options: [String], _ answer: @escaping @Sendable (ScriptedAPI.Request) -> (Int, String)
  ) throws -> Child.Ended {
    let api = try ScriptedAPI { answer($0) }
    defer { api.stop() }
    return try Workspace.with { space in
      try space.write(Self.dialect, to: "mine.yaml")
      return try space.run(
        ["probe", "--api", "./mine.yaml", "--target", api.url, "--poll", "20ms"] + options)
    }
  }

  /// What differs from run to run in place of which a golden file has a word.
  private func masked(_ text: String) -> String {
    let uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    let masks = [
      (uuid, "<id>"), ("<id>-[0-9a-f-]*(\\.\\.\\.|\")", "<run>"),
      ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]*", "<instant>"), ("127\\.0\\.0\\.1:[0-9]+", "<host>"),
      ("[0-9.]+ (ns|us|ms|s) (before|after) the push", "<time> after the push"),
      ("after [0-9.]+ (us|ms|s)", "after <time>"), ("\n  [0-9]+ more like this[^\n]*", ""),
      ("at [0-9.]+ (us|ms|s):", "at <time>:"),
    ]
    return masks.reduce(text) { text, mask in
      text.replacingOccurrences(of: mask.0, with: mask.1, options: .regularExpression)
    }
  }

  @Test func theEmbeddedJobAPIIsTriedAtOnce() throws {
    let ended = try Workspace.with { try $0.run(["probe", "--poll", "800ms"]) }
    #expect(ended.exitCode == 0)
    #expect(ended.errors.isEmpty)
    for line in ended.output.split(separator: "\n") where line.count > 80 {
      Issue.record("\(line.count) columns: \(line)")
    }
    Golden.check(masked(ended.output), named: "embedded.txt", in: "Probes")
  }

  @Test func aWordThatIsNotListedIsNamedWithItsPlace() throws {
    let ended = try probe(["--timeout", "200ms", "--inputs", "[1]"]) { request in
      request.line.hasPrefix("POST") && request.body == #"{"text":[1]}"#
        ? (202, #"{"id":17}"#) : (200, #"{"status":"WORKING"}"#)
    }
    #expect(ended.exitCode == 1)
    #expect(ended.output.contains(#"state.words: the word "WORKING" is not in the table"#))
    #expect(ended.output.contains("add it to state.words.processing"))
    #expect(ended.output.hasSuffix("last state: unknown\n2 doubts\n"))
  }

  @Test func aGatewayThatAnswersInHTMLIsCalledOne() throws {
    let ended = try probe(["--timeout", "100ms", "--format", "json"]) { request in
      request.line.hasPrefix("POST")
        ? (202, #"{"id":"a"}"#) : (502, "<html><body>Bad Gateway</body></html>")
    }
    #expect(ended.exitCode == 1)
    let log = try JSONDecoder().decode(ProbeLog.self, from: Data(ended.output.utf8))
    #expect(log.doubts[0].message == "the answer is 502; the body is HTML")
    #expect(log.ending == .unended)
  }

  @Test func aRefusedPushIsNoProbe() throws {
    let ended = try probe(["--header", "X-Thing: hidden"]) { _ in (403, #"{"detail":"who?"}"#) }
    #expect(ended.exitCode == 125)
    #expect(ended.output.contains("push.path: the answer is 403"))
    #expect(ended.output.contains("header: X-Thing: <masked>"))
    #expect(!(ended.output + ended.errors).contains("hidden"))
    #expect(ended.output.hasSuffix("the push was refused\n1 doubt\n"))
  }

  @Test func anInterruptPrintsWhatIsKnown() throws {
    let api = try ScriptedAPI { request in
      request.line.hasPrefix("POST") ? (202, #"{"id":"a"}"#) : (200, #"{"status":"waiting"}"#)
    }
    defer { api.stop() }
    try Workspace.with { space in
      try space.write(Self.dialect, to: "mine.yaml")
      let child = try space.start(["probe", "--api", "./mine.yaml", "--target", api.url])
      #expect(child.listen { _ in api.requests.count >= 2 })
      child.send(SIGINT)
      let ended = child.end()
      #expect(ended.exitCode == 1)
      #expect(ended.output.hasSuffix("interrupted; last state: queued\nno doubts\n"))
    }
  }

  @Test(
    "a command line that is wrong is refused",
    arguments: [
      ["--inputs", "{"], ["--api", "ray-jobs"],
      ["--api", "nosuch", "--target", "http://127.0.0.1:1"],
      ["--api", "./none.yaml"], ["--target", "here"], ["--poll", "0"], ["--result"],
      ["--api", "airflow", "--target", "http://127.0.0.1:1"],
    ])
  func usage(_ options: [String]) throws {
    let ended = try Workspace.with { try $0.run(["probe"] + options) }
    #expect(ended.exitCode == 64)
    #expect(ended.output.isEmpty && !ended.errors.isEmpty)
  }

  @Test func withoutAConnectionThereIsNoProbe() throws {
    let ended = try Workspace.with { try $0.run(["probe", "--target", "http://127.0.0.1:1"]) }
    #expect(ended.exitCode == 125)
    #expect(ended.errors.contains("cannot connect to http://127.0.0.1:1"))
  }
}
