import Foundation
import Glibc
import ReferenceServer
import Results
import Testing
import Workloads

/// Keys appear in no file of a run, in no report and in no message.
@Suite struct SecretTests {
  static let key = "s3cr3t-4f1d9b27"

  /// A way to give the tool a secret, in a run that succeeds or fails.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var arguments: [String] = []
    var headers: [String] = []
    var environment: [String: String] = [:]
    /// The target's URL; nil for that of a server that wants the key.
    var url: String?
    var exitCodes: [Int32] = [125]
  }

  static let ran: [Int32] = [0, 125]
  static let cases = [
    Case(
      testDescription: "a header from the environment", headers: ["X-API-Key: ${JOB_KEY}"],
      environment: ["JOB_KEY": key], exitCodes: ran),
    Case(
      testDescription: "a literal header", headers: ["X-API-Key: \(key)"], exitCodes: ran),
    Case(
      testDescription: "the default of a header",
      headers: ["X-API-Key: \"${NO_SUCH_KEY:-\(key)}\""], exitCodes: ran),
    Case(
      testDescription: "a header option", arguments: ["--header", "X-API-Key: \(key)"],
      exitCodes: ran),
    Case(
      testDescription: "a set header", arguments: ["--set", "target.headers.X-API-Key=\(key)"],
      exitCodes: ran),
    Case(
      testDescription: "a wrong key", headers: ["X-API-Key: \(key)-wrong"]),
    Case(
      testDescription: "user and password of an unreachable target",
      url: "http://user:\(key)@127.0.0.1:1"),
    Case(
      testDescription: "user and password of a target that is no URL",
      url: "http://user:\(key)@", exitCodes: [64]),
    Case(
      testDescription: "an unreachable target with a key",
      arguments: ["--target", "http://127.0.0.1:1"], headers: ["X-API-Key: \(key)"]),
    Case(
      testDescription: "a set header without an equals sign",
      arguments: ["--set", "target.headers.X-API-Key:\(key)"], exitCodes: [64]),
    Case(
      testDescription: "a set header that is no YAML",
      arguments: ["--set", "target.headers={X-API-Key: [\(key)"], exitCodes: [64]),
    Case(
      testDescription: "a set header at a wrong path",
      arguments: ["--set", "target.header.X-API-Key=\(key)"], exitCodes: [64]),
    Case(
      testDescription: "a header option without a colon",
      arguments: ["--header", "X-API-Key \(key)"], exitCodes: [64]),
    Case(
      testDescription: "a header option of a wrong name",
      arguments: ["--headers=X-API-Key: \(key)"], exitCodes: [64]),
    Case(
      testDescription: "a malformed header", headers: ["X-API-Key: \"${\(key)\""], exitCodes: [64]),
    Case(
      testDescription: "a control character in the environment",
      headers: ["X-API-Key: ${JOB_KEY}"], environment: ["JOB_KEY": "\(key)\nX: y"],
      exitCodes: [64]),
  ]

  @Test("no secret is written anywhere", arguments: cases)
  func hidden(_ test: Case) throws {
    var configuration = JobServer.Configuration()
    configuration.apiKey = Self.key
    configuration.service = .constant(10_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(url: test.url ?? server.url, headers: test.headers).text)
      let ended = try space.run(
        ["run", "scenario.yaml"] + test.arguments, environment: test.environment)
      #expect(test.exitCodes.contains(ended.exitCode ?? -1), "\(ended.errors)")
      if test.exitCodes == Self.ran { #expect(server.truth.count == 20, "the key was sent") }
      try expectNone(space, ended, isStored: test.exitCodes != [64] && test.url == nil)
    }
  }

  @Test func userAndPasswordOfAURLAreSentAndNotStored() throws {
    let server = try JobServer.start(JobServer.Configuration())
    defer { server.stop() }
    try Workspace.with { space in
      let url = server.url.replacing("http://", with: "http://user:\(Self.key)@")
      try space.write(ScenarioText(url: url, load: "constant: { rate: 50, for: 4s }").text)
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in server.truth.count >= 3 }, "\(child.errors)")
      child.send(SIGKILL)
      try expectNone(space, child.end(), isStored: true)
      let run = try space.onlyRun()

      let refused = try space.run(["resume", run])
      #expect(refused.exitCode == 64)
      #expect(
        refused.errors == """
          error: the user and password of the target's URL are not stored with the run
            hint: give them with `--target`, or with `--header 'Authorization: Basic ...'`

          """)
      let resumed = try space.run(["resume", run, "--header", "Authorization: Basic \(Self.key)"])
      let document = try space.document(run)
      #expect(document.jobs.outcomes.finished == document.jobs.acknowledged)
      try expectNone(space, resumed, isStored: true)
    }
  }

  @Test func aResumedRunAsksForTheKeyThatWasNotStored() throws {
    var configuration = JobServer.Configuration()
    configuration.apiKey = Self.key
    configuration.service = .constant(10_000_000)
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(
        ScenarioText(
          url: server.url, headers: ["X-API-Key: \(Self.key)"],
          load: "constant: { rate: 50, for: 1m }"
        ).text)
      let child = try space.start(["run", "scenario.yaml"])
      #expect(child.listen { _ in server.truth.count >= 3 }, "\(child.errors)")
      child.send(SIGKILL)
      try expectNone(space, child.end(), isStored: true)
      let run = try space.onlyRun()
      let refused = try space.run(["resume", run])
      #expect(refused.exitCode == 64)
      #expect(refused.errors.contains("the value of header 'X-API-Key' is not stored with the run"))
      let resumed = try space.run(["resume", run, "--header", "X-API-Key: \(Self.key)"])
      let document = try space.document(run)
      #expect(document.jobs.outcomes.finished == document.jobs.acknowledged)
      try expectNone(space, resumed, isStored: true)
    }
  }

  /// The key is in no file but the scenario, and in nothing that was said.
  private func expectNone(_ space: Workspace, _ ended: Child.Ended, isStored: Bool) throws {
    #expect(!ended.output.contains(Self.key))
    #expect(!ended.errors.contains(Self.key))
    var searched = 0
    for file in space.files(in: "results") {
      let url = URL(fileURLWithPath: space.path + "/results/" + file)
      guard let data = try? Data(contentsOf: url) else { continue }
      #expect(data.range(of: Data(Self.key.utf8)) == nil, "\(file)")
      #expect(data.range(of: Data(Self.key.utf8).base64EncodedData()) == nil, "\(file)")
      searched += 1
    }
    if isStored, !space.runs.isEmpty { #expect(searched >= 2) }
  }
}
