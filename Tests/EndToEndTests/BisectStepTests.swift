import Foundation
import ReferenceServer
import Results
import TestSupport
import Testing

/// `git bisect run` with `sojourn bisect-step`, over a repository whose server becomes slower.
@Suite struct BisectStepTests {
  /// Carries `script` out in the folder `repository` of the space.
  private func shell(_ space: Workspace, _ script: String) throws -> Child.Ended {
    let environment = Workspace.environment.merging([
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
      "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
      "GIT_COMMITTER_EMAIL": "a@b", "TOOL": Workspace.tool,
    ]) { $1 }
    return try Child(
      ["/bin/sh", "-c", script], environment: environment, folder: space.path + "/repository"
    ).end()
  }

  @Test func theFirstSlowCommitIsFound() throws {
    try Workspace.with { space in
      try space.write(ScenarioText(load: "burst: { jobs: 8 }", poll: "100ms").text)
      try FileManager.default.createDirectory(
        atPath: space.path + "/repository", withIntermediateDirectories: true)
      // The fifth of eight commits makes the server three times as slow.
      let made = try shell(
        space,
        """
        set -e
        git init -q -b main .
        for number in 1 2 3 4 5 6 7 8; do
          slowdown=0; [ $number -lt 5 ] || slowdown=200
          echo "exec \\"\\$TOOL\\" serve --port \\$1 --workers 50 --service 'constant(50ms)'" \\
            "--slowdown $slowdown% # $number" > server.sh
          git add server.sh; git commit -q -m "number $number"
        done
        git bisect start HEAD HEAD~7
        """)
      #expect(made.exitCode == 0, "\(made.errors)")
      let found = try shell(
        space,
        """
        git bisect run "$TOOL" bisect-step ../scenario.yaml --out ../results \\
          --good '"$TOOL" serve --port {port} --workers 50 --service "constant(50ms)"' \\
          --candidate 'sh server.sh {port}' --build 'test -s server.sh && echo built >&2' \\
          --effect 100% --metric processing --looks 4,8 --alpha 50% --attempts 100
        """)
      #expect(found.exitCode == 0, "\(found.output)\n\(found.errors)")
      #expect(found.output.contains("is the first bad commit"))
      #expect(found.output.contains("number 5"))
      #expect(found.errors.contains("\nbuilt\n"))
    }
  }

  @Test func aBuildThatFailsIsSkipped() throws {
    try Workspace.with { space in
      try space.write(ScenarioText().text)
      try FileManager.default.createDirectory(
        atPath: space.path + "/repository", withIntermediateDirectories: true)
      let step = ["bisect-step", "scenario.yaml", "--good", "x {port}", "--candidate", "x {port}"]
      let failed = try space.run(
        step + ["--build", "echo oh no >&2; exit 2", "--revisions", "8"])
      #expect(failed.errors.contains("search: 3 steps at most, of about 24 pairs each"))
      #expect(failed.exitCode == 125)
      #expect(failed.errors.contains("oh no\nerror: the build exited with 2"))
      // In a file the build and the tool write one after the other.
      let shared = try shell(
        space,
        "\"$TOOL\" bisect-step ../scenario.yaml --good 'x {port}' --candidate 'x {port}' "
          + "--build 'echo oh; echo no >&2; exit 2' 2> log; cat log")
      #expect(shared.output.contains("\noh\nno\nerror: the build exited with 2"))
      #expect(try space.run(step + ["--steps", "2", "--revisions", "4"]).exitCode == 128)
      let homeless = try space.run(["bisect-step", "scenario.yaml", "--good", "x {port}"])
      #expect(homeless.exitCode == 128)
      #expect(homeless.errors.contains("no '--candidate' says where the job API is"))
    }
  }

  @Test(
    "the commit's trouble skips it, and any other ends the search",
    arguments: [
      ("serve", "exit 3 # {port}", [], ":", 125),
      ("serve", "exec sleep 1000 # {port}", [], ":", 125),
      ("serve", "http://127.0.0.1:1", [], ":", 125),
      ("exit 3 # {port}", "serve", [], ":", 128),
      ("exec sleep 1000 # {port}", "serve", [], ":", 128),
      ("http://127.0.0.1:1", "serve", [], ":", 128),
      ("serve", "serve", [], "ulimit -f 1", 128),
      ("serve", "serve", ["--out", "/dev/null/runs"], ":", 128),
      ("serve", "serve", ["--set", "load.x=1"], ":", 128),
    ] as [(String, String, [String], String, Int32)])
  func troubles(
    good: String, candidate: String, options: [String], preparation: String, code: Int32
  ) throws {
    let serve = "exec '\(Workspace.tool)' serve --port {port}"
    let isSlow = (good + candidate).contains("sleep")
    try Workspace.with { space in
      try space.write(ScenarioText(load: "burst: { jobs: 8 }").text)
      let ended = try space.run(
        [
          "bisect-step", "scenario.yaml", "--good", good == "serve" ? serve : good,
          "--candidate", candidate == "serve" ? serve : candidate,
          "--start-limit", isSlow ? "300ms" : "1m",
          // The coins of these seeds let that side go first of which the trouble is.
          "--seed", code == 125 ? "6" : "0",
        ] + options, preparation: preparation)
      #expect(ended.exitCode == code, "\(ended.errors)")
      #expect(ended.errors.contains("error: "))
    }
  }

  @Test func aKeyThatIsRefusedEndsTheSearch() throws {
    var configuration = JobServer.Configuration()
    configuration.apiKey = "right"
    let server = try JobServer.start(configuration)
    defer { server.stop() }
    try Workspace.with { space in
      try space.write(ScenarioText(url: server.url, load: "burst: { jobs: 40 }").text)
      let ended = try space.run(
        ["bisect-step", "scenario.yaml", "--good", server.url, "--header", "X-API-Key: wrong"])
      #expect(ended.exitCode == 128, "\(ended.errors)")
      #expect(ended.output.hasPrefix("INVALID: every push was answered 401 or 403"))
    }
  }

  /// The coin of the first seed lets the base go first, that of the second one the candidate.
  @Test("a candidate that refuses the base's key is skipped", arguments: [0, 6])
  func aCandidateThatRefusesTheKey(seed: Int) throws {
    let servers = try ["right", "other"].map { key in
      var configuration = JobServer.Configuration()
      configuration.workers = 40
      configuration.apiKey = key
      return try JobServer.start(configuration)
    }
    defer { for server in servers { server.stop() } }
    try Workspace.with { space in
      try space.write(ScenarioText(url: servers[1].url, load: "burst: { jobs: 40 }").text)
      let ended = try space.run([
        "bisect-step", "scenario.yaml", "--good", servers[0].url, "--header", "X-API-Key: right",
        "--seed", "\(seed)", "--attempts", "100",
      ])
      #expect(ended.exitCode == 125, "\(ended.errors)")
      #expect(ended.output.hasPrefix("INVALID: every push to the candidate was answered 401"))
    }
  }
}
