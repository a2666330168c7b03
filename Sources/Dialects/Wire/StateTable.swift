// Hot path: see Documentation.docc/HotPath.md

import Workloads

/// A dialect's state words as bytes in one flat buffer.
@safe struct StateTable: ~Copyable {
  private struct Entry {
    var start: Int
    var count: Int
    var state: JobState
  }

  private let entries: UnsafeMutableBufferPointer<Entry>
  private let letters: UnsafeMutableBufferPointer<UInt8>

  init(_ words: [Dialect.StateWord]) {
    unsafe entries = .allocate(capacity: words.count)
    unsafe letters = .allocate(capacity: words.reduce(0) { $0 + $1.word.utf8.count })
    var start = 0
    for (index, word) in words.enumerated() {
      let count = word.word.utf8.count
      unsafe entries.initializeElement(
        at: index, to: Entry(start: start, count: count, state: word.state))
      for byte in word.word.utf8 {
        unsafe letters.initializeElement(at: start, to: byte)
        start += 1
      }
    }
  }

  deinit {
    unsafe entries.deallocate()
    unsafe letters.deallocate()
  }

  /// The state of the first equal word, or nil.
  func state(_ value: JSONValue, in bytes: Span<UInt8>) -> JobState? {
    let all = unsafe letters.span
    for index in unsafe entries.indices {
      let entry = unsafe entries[index]
      let word = all.extracting(entry.start..<entry.start + entry.count)
      if JSONText.equals(
        bytes, offset: value.offset, count: value.count, isEscaped: value.isEscaped, word)
      {
        return entry.state
      }
    }
    return nil
  }
}
