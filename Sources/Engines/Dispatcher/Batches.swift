// Hot path: see Documentation.docc/HotPath.md

/// Which rows each slot's request about many jobs names, in memory that is reserved once.
@safe
struct Batches: ~Copyable {
  /// Stands for a row that the reply had.
  private static let found = UInt32.max

  private let rows: UnsafeMutablePointer<UInt32>
  /// The most rows of a batch; 0 for no batches.
  let most: Int

  init(slots: Int, most: Int) {
    self.most = most
    unsafe rows = .allocate(capacity: max(slots * most, 1))
  }

  deinit { unsafe rows.deallocate() }

  /// Puts `row` at place `index` of the batch of `slot`.
  func put(_ row: Int, slot: Int, at index: Int) {
    precondition(index >= 0 && index < most, "the batch is full")
    unsafe rows[slot * most + index] = UInt32(truncatingIfNeeded: row)
  }

  /// The row at place `index` of the batch of `slot`; nil once the reply had it.
  func row(slot: Int, at index: Int) -> Int? {
    precondition(index >= 0 && index < most, "place out of range")
    let row = unsafe rows[slot * most + index]
    return row == Self.found ? nil : Int(row)
  }

  /// Marks place `index` of the batch of `slot`: the reply had it.
  func markFound(slot: Int, at index: Int) {
    precondition(index >= 0 && index < most, "place out of range")
    unsafe rows[slot * most + index] = Self.found
  }
}
