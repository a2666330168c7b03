import Foundation
import Platform
import Results
import TestSupport
import Testing
import Workloads

@Suite struct JobTableTests {
  private func create(_ path: String, rows: Int = 100) throws -> JobTable {
    try JobTable.create(at: path, rows: rows, idCapacity: 36, engines: 2)
  }

  @Test func aTableIsReadBackAsItWasWritten() throws {
    try TemporaryFolder.with { root in
      let path = root + "/jobs.table"
      do {
        let table = try create(path)
        table.start(monotonic: 17, wall: JobRecord.sampleEpoch)
        unsafe table.rows.record(42).pointee = .sample(outcome: .error)
        unsafe table.rows.idSpace(42).copyBytes(from: Array("abc".utf8))
        unsafe table.rows.record(42).pointee.idLength = 3
        table.tally(1).add(5, to: .acknowledged)
        table.tally(1).record(1_000, in: .pollLag)
        table.monitor.set(.ownCPU, to: 23)
        table.resume()
        table.end(.interrupted, at: 99)
      }
      let table = try JobTable.open(at: path, isWritable: false)
      #expect(!table.isWritable)
      #expect(table.rows.count == 100)
      #expect(table.engineCount == 2)
      #expect(table.startMonotonic == 17)
      #expect(table.startWall == JobRecord.sampleEpoch)
      #expect(table.ending == .interrupted)
      #expect(table.endInstant == 99)
      #expect(table.resumptions == 1)
      #expect(table.monitor[.ownCPU] == 23)
      #expect(table.rows[42].outcome == .error)
      #expect(table.rows.id(42) == "abc")
      #expect(table.rows[41].outcome == .none)
      #expect(table.tally(1)[.acknowledged] == 5)
      #expect(table.tally(0)[.acknowledged] == 0)
      #expect(
        table.tally(1).count(in: .pollLag, bin: HistogramLayout.index(of: 1_000)) == 1)
    }
  }

  @Test func anExistingTableIsNeverOverwritten() throws {
    try TemporaryFolder.with { root in
      let table = try create(root + "/jobs.table")
      #expect(throws: SystemError.self) { try create(root + "/jobs.table") }
      #expect(table.rows.count == 100)
    }
  }

  @Test(
    "a damaged table is refused",
    arguments: [
      (nil, 0, "bytes long"), (nil, 5_000, "its header says"), (0, 0, "not a job table"),
      (8, 0, "version"), (16, 0, "version"), (24, 0, "inconsistent"), (32, 0, "its header says"),
      (40, 0, "inconsistent"), (48, 0, "version"), (96, 0, "version"),
    ] as [(Int?, Int, String)])
  func damaged(zeroedWord: Int?, length: Int, reason: String) throws {
    try TemporaryFolder.with { root in
      let path = root + "/jobs.table"
      _ = try create(path)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      if let zeroedWord {
        bytes.replaceSubrange(zeroedWord..<zeroedWord + 8, with: [UInt8](repeating: 0, count: 8))
      } else {
        bytes = bytes.prefix(length)
      }
      try bytes.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: RunFolderError.self) {
        try JobTable.open(at: path, isWritable: false)
      }
      let description = error?.description ?? ""
      #expect(description.hasPrefix("'\(path)' cannot be read: it"))
      #expect(description.contains(reason), "\(description)")
    }
  }
}
