import Foundation
import TestSupport
import Testing

/// The scenarios of the repository.
@Suite struct ShippedScenarioTests {
  static let files: [String] = {
    let folder = Golden.folder("../../scenarios").standardizedFileURL
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" }.map(\.path).sorted()
  }()

  @Test func thereAreScenarios() { #expect(Self.files.count >= 2) }

  @Test("every shipped scenario is valid and opens with its question", arguments: files)
  func valid(file: String) throws {
    try Workspace.with { space in
      let ended = try space.run(["validate", file])
      #expect(ended.exitCode == 0)
      #expect(ended.output.isEmpty)
      #expect(ended.errors.isEmpty)
    }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines[0].hasPrefix("# Question: "))
    #expect(lines[1].hasPrefix("# Good answer: "))
    #expect(lines[2].hasPrefix("# Takes: "))
  }
}
