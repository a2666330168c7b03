import Foundation
import Scenarios
import TestSupport
import Testing
import Workloads

@Suite struct ScenarioCodableTests {
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try #require(String(bytes: encoder.encode(value), encoding: .utf8)) + "\n"
  }

  @Test func theEffectiveScenarioReadsLikeTheFile() throws {
    let scenario = try Scenario.parse(ScenarioParseTests.full, file: "full.yaml")
    Golden.check(try Self.json(scenario), named: "full.json", in: "Fixtures")
  }

  @Test func whatHoldsNoSecretComesBackUnchanged() throws {
    let overrides = [
      try Override("target.proxy=http://proxy:3128"),
      try Override("target.headers={Accept: '${B} c'}"),
    ]
    let full = try Scenario.parse(
      ScenarioParseTests.full, file: "full.yaml", overrides: overrides)
    let small = try Scenario.parse("load: { burst: { jobs: 5 } }", file: "small.yaml")
    for scenario in [full, small] {
      let text = try Self.json(scenario)
      #expect(try JSONDecoder().decode(Scenario.self, from: Data(text.utf8)) == scenario)
    }
  }

  @Test(arguments: [
    ServiceLaw.constant(5), .exponential(mean: 6), .logNormal(median: 7, sigma: 0.1),
    .bimodal(short: 1, long: 2, share: 1.0 / 3),
  ])
  func serviceLawsComeBackUnchanged(law: ServiceLaw) throws {
    let text = try Self.json(law)
    #expect(try JSONDecoder().decode(ServiceLaw.self, from: Data(text.utf8)) == law)
  }

  @Test(arguments: [
    #"{}"#, #"{"normal": {}}"#, #"{"constant": {}}"#,
    #"{"constant": {"time_ns": 1}, "exponential": {"mean_ns": 1}}"#,
  ])
  func damagedLawsAreErrors(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ServiceLaw.self, from: Data(text.utf8))
    }
  }

  @Test(
    "a secret header's literals and defaults are masked",
    arguments: [
      ("Authorization", "Bearer hunter2", "<masked>"),
      ("Authorization", "Bearer ${TOKEN}", "<masked>${TOKEN}"),
      ("X-API-Key", "${KEY:-hunter2}", "${KEY:-<masked>}"),
      ("x-api-key", "hunter2${KEY}hunter2", "<masked>${KEY}<masked>"),
      ("Cookie", "a=hunter2", "<masked>"), ("Proxy-Authorization", "hunter2", "<masked>"),
      ("X-Auth-Token", "hunter2", "<masked>"), ("Client-Secret", "hunter2", "<masked>"),
      ("X-Key", "$hunter2", "<masked>"), ("X-Key", "", ""),
      ("Accept", "text/${KIND:-plain}", "text/${KIND:-plain}"),
    ])
  func masked(name: String, template: String, shown: String) throws {
    let text = try Self.json(Header(name: name, template: template))
    let again = try JSONDecoder().decode(Header.self, from: Data(text.utf8))
    #expect(again == Header(name: name, template: shown))
  }

  @Test func noSecretOfAScenarioReachesItsJSON() throws {
    let text = """
      target:
        url: https://user:hunter2@example.com/a@b
        proxy: http://hunter2@proxy:3128
        headers: { Authorization: Bearer hunter2, X-API-Key: "${KEY:-hunter2}", X-Token: hunter2 }
      load: { burst: { jobs: 5 } }
      """
    let scenario = try Scenario.parse(text, file: "a.yaml")
    let json = try Self.json(scenario)
    #expect(!json.contains("hunter2"))
    #expect(json.contains("https://<masked>@example.com/a@b"))
    #expect(json.contains("http://<masked>@proxy:3128"))
    #expect(json.contains("${KEY:-<masked>}"))
  }
}
