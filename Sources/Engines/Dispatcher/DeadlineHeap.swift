// Hot path: see Documentation.docc/HotPath.md
internal import Workloads

/// Why a job is asked about.
enum Occasion: UInt8, BitwiseCopyable {
  /// Its turn by the poll policy has come.
  case regular
  /// A webhook is to be confirmed.
  case confirmation
  /// It has ended, and a second look is to show whether that stays so.
  case recheck
}

/// The next deadlines of jobs: a heap with four children to a node, in memory that is reserved once.
///
/// - Complexity: ``push(_:)`` and ``pop()`` O(log4 n); ``top`` O(1).
@safe
struct DeadlineHeap: ~Copyable {
  /// A job and when something is due for it; 16 bytes.
  struct Entry: BitwiseCopyable {
    var deadline: Nanoseconds
    private let number: UInt32
    /// Why the job is asked about, in a heap of questions.
    let occasion: Occasion
    /// How often it was asked about before on this occasion.
    let repetition: UInt8

    init(
      deadline: Nanoseconds, row: Int, occasion: Occasion = .regular, repetition: UInt8 = 0
    ) {
      self.deadline = deadline
      number = UInt32(truncatingIfNeeded: row)
      self.occasion = occasion
      self.repetition = repetition
    }

    /// The job's row.
    var row: Int { Int(number) }
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
