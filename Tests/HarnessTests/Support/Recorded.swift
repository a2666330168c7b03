import Dialects
import Results
import Scenarios
import Testing
import Workloads

@testable import Harness

/// A probe whose replies a test writes down: the push at 2026-11-24T00:00:00Z, everything instantly
/// answered.
struct Recorded {
  /// 2026-11-24T00:00:00Z.
  static let start: Nanoseconds = 1_795_478_400_000_000_000

  /// A dialect with every key that a test wants to go wrong.
  static let text = """
    name: mine
    push: { path: /jobs, body: {}, success: [200] }
    id: { path: id, poll_path: id }
    poll: { path: "/jobs/${{ id }}" }
    state:
      path: status
      words: { queued: [waiting], processing: [running], finished: [done], error: [failed], cancelled: [gone] }
    stamps:
      created: [created]
      started: [started]
      completed: [ended]
      format: iso8601
    error: message
    output: output
    cancel: { method: DELETE, path: "/jobs/${{ id }}" }
    """

  let dialect: Dialect
  private(set) var exchanges: [ProbeExchange] = []

  init(_ dialect: Dialect) { self.dialect = dialect }

  /// A probe of the dialect `text`.
  init(_ text: String = Self.text) throws {
    dialect = try Dialect.parse(Array(text.utf8), file: "mine.yaml")
  }

  /// Adds an exchange `seconds` after the push.
  mutating func add(
    _ kind: ProbeExchange.Kind, at seconds: Double = 0, status: Int = 200, _ body: String,
    sent: String? = nil
  ) {
    let offset = Nanoseconds(seconds * 1e9)
    exchanges.append(
      ProbeExchange(
        .init(kind, method: "GET", path: "/", body: sent), sent: offset,
        sentWall: Self.start + offset, took: 0, reply: .init(status, body)))
  }

  /// Adds a push with an id and a poll of the job that has finished.
  mutating func addFinished(_ poll: String) {
    add(.push, #"{"id":"a"}"#)
    add(.poll, at: 3, poll)
  }

  func log(_ ending: ProbeLog.Ending = .ended) -> ProbeLog {
    ProbeJudge.judge(
      ProbeLog(api: dialect.name, target: "http://here", headers: [], ending: ending), exchanges,
      by: dialect)
  }

  /// The reply to a poll of a job that went well, with `values` in place of its own.
  static func done(_ values: [String: String] = [:]) -> String {
    var all = [
      "id": #""a""#, "status": #""done""#, "created": #""2026-11-24T00:00:00Z""#,
      "started": #""2026-11-24T00:00:01.5Z""#, "ended": #""2026-11-24T00:00:02.25Z""#,
      "message": "null", "output": #"{"text":"hello"}"#,
    ]
    for (key, value) in values { all[key] = value }
    return "{"
      + all.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
      .joined(separator: ",") + "}"
  }
}

extension ProbeLog {
  /// Every doubt in one line.
  var doubtLines: [String] {
    doubts.map { "\($0.key): \($0.message)" + ($0.hint.map { " (\($0))" } ?? "") }
  }
}

/// Fails unless `log` has the one doubt `text`.
func expectDoubt(
  _ log: ProbeLog, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(log.doubtLines == [text], sourceLocation: sourceLocation)
}
