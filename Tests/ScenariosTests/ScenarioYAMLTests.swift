import Dialects
import Foundation
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

/// Scenarios as files: what is written reads back as what was meant.
@Suite struct ScenarioYAMLTests {
  private func again(_ scenario: Scenario, comment: [String] = []) throws -> Scenario {
    let text = scenario.yaml(comment: comment)
    do throws(ScenarioRejected) {
      return try Scenario.parse(text, file: "\(scenario.name).yaml")
    } catch {
      Issue.record("\(error.diagnostics.map(\.description)) of\n\(text)")
      throw error
    }
  }

  @Test func everyShippedScenarioComesBack() throws {
    let folder = Golden.folder("../../scenarios").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "yaml" }
    #expect(files.count >= 9)
    for file in files {
      let scenario = try Scenario.parse(
        Array(try Data(contentsOf: file)), file: file.lastPathComponent)
      #expect(try again(scenario) == scenario, "\(file.lastPathComponent)")
    }
  }

  @Test func everyKeyComesBack() throws {
    let full = try Scenario.parse(ScenarioParseTests.full, file: "full.yaml")
    #expect(try again(full, comment: ["One", "", "two: - # {"]) == full)
    for text in [
      "load: { burst: { jobs: 1, skew: 5ms, spread: random } }",
      "load: [{ steps: { rates: [1, 2.5, 1e-3], each: 20m }, warm_up: true }, { burst: { jobs: 2 } }]",
      "load: { ramp: { from: 1, to: 0.3, for: 90s, curve: exponential } }",
      "load: { closed: { population: 3, think: 'lognormal(5ms, 0.25)', for: 1500ms } }",
      "load: { trace: { file: 'a b,c.csv', speed: 0.1 } }",
      "load: { poisson: { rate: 3.3, for: 1h } }\nfollow: { mode: list, poll: learned }",
      "load: { burst: { jobs: 1 } }\nfollow: { poll: { learned: { requests_per_job: 4.5 } } }",
      "load: { burst: { jobs: 1 } }\nseed: { run: 4, payloads: 4, service: 0 }",
      """
      load: { burst: { jobs: 1 } }
      target: { api: my/api.yaml, url: "http://[::1]:8080" }
      follow: { mode: webhook, webhook: { listen: "[::1]:90", url: "http://h:1/x" } }
      """,
    ] {
      let scenario = try Scenario.parse(text, file: "some.yaml")
      #expect(try again(scenario) == scenario, "\(text)")
    }
  }

  @Test func defaultsAreLeftOut() throws {
    let text = try Scenario.parse("load: { burst: { jobs: 5 } }", file: "a.yaml")
      .yaml(comment: ["A comment"])
    #expect(
      text == """
        # A comment
        target:
          url: embedded
        load:
          - burst: { jobs: 5 }
        seed: 1

        """)
  }

  @Test("texts of any kind come back, in names, headers and inputs")
  func anyText() throws {
    let pieces = [
      "a", "Z", "9", " ", "#", ":", ": ", "- ", "'", "\"", "\\", "{", "}", "[", "]", ",", "&", "*",
      "!",
      "|", ">", "%", "@", "`", "?", "~", "null", "true", "1.5", "\u{301}", "\u{A0}", "\u{2028}",
      "\u{E9}", "\u{1F600}", "${{ n }}", "$${{", "=", "<",
    ]
    let controls = ["\n", "\t", "\r", "\u{1}", "\u{7F}", "\u{85}"]
    var generator = Xoshiro(seed: 11)
    func text(_ pieces: [String]) -> String {
      (0..<Int(generator.next() % 6) + 1).map { _ in
        pieces[Int(generator.next() % UInt64(pieces.count))]
      }.joined()
    }
    for _ in 0..<300 {
      var scenario = Scenario(
        name: "random", load: ArrivalSchedule([.burst(jobs: 3, every: 0, times: 1)]))
      let name = text(pieces)
      scenario.jobs[0].name = String(name.prefix(8))
      scenario.jobs[0].function = text(pieces)
      let (key, value) = (
        JSONText.string(text(pieces.filter { !$0.contains("{{") } + controls)),
        JSONText.string(text(pieces.filter { $0 != "\u{301}" } + controls))
      )
      scenario.jobs[0].inputs = "{\(key):[\(value),-1.5,null,{}],\"z\":{\"z\":true}}"
      scenario.target.headers = [
        Header(name: "X-Text", template: text(pieces.filter { !$0.contains("$") }))
      ]
      scenario.thresholds = [try Threshold.parse("end_to_end.p99 < 2s")]
      #expect(try again(scenario) == scenario, "\(scenario.yaml())")
    }
  }
}
