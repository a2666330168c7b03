import Foundation
import Scenarios
import TestSupport
import Testing

/// Every file of `Fixtures` is rejected with exactly the diagnostics beside it.
@Suite struct FixtureTests {
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: Golden.folder("Fixtures"), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" }.map(\.lastPathComponent).sorted()
  }()

  @Test func thereAreFixtures() {
    #expect(Self.names.count >= 40)
  }

  @Test("each bad file is rejected with all its problems", arguments: names)
  func rejected(name: String) throws {
    let bytes = try Data(contentsOf: Golden.folder("Fixtures").appendingPathComponent(name))
    let text = diagnostics { () throws(ScenarioRejected) in
      try Scenario.parse(Array(bytes), file: name)
    }
    #expect(!text.isEmpty, "\(name) was accepted")
    Golden.check(
      text, named: name.replacingOccurrences(of: ".yaml", with: ".diagnostics"), in: "Fixtures")
  }
}

/// The diagnostics of a parse as text, one after another; empty when it succeeds.
func diagnostics(_ parse: () throws(ScenarioRejected) -> Scenario) -> String {
  do {
    _ = try parse()
    return ""
  } catch {
    return error.diagnostics.map { $0.description + "\n" }.joined()
  }
}
