import Foundation
import Glibc
import Platform
import Results
import Testing
import Workloads

/// `sojourn serve`: a server on its own.
@Suite struct ServeTests {
  /// Starts a server and waits for its URL, which is one whole line on standard output.
  private func serve(_ space: Workspace, _ arguments: [String] = []) throws -> (Child, URL) {
    let child = try space.start(["serve"] + arguments)
    #expect(child.listen { $0.output.hasSuffix("\n") }, "\(child.errors)")
    let line = child.output.dropLast()
    #expect(!line.contains("\n"))
    return (child, try #require(URL(string: String(line))))
  }

  @Test("a signal ends the server, and its truth log is complete", arguments: [SIGINT, SIGTERM])
  func stops(signal: Int32) throws {
    try Workspace.with { space in
      let (server, url) = try serve(
        space, ["--service", "constant(50ms)", "--workers", "2", "--truth", "truth.jsonl"])
      try space.write(ScenarioText(url: url.absoluteString, load: "burst: { jobs: 10 }").text)
      let ran = try space.run(["run", "scenario.yaml", "--quiet"])
      #expect(ran.signal == nil)
      // One more job, which is still under way at the end.
      try space.write(
        ScenarioText(
          url: url.absoluteString, load: "burst: { jobs: 30 }", poll: "1s"
        ).text, to: "late.yaml")
      let late = try space.start(["run", "late.yaml"])
      #expect(late.listen { _ in acknowledged(in: space) >= 3 }, "\(late.errors)")

      server.send(signal)
      let start = MonotonicClock.now()
      let ended = server.end()
      #expect(
        MonotonicClock.now() - start < 10_000_000_000, "it ends soon, however busy the machine")
      #expect(ended.exitCode == 0)
      #expect(ended.errors.isEmpty)
      late.send(SIGKILL)
      _ = late.end()
      try checkTruth(space, finished: 10)
    }
  }

  private func acknowledged(in space: Workspace) -> Int {
    guard let run = space.runs.first(where: { $0.contains("late") }),
      let table = try? space.table(run)
    else { return 0 }
    return Row.all(of: table).count { $0.job.acknowledged != 0 }
  }

  private func checkTruth(_ space: Workspace, finished: Int) throws {
    let text = try space.read("truth.jsonl")
    #expect(text.hasSuffix("\n"))
    let records = try text.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    #expect(records.count { $0["state"] as? String == "finished" } >= finished)
    #expect(records.contains { $0["terminal"] as? Bool == false })
    let sequences = records.compactMap { $0["sequence"] as? Int }
    #expect(sequences.sorted() == Array(0..<records.count), "every job once")
  }

  @Test func faultsHappenAndAreLogged() throws {
    try Workspace.with { space in
      let (server, url) = try serve(
        space,
        [
          "--service", "constant(5ms)", "--truth", "truth.jsonl", "--fault", "drop_accepted=0.5",
          "--fault", "clock_offset=-3s",
        ])
      try space.write(ScenarioText(url: url.absoluteString).text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      server.send(SIGINT)
      #expect(server.end().exitCode == 0)
      let lost = try space.document(try space.onlyRun()).jobs.outcomes.failedToPush
      let lines = try space.read("truth.jsonl").split(separator: "\n")
      #expect(lost > 0 && lines.count { $0.hasPrefix(#"{"fault":"drop_accepted""#) } == lost)
      #expect(lines[0].hasPrefix(#"{"fault":"clock_offset""#))
      #expect(lines.count { $0.hasPrefix(#"{"sequence":"#) } == 20)
    }
  }

  @Test func itAnswersAndWantsItsKey() throws {
    try Workspace.with { space in
      let (server, url) = try serve(space, ["--key", "right", "--service", "constant(5ms)"])
      try space.write(
        ScenarioText(url: url.absoluteString, headers: ["X-API-Key: right"]).text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      #expect(try space.document(try space.onlyRun()).jobs.outcomes.finished == 20)
      server.send(SIGTERM)
      #expect(server.end().exitCode == 0)
    }
  }

  @Test func aPortInUseIsAnErrorAndTheOtherServersTruthStays() throws {
    try Workspace.with { space in
      let (server, url) = try serve(
        space, ["--service", "constant(5ms)", "--truth", "truth.jsonl"])
      try space.write(ScenarioText(url: url.absoluteString).text)
      _ = try space.run(["run", "scenario.yaml", "--quiet"])
      let port = try #require(url.port)
      let second = try space.run(["serve", "--port", "\(port)", "--truth", "truth.jsonl"])
      #expect(second.exitCode == 125)
      #expect(second.output.isEmpty)
      #expect(
        second.errors
          == "error: cannot listen on 127.0.0.1 port \(port): Address already in use\n")
      server.send(SIGINT)
      #expect(server.end().exitCode == 0)
      #expect(try space.read("truth.jsonl").split(separator: "\n").count == 20)
    }
  }
}
