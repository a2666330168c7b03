import Foundation
import TestSupport
import Testing

/// Command line sessions, as a person would see them.
///
/// A file of `Sessions` has the files of the session, each under `-- name --`, and then commands:
/// ```
/// -- good.yaml --
/// load: { burst: { jobs: 1 } }
/// $ sojourn validate good.yaml
/// [0]
/// ```
/// Under a command is what it says: standard output as it is, each line of standard error after
/// `! `, and its exit code in brackets. `UPDATE_GOLDEN=1 swift test` writes these lines anew.
@Suite struct SessionTests {
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: Golden.folder("Sessions"), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "txt" }.map(\.lastPathComponent).sorted()
  }()

  @Test func thereAreSessions() { #expect(Self.names.count >= 3) }

  @Test("a session goes as written", arguments: names)
  func session(name: String) throws {
    let url = Golden.folder("Sessions").appendingPathComponent(name)
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let end = try #require(lines.firstIndex { $0.hasPrefix("$ ") })
    try Workspace.with { space in
      try unpack(lines[..<end], in: space)
      var played = lines[..<end].joined(separator: "\n") + "\n"
      for line in lines[end...] where line.hasPrefix("$ ") {
        played += line + "\n" + (try play(String(line.dropFirst(2)), in: space))
      }
      Golden.check(played, named: name, in: "Sessions")
    }
  }

  private func unpack(_ lines: ArraySlice<String>, in space: Workspace) throws {
    var name: String?
    var text = ""
    for line in lines {
      guard line.hasPrefix("-- "), line.hasSuffix(" --") else {
        text += line + "\n"
        continue
      }
      if let name { try space.write(text, to: name) }
      name = String(line.dropFirst(3).dropLast(3))
      text = ""
    }
    if let name { try space.write(text, to: name) }
  }

  private func play(_ command: String, in space: Workspace) throws -> String {
    let words = command.split(separator: " ").map(String.init)
    try #require(words.first == "sojourn")
    let ended = try space.run(Array(words.dropFirst()))
    let errors = ended.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let code = ended.exitCode.map(String.init) ?? "signal"
    return ended.output + errors.map { "! \($0)\n" }.joined() + "[\(code)]\n"
  }
}
