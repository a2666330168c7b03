import Foundation
import Results
import Statistics
import Testing

@testable import Analysis

/// Trends follow their published schema.
@Suite struct TrendSchemaTests {
  private let schema: JSONSchema

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Results/Schema/sojourn.trend.1.schema.json")
    schema = try JSONSchema(try Data(contentsOf: file))
  }

  private func trend(_ count: Int, step: Int) throws -> Trend {
    var runs = try TrendRuns.series(count, step: step)
    if count > 1 {
      runs[1].manifest.environment.kernel = "Linux 6.9.0"
      runs[1].document.run.revision = nil
    }
    return findTrend(
      runs.map(TrendInput.init), unreadable: [LeftOutRun(path: "x.run", .unreadable, "no")],
      in: "runs", metrics: ["end_to_end", "queue"], rule: ChangeRule(), version: "1")
  }

  @Test("trends follow the published schema", arguments: [(40, 20), (18, 9), (3, 1), (0, 0)])
  func follow(count: Int, step: Int) throws {
    let found = try trend(count, step: step)
    #expect(try schema.violations(in: Data(found.json().utf8)) == [])
    let read = try JSONDecoder().decode(Trend.self, from: Data(found.json().utf8))
    #expect(read == found)
    #expect(read.json() == found.json())
  }

  @Test(
    "the schema is strict",
    arguments: [
      ("\"sojourn.trend/1\"", "\"sojourn.run/1\""), ("\"change_point\",", "\"change\","),
      ("\"slowdown\" : true", "\"slowdown\" : 1"), ("\"judged\"", "\"decided\""),
      ("\"median_ns\"", "\"median\""), ("\"at_least\" : false", "\"at_least\" : null"),
      ("\"reason\" : \"unreadable\"", "\"reason\" : \"ugly\""),
    ])
  func strict(found: String, changed: String) throws {
    let text = try trend(40, step: 20).json()
    #expect(text.contains(found))
    let damaged = text.replacing(found, with: changed, maxReplacements: 1)
    #expect(try schema.violations(in: Data(damaged.utf8)) != [])
  }
}
