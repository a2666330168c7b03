import Foundation
import Results
import Synchronization
import Testing
import Workloads

@Suite struct TraceTests {
  @Test func aRunIsRepeatedTenTimesAsFast() throws {
    try Workspace.with { space in
      var text = ScenarioText()
      text.jobs = "[{ name: a, weight: 3 }, { name: b }]"
      text.load = "poisson: { rate: 60, for: 1s }"
      try space.write(text.text)
      _ = try space.run(["run", "scenario.yaml"])
      let run = try space.onlyRun()
      let table = try space.table(run)
      let first = (0..<table.rows.count).map { table.rows[$0] }

      text.jobs = "[{ name: b, function: x/y }, { name: other }, { name: a }]"
      text.load = "trace: { file: ../\(run), speed: 10 }"
      try FileManager.default.createDirectory(
        atPath: space.path + "/again", withIntermediateDirectories: true)
      try space.write(text.text, to: "again/replay.yaml")
      _ = try space.run(["run", "again/replay.yaml", "--engines", "2"])
      let again = try #require(space.runs.first { $0.contains("replay") })
      let replayed = try space.table(again)
      let second = (0..<replayed.rows.count).map { replayed.rows[$0] }

      #expect(second.count == first.count)
      let start = try #require(first.first?.intended)
      for (old, new) in zip(first, second) {
        #expect(abs(Double(new.intended) - Double(old.intended - start) / 10) <= 0.5)
        #expect(new.jobClass == (old.jobClass == 0 ? 2 : 0))
        #expect(new.outcome == .finished)
      }
      let document = try space.document(again)
      #expect(document.run.ending == .complete)
      #expect(document.jobs.scheduled == first.count)
      #expect(document.classes.map(\.jobs.outcomes.finished).reduce(0, +) == first.count)
      #expect(document.classes[1].jobs.scheduled == 0)
      #expect(document.classes[2].endToEnd.histogram.count > 20)
      let plan = try space.run(["plan", "again/replay.yaml"])
      #expect(plan.output.contains("schedule \(document.run.scheduleHash)"))
      let stored = try space.read(again + "/run.json")
      #expect(stored.utf8.count < 20_000)

      // Reports and resumptions need neither the first run nor its folder.
      try FileManager.default.removeItem(atPath: space.path + "/" + run)
      let report = try space.run(["report", again, "--format", "json"])
      #expect(report.output == (try space.read(again + "/report.json")))
      let resumed = try space.run(["resume", again])
      #expect(resumed.errors.contains("every job that was pushed has an outcome"))
    }
  }

  @Test("what is planned is what the job API gets, with any number of engines", arguments: [1, 4])
  func inputs(engines: Int) throws {
    let count = Mutex(0)
    let api = try ScriptedAPI { request in
      guard request.line.hasPrefix("POST") else {
        let id = request.line.split(separator: "/").last ?? ""
        return (200, #"{"id": "\#(id)", "status": "finished"}"#)
      }
      let number = count.withLock { count in
        count += 1
        return count
      }
      return (200, #"{"id": "job-\#(number)"}"#)
    }
    defer { api.stop() }
    try Workspace.with { space in
      try space.write("name,size\n\"a, \"\"b\"\"\",1\nc,large\n", to: "sizes.csv")
      try space.write(
        "time,inputs\n0,\n10ms,\"{\"\"own\"\": [1]}\"\n20ms,\n", to: "arrivals.csv")
      var text = ScenarioText(url: api.url)
      text.jobs = """

          function: x/f
          inputs:
            n: ${{ n }}
            name: "<${{ pick(sizes.csv, name) }}>"
            size: ${{ pick(sizes.csv, size) }}
            seconds: ${{ uniform(0.5, 1) }}
            key: ${{ uuid }}
        """
      text.load = "trace: { file: arrivals.csv }\n  - burst: { jobs: 17 }"
      try space.write(text.text)
      #expect(try space.run(["validate", "scenario.yaml"]).exitCode == 0)
      let plan = try space.run(["plan", "scenario.yaml"])
      _ = try space.run(["run", "scenario.yaml", "--engines", "\(engines)"])
      let document = try space.document(try space.onlyRun())
      #expect(document.jobs.outcomes.finished == 20, "\(document.requests.byKind)")
      let bodies = api.requests.filter { $0.line.hasPrefix("POST") }.map(\.body).sorted()
      #expect(bodies.count == 20)
      #expect(bodies.count { $0.contains(#""inputs":{"own": [1]}"#) } == 1)
      for body in bodies {
        let value = try JSONSerialization.jsonObject(with: Data(body.utf8))
        #expect(value is [String: Any])
      }
      let shown = plan.output.split(separator: "\n").suffix(3)
      #expect(shown.dropFirst().first == #"1  {"own": [1]}"#)
      for line in [shown.first, shown.last] {
        let start = try #require(line).dropFirst(3).prefix(60)
        #expect(bodies.count { $0.contains(start) } == 1, "\(start)")
      }
      let numbers = Set(bodies.compactMap { $0.firstMatch(of: /"n":(\d+)/)?.output.1 })
      #expect(numbers.count == 19)
      Self.known.withLock { known in
        if let other = known { #expect(other == bodies) }
        known = bodies
      }
    }
  }

  /// The bodies of the case before.
  private static let known = Mutex<[String]?>(nil)

  @Test func whatAScenarioNamesIsCheckedBeforeAnythingIsSent() throws {
    try Workspace.with { space in
      var text = ScenarioText()
      text.load = "trace: { file: arrivals.csv }"
      try space.write(text.text)
      for command in ["validate", "plan", "run"] {
        let ended = try space.run([command, "scenario.yaml"])
        #expect(ended.exitCode == 64)
        #expect(
          ended.errors == "arrivals.csv: error: cannot be read: no such file\n"
            + "  hint: 'load.trace' of scenario.yaml names it\n")
      }
      try FileManager.default.createSymbolicLink(
        atPath: space.path + "/zero.csv", withDestinationPath: "/dev/zero")
      text.load = "trace: { file: zero.csv }"
      try space.write(text.text)
      #expect(
        try space.run(["validate", "scenario.yaml"]).errors
          .hasPrefix("zero.csv: error: cannot be read: it is not a file\n"))
      try FileManager.default.createDirectory(
        atPath: space.path + "/empty.run", withIntermediateDirectories: true)
      text.load = "trace: { file: empty.run }"
      try space.write(text.text)
      #expect(
        try space.run(["validate", "scenario.yaml"]).errors
          .hasPrefix("empty.run: error: 'empty.run' is not a run folder: it has no run.json\n"))
      #expect(space.runs.isEmpty)
    }
  }
}
