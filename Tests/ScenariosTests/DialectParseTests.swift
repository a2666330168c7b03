import Dialects
import Foundation
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct DialectParseTests {
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: Golden.folder("Fixtures/dialects"), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" }.map(\.lastPathComponent).sorted()
  }()

  @Test func thereAreFixtures() { #expect(Self.names.count >= 8) }

  @Test("each bad dialect is rejected with all its problems", arguments: names)
  func rejected(name: String) throws {
    let url = Golden.folder("Fixtures/dialects").appendingPathComponent(name)
    let bytes = Array(try Data(contentsOf: url))
    var text = ""
    do throws(ScenarioRejected) { _ = try Dialect.parse(bytes, file: name) } catch {
      text = error.diagnostics.map { $0.description + "\n" }.joined()
    }
    #expect(!text.isEmpty, "\(name) was accepted")
    Golden.check(
      text, named: name.replacingOccurrences(of: ".yaml", with: ".diagnostics"),
      in: "Fixtures/dialects")
  }

  static let full = """
    name: batch
    description: A batch service
    headers: { Prefer: respond-async }
    push:
      method: PUT
      path: /q/${{ function }}?dry=0
      body: { job: { name: "${{ function }}", args: ["${{ inputs }}", null, 1.5] } }
      success: [200, 201, 202, 204, 299]
    id: { path: "jobs[0].id", poll_path: "['job-id']", capacity: 200 }
    poll:
      method: POST
      path: /describe
      body: { jobs: ["${{ id }}"] }
    state:
      path: jobs[0].status
      words:
        queued: [SUBMITTED, PENDING]
        processing: [RUNNING]
        finished: [SUCCEEDED]
        error: [FAILED]
        cancelled: [STOPPED, 7]
      failed_if: jobs[0].failure
    stamps:
      created: [a]
      started: [b, c]
      completed: [d]
      format: epoch_milliseconds
    error: jobs[0].reason
    cancel:
      method: POST
      path: /terminate
      body: '{"id": ${{ id }}, "why": "load test"}'
    """

  @Test func everyKeyOfAFullFileArrives() throws {
    let dialect = try Dialect.parse(Array(Self.full.utf8), file: "batch.yaml")
    var expected = Dialect(
      name: "batch",
      push: .init(
        .put, "/q/${{ function }}?dry=0",
        body: #"{"job":{"name":${{ function }},"args":[${{ inputs }},null,1.5]}}"#),
      pushSuccess: [200, 201, 202, 204, 299],
      id: JSONPath(steps: [.key("jobs"), .index(0), .key("id")]), idCapacity: 200,
      poll: .init(.post, "/describe", body: #"{"jobs":[${{ id }}]}"#),
      cancel: .init(.post, "/terminate", body: #"{"id": ${{ id }}, "why": "load test"}"#),
      polledID: JSONPath("job-id"),
      state: JSONPath(steps: [.key("jobs"), .index(0), .key("status")]),
      stateWords: [
        .init("SUBMITTED", .queued), .init("PENDING", .queued), .init("RUNNING", .processing),
        .init("SUCCEEDED", .finished), .init("FAILED", .error), .init("STOPPED", .cancelled),
        .init("7", .cancelled),
      ],
      createdStamp: [JSONPath("a")], startedStamp: [JSONPath("b"), JSONPath("c")],
      completedStamp: [JSONPath("d")], stampFormat: .epochMilliseconds,
      error: JSONPath(steps: [.key("jobs"), .index(0), .key("reason")]))
    expected.summary = "A batch service"
    expected.headers = ["Prefer: respond-async"]
    expected.failedIf = JSONPath(steps: [.key("jobs"), .index(0), .key("failure")])
    #expect(dialect == expected)
    #expect(Dialect.isMeant(by: Array(Self.full.utf8)))
    #expect(!Dialect.isMeant(by: Array("load: { burst: { jobs: 1 } }".utf8)))
    #expect(!Dialect.isMeant(by: Array("push: [".utf8)))
  }

  @Test(
    "a dialect's file is looked for beside the scenario",
    arguments: [
      ("sieve", "a/b.yaml", nil), ("my.yaml", "b.yaml", "my.yaml"),
      ("my.yaml", "a/b.yaml", "a/my.yaml"), ("../d/my.yml", "a/b.yaml", "a/../d/my.yml"),
      ("/d/my.yaml", "a/b.yaml", "/d/my.yaml"),
    ] as [(String, String, String?)])
  func whereTheFileIs(api: String, scenario: String, path: String?) {
    var target = Scenario.Target()
    target.api = api
    #expect(target.dialectFile(beside: scenario) == path)
  }

  @Test("mangled dialects are refused and never a crash", arguments: 0..<200)
  func mangled(seed: UInt64) {
    var bytes = Array(Self.full.utf8)
    let count = UInt64(bytes.count)
    for turn in 0..<3 {
      let random = (seed &+ UInt64(turn) &* 7_919) &* 0x9E37_79B9_7F4A_7C15 >> 20
      bytes[Int(random % count)] = UInt8(truncatingIfNeeded: random >> 32)
    }
    if let dialect = try? Dialect.parse(bytes, file: "mangled.yaml") {
      #expect(dialect.pushSuccess.allSatisfy { (200...299).contains($0) })
      #expect(dialect.push.path.hasPrefix("/"))
    }
  }
}
