internal import Glibc
internal import Platform

extension RunFolder {
  /// Whether the job table is there: a committed baseline has none.
  public var hasTable: Bool { unsafe access(tablePath, F_OK) == 0 }

  /// Whether a report is there.
  public var hasReport: Bool { unsafe access(reportJSONPath, F_OK) == 0 }

  /// The folder that holds the run's.
  public var parent: String { PathText.folder(of: path) }

  /// The document in `report.json`.
  public func report() throws(RunFolderError) -> RunDocument {
    try JSONText.read(
      RunDocument.self, at: reportJSONPath, schema: RunDocument.schema, \.schema)
  }
}
