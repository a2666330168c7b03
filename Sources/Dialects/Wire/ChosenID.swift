// Hot path: see Documentation.docc/HotPath.md

import Statistics

/// Writes the ids of a dialect whose ids are chosen: the same for the same run and row each time.
@safe public struct ChosenID: ~Copyable {
  private enum Part: BitwiseCopyable {
    case text(start: Int, count: Int)
    case number
    case uuid
  }

  private let parts: UnsafeMutableBufferPointer<Part>
  private let letters: UnsafeMutableBufferPointer<UInt8>
  private let seed: UInt64

  /// - Parameters:
  ///   - template: Text with the places `${{ run }}`, `${{ n }}` and `${{ uuid }}`.
  ///   - run: The run's own token, which goes into the UUIDs, too.
  public init(template: String, run: String) {
    var drafts: [Part] = []
    var text: [UInt8] = []
    for piece in Template(Template(template).filled([Template.Place.run: run])).pieces {
      switch piece {
      case .place(Template.Place.number): drafts.append(.number)
      case .place(Template.Place.uuid): drafts.append(.uuid)
      case .place(let name): preconditionFailure("'\(name)' is no place of an id")
      case .text(let piece):
        drafts.append(.text(start: text.count, count: piece.utf8.count))
        text += piece.utf8
      }
    }
    unsafe parts = .allocate(capacity: drafts.count)
    _ = unsafe parts.initialize(from: drafts)
    unsafe letters = .allocate(capacity: text.count)
    _ = unsafe letters.initialize(from: text)
    seed = run.utf8.reduce(0) { SplitMix.bits(seed: $0, index: UInt64($1)) }
  }

  deinit {
    unsafe parts.deallocate()
    unsafe letters.deallocate()
  }

  /// Writes the id of arrival `row` into `space`.
  ///
  /// - Returns: Its length; 0 when there is no room for it.
  public func write(row: Int, into space: UnsafeMutableRawBufferPointer) -> Int {
    var end = 0
    for index in unsafe parts.indices {
      let isWritten =
        switch unsafe parts[index] {
        case .text(let start, let count): unsafe write(start, count, space, &end)
        case .number: unsafe Self.write(number: row, space, &end)
        case .uuid: unsafe write(uuidOf: row, space, &end)
        }
      if !isWritten { return 0 }
    }
    return end
  }

  private func write(
    _ start: Int, _ count: Int, _ space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) -> Bool {
    guard space.count - end >= count else { return false }
    for index in 0..<count { unsafe space[end + index] = letters[start + index] }
    end += count
    return true
  }

  private static func write(
    number: Int, _ space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) -> Bool {
    var power = 1
    while number / power >= 10 { power *= 10 }
    while power > 0 {
      guard end < space.count else { return false }
      unsafe space[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10)
      end += 1
      power /= 10
    }
    return true
  }

  /// A UUID of version 4 (RFC 9562, section 5.4), but with bits that the run and the row decide.
  private func write(
    uuidOf row: Int, _ space: UnsafeMutableRawBufferPointer, _ end: inout Int
  ) -> Bool {
    guard space.count - end >= 36 else { return false }
    let index = UInt64(row) &* 2
    var high = SplitMix.bits(seed: seed, index: index)
    var low = SplitMix.bits(seed: seed, index: index &+ 1)
    high = high & ~0xF000 | 0x4000
    low = low & ~(0b11 &<< 62) | 0b10 &<< 62
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        unsafe space[end] = UInt8(ascii: "-")
        end += 1
      }
      let word = digit < 16 ? high : low
      let value = UInt8(truncatingIfNeeded: word &>> UInt64(60 - digit % 16 * 4)) & 0xF
      unsafe space[end] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
      end += 1
    }
    return true
  }
}
