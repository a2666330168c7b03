import Foundation
import Results
import TestSupport
import Testing
import Workloads

@testable import Reports

/// A probe as people and programs see it.
@Suite struct ProbeReportTests {
  private static let second: Nanoseconds = 1_000_000_000

  private static func exchange(
    _ kind: ProbeExchange.Kind, at seconds: Nanoseconds, _ status: Int?, _ body: String,
    isNews: Bool = true, findings: [ProbeFinding] = []
  ) -> ProbeExchange {
    var exchange = ProbeExchange(
      .init(
        kind, method: kind == .push ? "POST" : "GET", path: kind == .push ? "/jobs" : "/jobs/1",
        body: kind == .push ? #"{"text":"hello"}"# : nil),
      sent: 7 + seconds * second, sentWall: 1, took: 1_500_000,
      reply: status.map { .init($0, body) }, failure: status == nil ? "Timeout was reached" : nil)
    exchange.isNews = isNews
    exchange.findings = findings
    return exchange
  }

  /// A log with one of everything, hostile text among it.
  private static var log: ProbeLog {
    var log = ProbeLog(
      api: "mine", target: "http://127.0.0.1:8080", headers: ["X-API-Key: <masked>"],
      ending: .unended, state: "processing")
    let long = (0..<30).map { #""key\#($0)": [\#($0), {}, [], "a\"b{\#u{1B}[31m"]"# }
    log.exchanges = [
      exchange(
        .push, at: 0, 200, #"{"id":1,"none":{},"deep":[{"a":null}]}"#,
        findings: [ProbeFinding(key: "id.path", path: "id", kind: "number", value: "1")]),
      exchange(
        .poll, at: 1, 200, "{\(long.joined(separator: ","))}",
        findings: [
          ProbeFinding(
            key: "state.path", path: "status", kind: "string", value: "\"WORKING\"",
            meaning: "not in the table"),
          ProbeFinding(key: "stamps.created", path: "no.such", kind: "nothing", value: ""),
          ProbeFinding(key: "stamps.started", path: "started", kind: "null", value: "null"),
          ProbeFinding(
            key: "output", path: "", kind: "string",
            value: "\"\(String(repeating: "long ", count: 30))\"", meaning: "the output"),
        ]),
      exchange(.poll, at: 2, 200, "{}", isNews: false),
      exchange(.poll, at: 3, 200, "{}", isNews: false),
      exchange(.poll, at: 4, 502, "<html>\n<body>\u{7}Bad Gateway</body></html>\n"),
      exchange(.poll, at: 5, nil, ""),
      exchange(.recheck, at: 6, 200, "{}", isNews: false),
    ]
    log.doubts = [
      ProbeDoubt(
        key: "state.words", message: "the word \"WORKING\" is not in the table",
        hint: "add it to state.words.processing; until then it does not end a job", exchange: 1),
      ProbeDoubt(key: "poll.path", message: "the answer is 502; the body is HTML", exchange: 4),
      ProbeDoubt(key: "state.words", message: "the job was not seen to end"),
    ]
    log.notes = ["`began` looks like an instant"]
    log.keys = [
      ProbeKey(key: "id.path", path: "id", verdict: .matched, values: ["1"]),
      ProbeKey(key: "state.words", path: "", verdict: .doubt, values: ["\"WORKING\""]),
      ProbeKey(key: "error", path: "message", verdict: .untried, values: []),
    ]
    return log
  }

  @Test func theTerminalFormIsAsWritten() {
    let text = ProbeReport.render(Self.log)
    Golden.check(text, named: "probe.txt", in: "Golden")
    for line in text.split(separator: "\n") where line.count > 80 {
      Issue.record("\(line.count) columns: \(line)")
    }
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{7}"))
  }

  @Test func theJSONFormIsTheWholeLog() throws {
    let data = Data(ProbeFormat.json.render(Self.log).utf8)
    #expect(try JSONDecoder().decode(ProbeLog.self, from: data) == Self.log)
  }
}
