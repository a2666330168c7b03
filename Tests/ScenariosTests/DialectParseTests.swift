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
      path: /q/${{ function }}/${{ function_path }}?dry=0
      body: { job: { name: "${{ function }}", args: ["${{ inputs }}", null, 1.5] } }
      success: [200, 201, 202, 204, 299]
    id: { path: "jobs[0].id", poll_path: "['job-id']", capacity: 200 }
    poll:
      method: POST
      path: /describe
      body: { jobs: ["${{ id }}"] }
      success: [200, 203]
      repeatable: false
    await: { path: "/wait/${{ id }}", timeouts: [204, 504] }
    list:
      method: POST
      path: /describe/${{ function }}
      body: { jobs: "${{ ids }}", most: "${{ most }}" }
      jobs: jobs
      id: "['job-id']"
      as: jobs[0]
      most: 50
    webhook:
      body: { hooks: [{ type: done, url: "${{ webhook }}" }] }
      query: hook=${{ webhook }}
      state: body.status
    state:
      path: jobs[0].status
      conditions: { path: "jobs[0].conditions", word: type, holds: status, is: yes, stamp: since }
      words:
        queued: [SUBMITTED, PENDING]
        processing: [RUNNING]
        finished: [SUCCEEDED]
        error: [FAILED]
        cancelled: [STOPPED, 7]
      none: queued
      other: processing
      qualify:
        - { when: finished, if: "jobs[0].failure", then: error }
        - { when: processing, if: "jobs[0].b", is: ["null", "", 0], then: queued }
    stamps:
      created: ["jobs[0].a"]
      started: ["jobs[0].b", "jobs[0].c"]
      completed: ["jobs[0].d"]
      format: epoch_milliseconds
      resolution: 1s
    error: jobs[0].reason
    output: jobs[0].output
    result: { path: "/result/${{ id }}" }
    cancel:
      method: POST
      path: /terminate
      body: '{"id": ${{ id }}, "why": "load test"}'
    retention: 30m
    contract:
      jobs: array
      jobs[0].status: [string, null, absent]
    """

  private static func job(_ keys: String...) -> JSONPath {
    JSONPath(steps: [.key("jobs"), .index(0)] + keys.map(JSONPath.Step.key))
  }

  static var expected: Dialect {
    var dialect = Dialect(
      name: "batch",
      push: .init(
        .put, "/q/${{ function }}/${{ function_path }}?dry=0",
        body: #"{"job":{"name":${{ function }},"args":[${{ inputs }},null,1.5]}}"#),
      pushSuccess: [200, 201, 202, 204, 299], id: .path(job("id")), idCapacity: 200,
      poll: .init(.post, "/describe", body: #"{"jobs":[${{ id }}]}"#),
      cancel: .init(.post, "/terminate", body: #"{"id": ${{ id }}, "why": "load test"}"#),
      polledID: JSONPath("job-id"), state: job("status"),
      stateWords: [
        .init("SUBMITTED", .queued), .init("PENDING", .queued), .init("RUNNING", .processing),
        .init("SUCCEEDED", .finished), .init("FAILED", .error), .init("STOPPED", .cancelled),
        .init("7", .cancelled),
      ],
      createdStamp: [job("a")], startedStamp: [job("b"), job("c")], completedStamp: [job("d")],
      stampFormat: .epochMilliseconds, error: job("reason"))
    dialect.summary = "A batch service"
    dialect.headers = ["Prefer: respond-async"]
    dialect.pollSuccess = [200, 203]
    dialect.isPollRepeatable = false
    dialect.longPoll = .init(.init(.get, "/wait/${{ id }}"), timeouts: [204, 504])
    dialect.list = .init(
      .init(
        .post, "/describe/${{ function }}", body: #"{"jobs":${{ ids }},"most":${{ most }}}"#),
      jobs: JSONPath("jobs"), id: JSONPath("job-id"), place: job(), most: 50)
    dialect.webhook = .init(
      body: #"{"hooks":[{"type":"done","url":${{ webhook }}}]}"#, query: "hook=${{ webhook }}",
      state: JSONPath("body", "status"))
    dialect.conditions = .init(
      path: job("conditions"), word: JSONPath("type"), holds: JSONPath("status"), value: "yes",
      stamp: JSONPath("since"))
    dialect.absentState = .queued
    dialect.otherState = .processing
    dialect.qualifications = [
      .init(.finished, if: job("failure"), then: .error),
      .init(.processing, if: job("b"), is: ["null", "", "0"], then: .queued),
    ]
    dialect.stampResolution = 1_000_000_000
    dialect.output = job("output")
    dialect.result = .init(.get, "/result/${{ id }}")
    dialect.retention = 1_800_000_000_000
    dialect.contract = [
      .init(JSONPath("jobs"), [.array]), .init(job("status"), [.string, .null, .absent]),
    ]
    return dialect
  }

  @Test func everyKeyOfAFullFileArrives() throws {
    let dialect = try Dialect.parse(Array(Self.full.utf8), file: "batch.yaml")
    #expect(dialect == Self.expected)
    let data = try JSONEncoder().encode(dialect)
    #expect(try JSONDecoder().decode(Dialect.self, from: data) == dialect)
    #expect(dialect.list?.kind == .batch)
    #expect(Dialect.isMeant(by: Array(Self.full.utf8)))
    #expect(!Dialect.isMeant(by: Array("load: { burst: { jobs: 1 } }".utf8)))
    #expect(!Dialect.isMeant(by: Array("push: [".utf8)))
  }

  /// A dialect with the sections `id` and `poll` given.
  private static func small(id: String, poll: String, more: String = "") -> String {
    """
    name: small
    push: { path: "/p/${{ id }}", body: {}, success: [200] }
    id: \(id)
    poll: { path: "\(poll)" }
    state: { path: s, words: { finished: [ok] } }
    \(more)
    """
  }

  @Test func anIDMayBeChosenOrAURL() throws {
    let template = "load-${{ run }}-${{ n }}"
    let chosen = try Dialect.parse(
      Array(Self.small(id: "{ chosen: \"\(template)\" }", poll: "/p/${{ id }}").utf8), file: "f")
    #expect(chosen.id == .chosen(template) && chosen.push.path == "/p/${{ id }}")
    let text = Self.small(
      id: "{ url: response_url }", poll: "${{ url }}/status",
      more: "stamps: { queue_time: [wait], processing_time: [run], unit: milliseconds }"
    ).replacing("/p/${{ id }}", with: "/p")
    let url = try Dialect.parse(Array(text.utf8), file: "f")
    #expect(url.id == .url(JSONPath("response_url")) && url.poll.path == "${{ url }}/status")
    #expect(url.queueTime == [JSONPath("wait")] && url.processingTime == [JSONPath("run")])
    #expect(url.durationUnit == .milliseconds)
    for dialect in [chosen, url] {
      let data = try JSONEncoder().encode(dialect)
      #expect(try JSONDecoder().decode(Dialect.self, from: data) == dialect)
    }
  }

  @Test(
    "a list says by its place how it is asked for",
    arguments: [
      ("/l", "", Dialect.ListEndpoint.Kind.whole), ("/l?ids=${{ ids }}", "", .batch),
      ("/l?o=${{ offset }}&n=${{ most }}", "", .offset), ("/l?p=${{ page }}", "next: more", .page),
      ("/l?c=${{ cursor }}", "next: cursor", .cursor),
    ])
  func listKinds(path: String, next: String, kind: Dialect.ListEndpoint.Kind) throws {
    let text = Self.small(
      id: "{ path: id }", poll: "/p/${{ id }}",
      more: "list: { path: \"\(path)\", jobs: \"\"\(next.isEmpty ? "" : ", " + next) }"
    ).replacing("/p/${{ id }}\", body", with: "/p\", body")
    let list = try #require(try Dialect.parse(Array(text.utf8), file: "f").list)
    #expect(list.kind == kind && list.jobs == JSONPath() && list.id == nil && list.most == 100)
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
