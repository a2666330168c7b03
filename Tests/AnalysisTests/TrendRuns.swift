import Results
import TestSupport
import Workloads

@testable import Analysis

/// Made-up runs for trends: one that was derived from a job table, with other instants and quantiles.
enum TrendRuns {
  /// The run that all others are made from.
  static let pattern = Result {
    try SampleRun.random(1_200, seed: 7).withTable { manifest, table in
      StoredRun(path: "runs/0.run", manifest: manifest, document: summarize(manifest, table))
    }
  }

  /// The `number`th run, an hour after the one before, whose end-to-end times are `factor` times as
  /// long.
  static func run(_ number: Int, factor: Double = 1, revision: String? = nil) throws -> StoredRun {
    var run = try pattern.get()
    run.path = "runs/\(number).run"
    run.manifest.revision = revision
    run.document.run.revision = revision
    run.document.run.startedAt = InstantText.iso(
      1_790_000_000_000_000_000 + Int64(number) * 3_600_000_000_000)
    for path in [\Quantiles.p50, \.p95, \.p99] {
      let value = run.document.metrics.endToEnd.quantiles[keyPath: path].estimate ?? 1
      run.document.metrics.endToEnd.quantiles[keyPath: path].estimate = Nanoseconds(
        Double(value) * factor)
    }
    return run
  }

  /// Runs that differ by 1 %, and from `step` on by 20 % more.
  static func series(_ count: Int, step: Int = .max) throws -> [StoredRun] {
    try (0..<count).map { number in
      try run(
        number, factor: (1 + 0.002 * Double(number * 7 % 5)) * (number >= step ? 1.2 : 1),
        revision: "r\(number)")
    }
  }
}
