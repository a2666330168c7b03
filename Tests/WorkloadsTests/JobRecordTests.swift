import Testing
import Workloads

@Suite struct JobRecordTests {
  @Test func aRecordIs128BytesAlignedForItsInstants() {
    #expect(MemoryLayout<JobRecord>.size == 128)
    #expect(MemoryLayout<JobRecord>.stride == 128)
    #expect(MemoryLayout<JobRecord>.alignment == 8)
  }

  @Test(
    "A row takes whole cache lines and fits its id",
    arguments: [(0, 192), (1, 192), (36, 192), (64, 192), (65, 256), (128, 256), (129, 320)])
  func strides(idCapacity: Int, expected: Int) {
    let stride = JobRows.stride(idCapacity: idCapacity)
    #expect(stride == expected)
    #expect(stride % 64 == 0 && stride - MemoryLayout<JobRecord>.size >= idCapacity)
  }

  @Test func rowsAndIdsDoNotOverlap() {
    let stride = JobRows.stride(idCapacity: 36)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 3 * stride, alignment: 64)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: 3 * stride)
    let rows = unsafe JobRows(base: memory, stride: stride, count: 3)
    for row in 0..<3 {
      unsafe rows.record(row).initialize(to: JobRecord(intended: Nanoseconds(row), jobClass: 7))
      #expect(rows.id(row).isEmpty)
      let id = String(repeating: "\(row)", count: rows.idCapacity)
      unsafe rows.idSpace(row).copyBytes(from: Array(id.utf8))
      unsafe rows.record(row).pointee.idLength = UInt16(rows.idCapacity)
    }
    for row in 0..<3 {
      #expect(rows[row].intended == Nanoseconds(row))
      #expect(rows[row].jobClass == 7)
      #expect(rows.id(row) == String(repeating: "\(row)", count: rows.idCapacity))
    }
  }

  @Test func aNewRecordSaysThatNothingHasHappened() {
    var job = JobRecord(intended: 5)
    #expect(job.outcome == .none && job.failure == .none && job.state == .unknown)
    #expect(!job.isInFlight)
    job.dispatched = 6
    #expect(job.isInFlight)
    job.outcome = .timedOut
    #expect(!job.isInFlight)
  }

  @Test(
    "Every outcome is observed, censored, or neither",
    arguments: Outcome.allCases)
  func outcomes(outcome: Outcome) {
    let observed: Set<Outcome> = [.finished, .error, .cancelled]
    let censored: Set<Outcome> = [.timedOut, .lost, .abandoned]
    #expect(outcome.isObserved == observed.contains(outcome))
    #expect(outcome.isCensored == censored.contains(outcome))
    var job = JobRecord(intended: 0)
    job.outcome = outcome
    #expect(job.outcome == outcome)
  }
}
