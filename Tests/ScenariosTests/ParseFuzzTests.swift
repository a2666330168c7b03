import Scenarios
import Statistics
import Testing
import Workloads

/// Whatever a file holds, parsing ends with a scenario or with a diagnostic.
@Suite struct ParseFuzzTests {
  /// Pieces that mean something in YAML or in scenarios.
  static let pieces = [
    "\n", "  ", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "\"", "'", "#", "&a ", "*a", "<<: ",
    "!!int ", "|\n", ">", "?", "---\n", "...\n", "%YAML 1.2\n", "\u{0}", "\u{85}", "\u{2028}",
    "\u{FEFF}", "é", "😀", "-1", "1e999", ".nan", "~", "0x", "${", "$$", "load", "rate: ", "jobs: ",
    "\r\n", "\\x41", "@", "`", "99999999999999999999",
  ].map { Array($0.utf8) }

  @Test("2,000 mutations of a valid file", arguments: [1, 2, 3, 4] as [UInt64])
  func mutated(seed: UInt64) {
    var generator = Xoshiro(seed: seed)
    let original = Array(ScenarioParseTests.full.utf8)
    for round in 0..<500 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        Self.mutate(&bytes, &generator)
      }
      do {
        let scenario = try Scenario.parse(bytes, file: "fuzz.yaml")
        #expect(scenario.load.count(seed: scenario.seed) > 0, "seed \(seed), round \(round)")
      } catch {
        #expect(!error.diagnostics.isEmpty, "seed \(seed), round \(round)")
        let places = error.diagnostics.map { ($0.line, $0.column) }
        #expect(
          zip(places, places.dropFirst()).allSatisfy { $0 <= $1 },
          "seed \(seed), round \(round)")
      }
    }
  }

  /// Inserts, removes, replaces or repeats at a random place.
  static func mutate(_ bytes: inout [UInt8], _ generator: inout Xoshiro) {
    let start = Int.random(in: 0...bytes.count, using: &generator)
    let end = min(bytes.count, start + Int.random(in: 0..<12, using: &generator))
    let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.insert(contentsOf: piece, at: start)
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.replaceSubrange(start..<end, with: piece)
    case 3: bytes.insert(contentsOf: bytes[start..<end], at: start)
    default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: start)
    }
  }
}
