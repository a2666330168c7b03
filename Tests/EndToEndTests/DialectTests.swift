import Platform
import ReferenceServer
import Results
import Synchronization
import Testing
import Workloads

/// Runs whose job API is described by a file.
@Suite struct DialectTests {
  /// Sieve's API as a user might write it down, with one word missing and cancel as a `DELETE`.
  private static let dialect = """
    name: mine
    headers: { X-From: dialect }
    push:
      path: /v2/push
      body: { function: "${{ function }}", inputs: "${{ inputs }}" }
      success: [200, 201, 202, 203]
    id: { path: id }
    poll: { path: "/v2/jobs/${{ id }}" }
    state:
      path: status
      words: { queued: [queued], processing: [processing, started], finished: [finished], error: [error] }
    stamps:
      created: [no_such_key, created_at]
      started: [started_at]
      completed: [completed_at]
      format: iso8601
    """

  private static func scenario(_ url: String) -> String {
    ScenarioText(url: url, load: "burst: { jobs: 40 }").text
      .replacing("target:", with: "target:\n  api: mine.yaml")
  }

  @Test func aJobAPIIsDescribedByAFileBesideTheScenario() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 50
    configuration.service = .constant(20_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(Self.dialect, to: "mine.yaml")
      try space.write(Self.scenario(server.url))
      #expect(try space.run(["validate", "scenario.yaml", "mine.yaml"]).exitCode == 0)
      let ended = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      #expect(try space.document(run).run.ending == .complete, "\(ended.errors)")
      let rows = Row.all(of: try space.table(run))
      #expect(rows.count == 40)
      for row in rows {
        #expect(row.job.outcome == .finished)
        #expect(row.job.createdStamp != 0 && row.job.startedStamp != 0)
        #expect(row.job.completedStamp != 0)
      }
      // The run stands on its own: its report needs neither file.
      try space.write("", to: "mine.yaml")
      try space.write("")
      let report = try space.run(["report", run, "--format", "json"])
      #expect(report.output == (try space.read(run + "/report.json")))
      #expect(try space.read(run + "/run.json").contains("no_such_key"))
    }
  }

  @Test func aRunIsResumedWithoutItsDialectFile() throws {
    var configuration = JobServer.Configuration()
    configuration.workers = 50
    configuration.service = .constant(2_000_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(Self.dialect, to: "mine.yaml")
      try space.write(Self.scenario(server.url))
      let child = try space.start(["run", "scenario.yaml"])
      let arePushed = child.listen { _ in
        guard let run = space.runs.first, let table = try? space.table(run) else {
          return false
        }
        return (0..<table.rows.count).allSatisfy { table.rows[$0].acknowledged != 0 }
      }
      #expect(arePushed)
      child.send(9)
      #expect(child.end().signal == 9)
      try space.write("", to: "mine.yaml")
      let ended = try space.run(["resume", try space.onlyRun(), "--quiet"])
      let rows = Row.all(of: try space.table(try space.onlyRun()))
      #expect(rows.count == 40)
      #expect(rows.allSatisfy { $0.job.outcome == .finished }, "\(ended.errors)")
    }
  }

  /// An API whose polls and cancels are `POST`s with the id in the body, and whose finished jobs may
  /// have failed: every odd one has; the third never ends.
  @Test func pollsAndCancelsMayHaveABody() throws {
    let count = Mutex(0)
    let api = try ScriptedAPI { request in
      switch request.line {
      case "PUT /run/small%20one?dry=1", "PUT /run/b%2Fc?dry=1":
        let number = count.withLock { count in
          count += 1
          return count
        }
        return (202, #"{"job-id": "job+\#(number)\"x"}"#)
      case "POST /describe":
        let number = Int(request.body.filter(\.isNumber)) ?? 0
        let failure = number % 2 == 1 ? #""no memory""# : "null"
        let word = number == 3 ? "RUNNING" : "DONE"
        return (200, #"{"jobs": [{"state": "\#(word)", "failure": \#(failure)}]}"#)
      default: return (200, "")
      }
    }
    defer { api.stop() }
    try Workspace.with { space in
      try space.write(
        """
        name: batch
        headers: { X-From: dialect, X-Both: dialect }
        push:
          method: PUT
          path: /run/${{ function }}?dry=1
          body: { args: "${{ inputs }}" }
          success: [202]
        id: { path: "['job-id']" }
        poll: { method: POST, path: /describe, body: { jobs: ["${{ id }}"] } }
        state:
          path: jobs[0].state
          words: { processing: [RUNNING], finished: [DONE] }
          qualify: [{ when: finished, if: "jobs[0].failure", then: error }]
        cancel: { method: POST, path: /stop, body: { id: "${{ id }}", why: test } }
        """, to: "batch.yaml")
      try space.write(
        """
        target:
          api: batch.yaml
          url: \(api.url)
          connections: 1
          headers: { x-both: scenario }
        jobs:
          - { name: a, function: small one, inputs: { n: 1 } }
          - { name: b, function: b/c, inputs: [2] }
        load: { burst: { jobs: 6 } }
        follow: { poll: 20ms, timeout: 3s, on_timeout: cancel }
        """)
      let ended = try space.run(["run", "scenario.yaml", "--quiet"])
      let run = try space.onlyRun()
      let outcomes = try space.document(run).jobs.outcomes
      #expect(outcomes.finished == 3, "\(ended.errors)")
      #expect(outcomes.error == 2)
      #expect(outcomes.timedOut == 1)
    }
    let requests = api.requests
    #expect(requests.allSatisfy { $0.headers.contains("X-From: dialect") })
    #expect(requests.allSatisfy { $0.headers.contains("x-both: scenario") })
    #expect(!requests.contains { $0.headers.contains("X-Both: dialect") })
    let pushes = requests.filter { $0.line.hasPrefix("PUT") }
    #expect(pushes.count == 6)
    for push in pushes {
      let isFirst = push.line == "PUT /run/small%20one?dry=1"
      #expect(push.body == (isFirst ? #"{"args":{"n":1}}"# : #"{"args":[2]}"#))
    }
    let polls = requests.filter { $0.line == "POST /describe" }
    #expect(polls.contains { $0.body == #"{"jobs":["job+1\"x"]}"# })
    let cancels = requests.filter { $0.line == "POST /stop" }
    #expect(cancels.map(\.body) == [#"{"id":"job+3\"x","why":"test"}"#])
  }
}
