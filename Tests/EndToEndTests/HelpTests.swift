import Foundation
import TestSupport
import Testing

/// Every help screen, as a whole.
@Suite struct HelpTests {
  static let commands = [
    "run", "resume", "replay", "report", "compare", "baseline", "gate", "bisect-step", "shrink",
    "trend", "export", "plan", "validate", "apis", "probe", "serve", "selftest", "capacity",
  ]

  private func help(_ arguments: [String]) throws -> String {
    try Workspace.with { space in
      let ended = try space.run(arguments)
      #expect(ended.exitCode == 0)
      #expect(ended.errors.isEmpty)
      return ended.output
    }
  }

  private func checkWidth(_ text: String) {
    for line in text.split(separator: "\n") where line.count > 80 {
      Issue.record("\(line.count) columns: \(line)")
    }
  }

  @Test func helpOfTheTool() throws {
    let text = try help(["--help"])
    #expect(try help([]) == text)
    #expect(try help(["help"]) == text)
    checkWidth(text)
    #expect(try examples(in: text).count == 2)
    Golden.check(text, named: "sojourn.txt", in: "Help")
  }

  @Test("help of each command", arguments: commands)
  func helpOfCommand(_ command: String) throws {
    let text = try help(["help", command])
    #expect(try help([command, "--help"]) == text)
    checkWidth(text)
    #expect(try examples(in: text).count == 2)
    Golden.check(text, named: "\(command).txt", in: "Help")
  }

  @Test("help of the parts of apis", arguments: ["list", "show"])
  func helpOfApis(_ part: String) throws {
    let text = try help(["help", "apis", part])
    #expect(try help(["apis", part, "--help"]) == text)
    checkWidth(text)
    Golden.check(text, named: "apis-\(part).txt", in: "Help")
  }

  @Test("help of the parts of baseline", arguments: ["set", "list"])
  func helpOfBaseline(_ part: String) throws {
    let text = try help(["help", "baseline", part])
    #expect(try help(["baseline", part, "--help"]) == text)
    checkWidth(text)
    Golden.check(text, named: "baseline-\(part).txt", in: "Help")
  }

  @Test func theVersionIsOneLine() throws {
    let text = try help(["--version"])
    Golden.check(text, named: "version.txt", in: "Help")
    #expect(text.split(separator: "\n").count == 1)
  }

  @Test("examples use options that exist", arguments: ["sojourn"] + commands)
  func examplesParse(_ screen: String) throws {
    for example in try examples(in: help(screen == "sojourn" ? ["--help"] : ["help", screen])) {
      let words = example.split(separator: " ").map(String.init)
      try #require(words.count >= 2 && words[0] == "sojourn")
      if screen != "sojourn" { #expect(words[1] == screen) }
      #expect(Self.commands.contains(words[1]))
      let options = try help(["help", words[1]])
      for word in words where word.hasPrefix("--") {
        #expect(options.contains("  \(word) "), "\(word) of `\(example)`")
      }
    }
  }

  /// Files that examples name are in the repository.
  @Test func examplesUseScenariosThatExist() throws {
    let scenarios = Golden.folder("../../scenarios").standardizedFileURL.path
    for screen in [["--help"]] + Self.commands.map({ ["help", $0] }) {
      for example in try examples(in: help(screen)) {
        for word in example.split(separator: " ") where word.hasPrefix("scenarios/") {
          let name = word.dropFirst("scenarios/".count)
          let exists = FileManager.default.fileExists(atPath: "\(scenarios)/\(name)")
          #expect(name == "*.yaml" || exists, "\(word)")
        }
      }
    }
  }

  /// The lines under EXAMPLES.
  private func examples(in text: String) throws -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "EXAMPLES"), "no examples in \(text)")
    return lines[(start + 1)...].prefix { !$0.isEmpty }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}
