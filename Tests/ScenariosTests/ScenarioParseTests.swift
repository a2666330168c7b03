import Foundation
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct ScenarioParseTests {
  static let full = """
    target:
      api: sieve
      url: https://example.com:8443/prefix/
      headers: { X-API-Key: "${SIEVE_API_KEY:-local}", X-Count: 5 }
      connections: 32
      request_timeout: 5s
      ca_file: ca.pem
      insecure: true
      unix_socket: /run/api.sock
      proxy: http://user:word@proxy:3128
      http: 1.1
    embedded: { workers: 4, service: "bimodal(1ms, 2s, 0.25)", failure_share: 0.01, cold_start: 3s,
      faults: { lost: 0.01, freeze: 5s@10s, clock_drift: 50ppm } }
    jobs:
      - { name: small, function: owner/name, inputs: { any: [yaml, 1] }, weight: 3 }
      - { name: large, function: owner/name }
    load:
      - burst: { jobs: 500, every: 2s, times: 3 }
      - constant: { rate: 50, for: 10s }
      - closed: { population: 20, think: exponential(1s), for: 1m, jobs: 400 }
    follow:
      mode: await
      polls_per_second: 50
      recheck: 0.25
      poll: { backoff: { first: 100ms, factor: 1.5, cap: 5s } }
      timeout: 10m
      on_timeout: cancel
      grace: 0
    cancel: { share: 0.1, when: processing, after: 500ms }
    thresholds: [ "end_to_end.p99 < 2s", "outcomes.error == 0", "achieved_rate > 100/s" ]
    seed: 18446744073709551615
    """

  @Test func everyKeyOfAFullFileArrives() throws {
    let scenario = try Scenario.parse(Self.full, file: "a/b/full.test.yaml")
    #expect(scenario.name == "full.test")
    #expect(scenario.target.address == .url("https://example.com:8443/prefix"))
    #expect(
      scenario.target.headers == [
        Header(name: "X-API-Key", template: "${SIEVE_API_KEY:-local}"),
        Header(name: "X-Count", template: "5"),
      ])
    #expect(scenario.target.connections == 32)
    #expect(scenario.target.requestTimeout == 5_000_000_000)
    #expect(scenario.target.caFile == "ca.pem")
    #expect(scenario.target.isInsecure)
    #expect(scenario.target.unixSocket == "/run/api.sock")
    #expect(scenario.target.proxy == "http://user:word@proxy:3128")
    #expect(scenario.target.http == .http1)
    #expect(scenario.embedded.workers == 4)
    #expect(
      scenario.embedded.service == .bimodal(short: 1_000_000, long: 2_000_000_000, share: 0.25))
    #expect(scenario.embedded.failureShare == 0.01)
    #expect(scenario.embedded.coldStart == 3_000_000_000)
    #expect(scenario.embedded.faults.names == [.lost, .clockDrift, .freeze])
    #expect(
      scenario.embedded.faults[.freeze] == FaultSetting(time: 5_000_000_000, at: 10_000_000_000))
    #expect(scenario.jobs.map(\.name) == ["small", "large"])
    #expect(scenario.jobs.map(\.weight) == [3, 1])
    #expect(scenario.jobs.map(\.inputs) == [#"{"any":["yaml",1]}"#, "{}"])
    #expect(
      scenario.load.phases == [
        .burst(jobs: 500, every: 2_000_000_000, times: 3),
        .constant(rate: 50, duration: 10_000_000_000),
        LoadPhase(
          .closed(
            Closed(
              population: 20, think: .exponential(mean: 1_000_000_000), duration: 60_000_000_000,
              jobs: 400))),
      ])
    #expect(
      scenario.follow.poll == .backoff(first: 100_000_000, factor: 1.5, cap: 5_000_000_000))
    #expect(scenario.follow.onTimeout == .cancel)
    #expect(scenario.follow.grace == 0)
    #expect(scenario.follow.mode == .longPoll)
    #expect(scenario.follow.pollsPerSecond == 50)
    #expect(scenario.follow.recheck == 0.25)
    #expect(
      scenario.cancel == CancelPlan(share: 0.1, when: .processing, after: 500_000_000))
    #expect(scenario.thresholds.count == 3)
    #expect(scenario.seed == Seeds(.max))
  }

  @Test func theSmallestFileHasEveryDefault() throws {
    let scenario = try Scenario.parse("load: { burst: { jobs: 5 } }", file: "small.yaml")
    let load = ArrivalSchedule([.burst(jobs: 5, every: 0, times: 1)])
    #expect(scenario == Scenario(name: "small", load: load))
  }

  @Test(arguments: [
    ("250ms", PollPolicy.fixed(every: 250_000_000)),
    ("{ fixed: 1s }", .fixed(every: 1_000_000_000)),
    (
      "{ backoff: { first: 1s, factor: 1, cap: 1s } }",
      .backoff(first: 1_000_000_000, factor: 1, cap: 1_000_000_000)
    ),
    ("learned", .learned(requestsPerJob: 6)),
    ("{ learned: {} }", .learned(requestsPerJob: 6)),
    ("{ learned: { requests_per_job: 2.5 } }", .learned(requestsPerJob: 2.5)),
  ])
  func pollHasSeveralForms(text: String, policy: PollPolicy) throws {
    let scenario = try Scenario.parse(
      "load: { burst: { jobs: 5 } }\nfollow: { poll: \(text) }", file: "poll.yaml")
    #expect(scenario.follow.poll == policy)
  }

  @Test(
    "without a poll policy each mode has its own",
    arguments: [
      ("poll", .learned(requestsPerJob: 6)), ("list", .fixed(every: 250_000_000)),
      ("await", .fixed(every: 250_000_000)), ("webhook", .fixed(every: 30_000_000_000)),
    ] as [(String, PollPolicy)])
  func policies(mode: String, policy: PollPolicy) throws {
    let text = "load: { burst: { jobs: 5 } }\nfollow: { mode: \(mode)"
    let scenario = try Scenario.parse(text + " }", file: "a.yaml")
    #expect(scenario.follow.mode.rawValue == mode)
    #expect(scenario.follow.poll == policy)
    #expect(scenario.follow.pollsPerSecond == nil)
    #expect(scenario.follow.recheck == 0.01)
    let other = try Scenario.parse(text + ", poll: 1s }", file: "a.yaml")
    #expect(other.follow.poll == .fixed(every: 1_000_000_000))
  }

  @Test func cancellationStartsAtOnceWhereNothingElseIsSaid() throws {
    let text = "load: { burst: { jobs: 5 } }\ncancel: { share: 1, when: queued }"
    let scenario = try Scenario.parse(text, file: "a.yaml")
    #expect(scenario.cancel == CancelPlan(share: 1, when: .queued))
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("''", #""""#), ("~", "null"), ("null", "null"), ("true", "true"),
    ("no", #""no""#), ("12:30:45", #""12:30:45""#), ("2024-01-01", #""2024-01-01""#),
    ("5", "5"), ("-5", "-5"), ("+5", "5"), ("007", "7"), ("-0", "0"), ("0x1F", "31"),
    ("0o17", "15"),
    ("'5'", #""5""#), ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("1.5", "1.5"), (".5", "0.5"), ("5.", "5.0"), ("-1e3", "-1000.0"), ("1_000", #""1_000""#),
    ("-", #""-""#), ("+", #""+""#), (".", #"".""#), ("e5", #""e5""#), ("0x", #""0x""#),
    (#""a\"b\\c\n\t\u0001é☺""#, #""a\"b\\c\n\t\u0001é☺""#),
    ("{ b: 1, a: [ {}, [] ] }", #"{"b":1,"a":[{},[]]}"#), ("{ 1: a, ~: b }", #"{"1":"a","~":"b"}"#),
    ("!!str 5", #""5""#), ("|\n    two\n    lines\n", #""two\nlines\n""#),
  ])
  func inputsBecomeJSON(yaml: String, json: String) throws {
    let yaml = yaml == "-" || yaml == "+" ? "[\(yaml)x, \(yaml)]" : yaml
    let json =
      json == #""-""# || json == #""+""# ? "[\"\(json.dropFirst().first!)x\",\(json)]" : json
    let scenario = try Scenario.parse(
      "load: { burst: { jobs: 5 } }\njobs:\n  inputs: \(yaml)", file: "inputs.yaml")
    #expect(scenario.jobs[0].inputs == json)
    _ = try JSONSerialization.jsonObject(
      with: Data(scenario.jobs[0].inputs.utf8), options: [.fragmentsAllowed])
  }

  @Test(arguments: [
    ("scenarios/steady-rate.yaml", "steady-rate"), ("a.b.yml", "a.b"), ("plain", "plain"),
    ("../x/..yaml", "scenario"), (".hidden.yaml", "hidden"), ("", "scenario"), ("-", "scenario"),
    ("..", "scenario"),
  ])
  func theNameIsThatOfTheFile(file: String, name: String) throws {
    #expect(try Scenario.parse("load: { burst: { jobs: 5 } }", file: file).name == name)
  }

  @Test(arguments: [
    "http://localhost", "https://example.com:8443/a/b", "http://127.0.0.1:80", "http://[::1]:8080",
    "http://user:word@host/x", "HTTP://host",
  ])
  func theseAreURLs(url: String) throws {
    let text = "load: { burst: { jobs: 5 } }\ntarget: { url: '\(url)' }"
    #expect(try Scenario.parse(text, file: "a.yaml").target.address == .url(url))
  }

  @Test(arguments: [
    "localhost", "http:/host", "http://", "http://:80", "http://host:0", "http://host:65536",
    "http://host:x", "http://host:", "http://a b", "http://host/?q=1", "http://host/#f",
    "http://[::1", "http://[host]", "http://[::1]x", "http://hö", "file:///etc", "://host", "",
    "http://a@b@c:d", "http://host:+80",
  ])
  func theseAreNot(url: String) {
    let text = "load: { burst: { jobs: 5 } }\ntarget: { url: '\(url)' }"
    let found = diagnostics { () throws(ScenarioRejected) in
      try Scenario.parse(text, file: "a.yaml")
    }
    #expect(found.hasPrefix("a.yaml:2:16: error: 'url' must be 'embedded' or a URL such as "))
  }

  @Test func aPasswordInABadURLIsNotShown() {
    let text = "load: { burst: { jobs: 5 } }\ntarget: { url: 'http//me:hunter2/@host' }"
    let found = diagnostics { () throws(ScenarioRejected) in
      try Scenario.parse(text, file: "a.yaml")
    }
    #expect(found.contains("<masked>@host"))
    #expect(!found.contains("hunter2"))
  }

  @Test func deepNestingIsOneDiagnostic() {
    for text in [
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
      String(repeating: "{a: ", count: 100_000), String(repeating: "? ", count: 100_000),
    ] {
      let found = diagnostics { () throws(ScenarioRejected) in
        try Scenario.parse("load:\n  " + text, file: "a.yaml")
      }
      #expect(found.split(separator: "\n").count == 1)
      #expect(found.contains("nested too deep"))
    }
  }

  @Test func aHugeFileIsOneDiagnostic() {
    let text = "# " + String(repeating: "x", count: 1 << 20)
    #expect(
      diagnostics { () throws(ScenarioRejected) in try Scenario.parse(text, file: "a.yaml") }
        == "a.yaml: error: the file has 1048578 bytes; a scenario has at most 1048576\n")
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    let scenario = try Scenario.parse("\u{FEFF}load: { burst: { jobs: 5 } }", file: "a.yaml")
    #expect(scenario.load.count(seed: 1) == 5)
  }

  @Test func aliasesStandForTheirValues() throws {
    let text = """
      load:
        - burst: &five { jobs: 5 }
        - burst: *five
      """
    #expect(try Scenario.parse(text, file: "a.yaml").load.count(seed: 1) == 10)
  }

  @Test func aLongTextMayNotBeMultipliedByAliases() {
    let long = Array(repeating: "x", count: 100_000).joined(separator: ",")
    var text = "load: { burst: { jobs: 5 } }\njobs:\n  inputs:\n    a: &a [\(long)]\n"
    for (name, other) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")] {
      text += "    \(name): &\(name) [*\(other), *\(other), *\(other)]\n"
    }
    text += "    *e : a key of 8 million values\n"
    let found = diagnostics { () throws(ScenarioRejected) in
      try Scenario.parse(text, file: "a.yaml")
    }
    #expect(found.contains("13 aliases such as '*name' are too many for 200"))
  }

  @Test func starsInTextAreNoAliases() throws {
    let stars = Array(repeating: "*star*", count: 100).joined(separator: " ")
    let text = "load: { burst: { jobs: 5 } }\njobs: { inputs: '\(stars)' }"
    #expect(try Scenario.parse(text, file: "a.yaml").jobs[0].inputs == "\"\(stars)\"")
  }

  @Test func everyShippedScenarioParsesAndOpensWithThreeComments() throws {
    let folder = Golden.folder("../../scenarios")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    let scenarios = files.filter { $0.pathExtension == "yaml" }
    #expect(scenarios.count >= 2)
    for file in scenarios {
      let text = try String(contentsOf: file, encoding: .utf8)
      let found = diagnostics { () throws(ScenarioRejected) in
        try Scenario.parse(text, file: file.lastPathComponent)
      }
      #expect(found == "")
      let lines = text.split(separator: "\n").prefix(3)
      #expect(lines[0].hasPrefix("# Question: ") && lines[0].hasSuffix("?"))
      #expect(lines[1].hasPrefix("# Good answer: "))
      #expect(lines[2].hasPrefix("# Takes: "))
      #expect(readme.contains("| `\(file.lastPathComponent)` |"))
    }
  }
}
