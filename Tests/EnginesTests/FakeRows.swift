import Dialects
import Workloads

@testable import Engines

/// Rows and a tally in plain memory, for tests without a file.
@safe final class FakeRows {
  let rows: JobRows
  let tally: EngineTally
  private let memory: UnsafeMutableRawPointer
  private let tallyMemory: UnsafeMutableRawPointer

  init(intended: [Nanoseconds]) {
    let stride = JobRows.stride(idCapacity: 64)
    unsafe memory = .allocate(byteCount: max(intended.count, 1) * stride, alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: intended.count * stride)
    unsafe tallyMemory = .allocate(byteCount: EngineTally.byteCount, alignment: 64)
    unsafe tallyMemory.initializeMemory(as: UInt8.self, repeating: 0, count: EngineTally.byteCount)
    unsafe rows = JobRows(base: memory, stride: stride, count: intended.count)
    unsafe tally = EngineTally(base: tallyMemory)
    for (row, instant) in intended.enumerated() {
      unsafe rows.record(row).initialize(to: JobRecord(intended: instant))
    }
  }

  deinit {
    unsafe memory.deallocate()
    unsafe tallyMemory.deallocate()
  }

  /// Gives `row` an id of its own, 4 bytes long, as an engine does before a push counts as accepted.
  func giveID(_ row: Int) {
    let space = unsafe rows.idSpace(row)
    for index in 0..<4 { unsafe space[index] = UInt8(truncatingIfNeeded: row >> (8 * index)) }
  }

  /// Rows by outcome.
  func count(_ outcome: Outcome) -> Int {
    (0..<rows.count).count { rows[$0].outcome == outcome }
  }
}

/// A dispatcher as a class: the expectation macros cannot hold a noncopyable value.
final class Driver {
  private var dispatcher: Dispatcher

  init(
    _ fake: FakeRows, follow: FollowPlan, index: Int = 0, engineCount: Int = 1, slotCount: Int = 4,
    classCount: Int = 1, closedPhases: [ClosedPhase] = []
  ) {
    dispatcher = Dispatcher(
      rows: fake.rows, tally: fake.tally, follow: follow, index: index, engineCount: engineCount,
      slotCount: slotCount, classCount: classCount, closedPhases: closedPhases)
  }

  var hasWork: Bool { dispatcher.hasWork }
  var hasArrivals: Bool { dispatcher.hasArrivals }
  var nextDeadline: Nanoseconds { dispatcher.nextDeadline }
  func next(at now: Nanoseconds) -> Dispatcher.Action? { dispatcher.next(at: now) }
  func close() { dispatcher.close() }
  var sweep: Sweep { dispatcher.sweep }
  func takeHook(_ row: Int, _ state: JobState, received: Nanoseconds) {
    dispatcher.takeHook(row, state, received: received)
  }

  /// The rows of the batch of `slot`.
  func batch(_ slot: Int) -> [Int] {
    (0..<dispatcher.batchCount(slot)).compactMap { dispatcher.batches.row(slot: slot, at: $0) }
  }

  /// Takes in one job of a list, which has the id of `row`.
  func takeListed(
    _ row: Int, of fake: FakeRows, _ reply: PollReply, slot: Int, at now: Nanoseconds
  ) {
    unsafe dispatcher.takeListed(fake.rows.idBytes(row), reply, slot: slot, at: now)
  }

  func adoptOpenJobs(at now: Nanoseconds) { dispatcher.adoptOpenJobs(at: now) }

  func handle(_ event: Dispatcher.Event, slot: Int, at now: Nanoseconds) {
    dispatcher.handle(event, slot: slot, at: now)
  }
}
