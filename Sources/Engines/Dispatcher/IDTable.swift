// Hot path: see Documentation.docc/HotPath.md
internal import Workloads

/// Finds the row of a job by its id: open addressing with linear probing, in memory that is reserved
/// once, at most half full.
///
/// Only row numbers are stored; the ids themselves are in the rows.
@safe
struct IDTable: ~Copyable {
  private static let empty = UInt32.max

  private let cells: UnsafeMutableBufferPointer<UInt32>
  private let mask: Int

  /// A table for `capacity` rows; 0 for one that is not used.
  init(capacity: Int) {
    var size = 1
    while size < 2 * capacity { size *= 2 }
    unsafe cells = .allocate(capacity: size)
    unsafe cells.initialize(repeating: Self.empty)
    mask = size - 1
  }

  deinit { unsafe cells.deallocate() }

  /// Enters `row`, whose id is in `rows`; of two rows with one id the first is found.
  func insert(_ row: Int, of rows: JobRows) {
    let id = unsafe rows.idBytes(row)
    var cell = unsafe Self.hash(id) & mask
    while unsafe cells[cell] != Self.empty { cell = (cell + 1) & mask }
    unsafe cells[cell] = UInt32(truncatingIfNeeded: row)
  }

  /// The row whose id is `id`, or nil.
  func row(_ id: UnsafeRawBufferPointer, of rows: JobRows) -> Int? {
    var cell = unsafe Self.hash(id) & mask
    while unsafe cells[cell] != Self.empty {
      let row = unsafe Int(cells[cell])
      if unsafe rows.hasID(id, row) { return row }
      cell = (cell + 1) & mask
    }
    return nil
  }

  /// FNV-1a of `id` with 64 bits, going on from `start`; 0 begins anew.
  static func fingerprint(_ id: UnsafeRawBufferPointer, from start: UInt64 = 0) -> UInt64 {
    var state = start ^ 0xCBF2_9CE4_8422_2325
    for index in id.indices { state = unsafe (state ^ UInt64(id[index])) &* 0x100_0000_01B3 }
    return state
  }

  /// The fingerprint of `id`, its upper half folded onto its lower.
  private static func hash(_ id: UnsafeRawBufferPointer) -> Int {
    let state = unsafe fingerprint(id)
    return Int(truncatingIfNeeded: (state ^ state &>> 32) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
