public import Results
internal import Workloads

extension SampleRun {
  /// Makes a run folder under `root` that stays, with `ids` for the first jobs that have an id.
  ///
  /// An id takes at most 64 bytes.
  public func makeFolder(under root: String, ids: [[UInt8]] = []) throws -> RunFolder {
    let folder = try RunFolder.create(
      under: root, startedAt: startedAt, manifest: manifest)
    let table = try folder.createTable(rows: jobs.count, idCapacity: 64, engines: 1)
    fill(table)
    let rows = jobs.indices.filter { jobs[$0].acknowledged != 0 }
    for (row, id) in zip(rows, ids) {
      unsafe table.rows.record(row).pointee.idLength = UInt16(id.count)
      unsafe table.rows.idSpace(row).copyBytes(from: id)
    }
    return folder
  }
}
