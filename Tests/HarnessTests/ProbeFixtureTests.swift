import Dialects
import Foundation
import Results
import Scenarios
import TestSupport
import Testing
import Workloads

@testable import Harness

/// What a probe says of the built-in dialects and the replies that were recorded for them.
///
/// The clocks of client and server agree: the push is sent at the first instant of the replies.
@Suite struct ProbeFixtureTests {
  @Test("a built-in dialect and its recorded replies", arguments: Dialect.builtInNames)
  func fixtures(name: String) throws {
    let dialect = try #require(Dialect.builtIn(named: name))
    let folder = Golden.folder("../DialectsTests/Fixtures/\(name)").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    let jobs = Dictionary(grouping: files) {
      String($0.lastPathComponent.prefix { $0 != "-" })
    }
    var text = ""
    for (job, replies) in jobs.sorted(by: { $0.key < $1.key })
    where replies.contains(where: { $0.lastPathComponent == "\(job)-0-push.json" }) {
      let bodies = try replies.map { try String(contentsOf: $0, encoding: .utf8) }
      let log = Self.log(bodies, dialect)
      text += "\(job): \(log.state ?? "no state")\n"
      for line in log.doubtLines + log.notes.map({ "note: \($0)" }) { text += "  \(line)\n" }
    }
    Golden.check(text, named: "\(name).txt", in: "Golden")
  }

  private static func log(_ bodies: [String], _ dialect: Dialect) -> ProbeLog {
    let said = bodies.dropFirst().map { ReplyReading.poll($0, id: "", dialect) }
    let instants = said.flatMap { [$0.created, $0.started, $0.completed] }.filter { $0 > 1 << 50 }
    let start = instants.min() ?? Recorded.start
    let exchanges = bodies.enumerated().map { index, body in
      ProbeExchange(
        .init(index == 0 ? .push : .poll, method: "GET", path: "/"), sent: Nanoseconds(index),
        sentWall: index == 0 ? start : instants.max() ?? Recorded.start, took: 0,
        reply: .init(index == 0 ? dialect.pushSuccess.first ?? 200 : 200, body))
    }
    let isEnded = said.last?.state.isTerminal == true
    return ProbeJudge.judge(
      ProbeLog(
        api: dialect.name, target: "", headers: [], ending: isEnded ? .ended : .interrupted),
      exchanges, by: dialect, chosenID: "sojourn-0123456789ab-0")
  }
}
