import Harness
import ReferenceServer
import Results
import Testing
import Workloads

/// A row of a job table with its id.
struct Row {
  var number: Int
  var id: String
  var job: JobRecord

  /// The rows of `table`.
  static func all(of table: JobTable) -> [Row] {
    (0..<table.rows.count).map { Row(number: $0, id: table.rows.id($0), job: table.rows[$0]) }
  }

  /// The record's bytes.
  var bytes: [UInt8] { unsafe withUnsafeBytes(of: job) { unsafe Array($0) } }
}

extension TruthRecord {
  /// The true queue time in nanoseconds.
  var queueTime: Nanoseconds? { started.map { $0.wall - created.wall } }

  /// The true processing time in nanoseconds.
  var processingTime: Nanoseconds? {
    guard let started, let completed else { return nil }
    return completed.wall - started.wall
  }
}

extension [TruthRecord] {
  /// The records by their ids.
  var byID: [String: TruthRecord] { Dictionary(map { ($0.id, $0) }) { first, _ in first } }
}

extension TruthComparison {
  /// Fails the test when anything that the run wrote down is untrue.
  func expectNoDifference(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      differences.isEmpty, "\(differences.count), first \(differences.prefix(3))",
      sourceLocation: sourceLocation)
  }
}
