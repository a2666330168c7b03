import Foundation
import Testing

/// The instrument's own tests, in their short form.
@Suite struct SelfTestTests {
  /// Those claims that hold however busy the machine is.
  @Test(
    "the claims of a subject hold here",
    arguments: ["clocks", "anomalies", "queueing", "brackets"])
  func subject(_ name: String) throws {
    try Workspace.with { space in
      let ended = try space.run(["selftest", "--quick", "--only", name, "--format", "json"])
      #expect(ended.exitCode == 0, "\(ended.output) \(ended.errors)")
      let result = try JSONSerialization.jsonObject(with: Data(ended.output.utf8))
      let checks = try #require((result as? [String: Any])?["checks"] as? [[String: Any]])
      #expect(checks.map { $0["name"] as? String } == [name])
      let figures = try #require(checks.first?["figures"] as? [[String: Any]])
      #expect(!figures.isEmpty)
      #expect(space.files().isEmpty, "nothing is left behind")
    }
  }

  @Test func runsAreKeptWhereTheyAreAskedFor() throws {
    try Workspace.with { space in
      let ended = try space.run(["selftest", "--quick", "--only", "anomalies", "--keep", "kept"])
      #expect(ended.exitCode == 0)
      #expect(ended.output.hasPrefix("PASS: all 5 figures are within their limits\n"))
      for line in ended.output.split(separator: "\n") { #expect(line.count <= 80) }
      #expect(space.files(in: "kept").contains { $0.hasSuffix(".run/jobs.table") })
    }
  }

  @Test func anUnknownSubjectIsNamedWithThoseThereAre() throws {
    try Workspace.with { space in
      let ended = try space.run(["selftest", "--only", "luck"])
      #expect(ended.exitCode == 64)
      #expect(ended.errors.contains("'--only' must be one of intervals, quantiles, freeze"))
      #expect(ended.errors.contains("but is 'luck'"))
    }
  }
}
