import Foundation
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Analysis

/// Comparisons follow their published schema.
@Suite struct ComparisonSchemaTests {
  private let schema: JSONSchema

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Results/Schema/sojourn.comparison.1.schema.json")
    schema = try JSONSchema(try Data(contentsOf: file))
  }

  private func comparison(_ count: Int, ending: JobTable.Ending, isUnlike: Bool = false) throws
    -> Comparison
  {
    func stored(_ number: Int64) throws -> StoredRun {
      var sample = try SampleRun.random(count, seed: UInt64(number))
      sample.startedAt += number * 1_000_000_000
      sample.ending = ending
      if isUnlike, number == 2 { sample.scenario.follow.recheck = 0.5 }
      return try sample.withTable { manifest, table in
        StoredRun(path: "a", manifest: manifest, document: summarize(manifest, table))
      }
    }
    return compare(
      base: try stored(1), candidate: try stored(2), history: [], in: "x", rule: ComparisonRule(),
      version: "1")
  }

  @Test(
    "comparisons follow the published schema",
    arguments: [(1_200, JobTable.Ending.complete), (40, .none), (0, .complete)])
  func follow(count: Int, ending: JobTable.Ending) throws {
    let found = try comparison(count, ending: ending, isUnlike: count == 40)
    #expect(try schema.violations(in: Data(found.json().utf8)) == [])
    let read = try JSONDecoder().decode(Comparison.self, from: Data(found.json().utf8))
    #expect(read == found)
    #expect(read.json() == found.json())
  }

  @Test(
    "the schema is strict",
    arguments: [
      ("\"advisory\"", "\"advice\""), ("\"exit_code\" : 0", "\"exit_code\" : 3"),
      ("\"judged\" : true", "\"judged\" : 1"), ("\"log_ratio\"", "\"ratio\""),
      ("\"compared_anyway\" : false", "\"compared_anyway\" : null"),
      ("\"sojourn.comparison/1\"", "\"sojourn.run/1\""), ("\"carrier\"", "\"bearer\""),
    ])
  func strict(found: String, changed: String) throws {
    let text = try comparison(1_200, ending: .complete).json()
      .replacing("\"exit_code\" : 2", with: "\"exit_code\" : 0")
    #expect(text.contains(found))
    let damaged = text.replacing(found, with: changed, maxReplacements: 1)
    #expect(try schema.violations(in: Data(damaged.utf8)) != [])
  }
}
