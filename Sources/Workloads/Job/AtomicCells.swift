// Hot path: see Documentation.docc/HotPath.md
import Synchronization

/// Numbers in memory that one thread writes and any thread may read: relaxed atomics, at the price of plain
/// loads and stores.
///
/// `@unchecked Sendable`: the one writer is whoever owns the tally that is made of them.
@safe
struct AtomicCells: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Atomic<UInt64>>

  /// Cells over `base`, which is aligned to 8, outlives them and is zero at first.
  init(_ base: UnsafeMutableRawPointer) {
    unsafe self.base = unsafe base.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  @inline(__always)
  subscript(index: Int) -> UInt64 {
    get { unsafe base[index].load(ordering: .relaxed) }
    nonmutating set { unsafe base[index].store(newValue, ordering: .relaxed) }
  }
}
