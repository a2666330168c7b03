// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// A dialect's state words.
@safe struct StateTable: ~Copyable {
  private let words: TextTable
  private let states: UnsafeMutableBufferPointer<JobState>

  init(_ words: [Dialect.StateWord]) {
    self.words = TextTable(words.map(\.word))
    unsafe states = .allocate(capacity: words.count)
    _ = unsafe states.initialize(from: words.map(\.state))
  }

  deinit { unsafe states.deallocate() }

  /// The state of the first equal word; nil for none, and for what is not a word.
  func state(_ value: JSONValue, in bytes: Span<UInt8>) -> JobState? {
    guard value.isScalar,
      let index = words.index(of: value, in: bytes, among: 0..<words.count)
    else { return nil }
    return unsafe states[index]
  }
}
