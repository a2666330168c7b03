// Hot path: see Documentation.docc/HotPath.md

/// Texts as bytes in one flat buffer.
@safe struct TextTable: ~Copyable {
  private struct Entry {
    var start: Int
    var count: Int
  }

  private let entries: UnsafeMutableBufferPointer<Entry>
  private let letters: UnsafeMutableBufferPointer<UInt8>

  init(_ texts: [String]) {
    unsafe entries = .allocate(capacity: texts.count)
    unsafe letters = .allocate(capacity: texts.reduce(0) { $0 + $1.utf8.count })
    var start = 0
    for (index, text) in texts.enumerated() {
      let count = text.utf8.count
      unsafe entries.initializeElement(at: index, to: Entry(start: start, count: count))
      for byte in text.utf8 {
        unsafe letters.initializeElement(at: start, to: byte)
        start += 1
      }
    }
  }

  deinit {
    unsafe entries.deallocate()
    unsafe letters.deallocate()
  }

  /// The number of texts.
  var count: Int { unsafe entries.count }

  /// The number, within `range`, of the first text that is that of `value`; nil for none.
  ///
  /// Escapes are understood; a number, a boolean and null are what is written.
  func index(of value: JSONValue, in bytes: Span<UInt8>, among range: Range<Int>) -> Int? {
    let all = unsafe letters.span
    for index in range {
      let entry = unsafe entries[index]
      let text = all.extracting(entry.start..<entry.start + entry.count)
      if JSONText.equals(
        bytes, offset: value.offset, count: value.count, isEscaped: value.isEscaped, text)
      {
        return index
      }
    }
    return nil
  }
}
