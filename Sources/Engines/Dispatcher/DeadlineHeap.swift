// Hot path: see Documentation.docc/HotPath.md
internal import Workloads

/// The next deadline of every job that waits: a heap with four children to a node, in memory that is
/// reserved once.
///
/// - Complexity: ``push(_:)`` and ``pop()`` O(log4 n); ``top`` O(1).
@safe
struct DeadlineHeap: ~Copyable {
  /// A job and when something is due for it.
  struct Entry: BitwiseCopyable {
    var deadline: Nanoseconds
    var row: Int
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    unsafe entries = .allocate(capacity: self.capacity)
  }

  deinit { unsafe entries.deallocate() }

  /// The entry with the earliest deadline.
  var top: Entry? { count > 0 ? unsafe entries[0] : nil }

  mutating func push(_ entry: Entry) {
    precondition(count < capacity, "more deadlines than jobs")
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole - 1) / 4
      let above = unsafe entries[parent]
      if above.deadline <= entry.deadline { break }
      unsafe entries[hole] = above
      hole = parent
    }
    unsafe entries[hole] = entry
  }

  /// Removes the top.
  mutating func pop() {
    precondition(count > 0, "no deadline to remove")
    count -= 1
    if count > 0 { sink(unsafe entries[count], from: 0) }
  }

  /// Puts `entry` where the hole at `start` ends up after smaller children moved up.
  private mutating func sink(_ entry: Entry, from start: Int) {
    var hole = start
    while true {
      let first = 4 * hole + 1
      if first >= count { break }
      var smallest = first
      var child = first + 1
      let end = min(first + 4, count)
      while child < end {
        if unsafe entries[child].deadline < entries[smallest].deadline { smallest = child }
        child += 1
      }
      let below = unsafe entries[smallest]
      if entry.deadline <= below.deadline { break }
      unsafe entries[hole] = below
      hole = smallest
    }
    unsafe entries[hole] = entry
  }

  /// Makes every entry due at once.
  ///
  /// - Complexity: O(n); for the one moment when a run is closed.
  mutating func expire() {
    for index in 0..<count { unsafe entries[index].deadline = 0 }
  }
}
