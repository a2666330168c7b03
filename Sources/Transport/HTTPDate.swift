// Hot path: see Documentation.docc/HotPath.md
internal import Glibc

/// The second that a `Date` header names, read only when its text differs from the one before.
///
/// Source: RFC 9110 section 5.6.7, IMF-fixdate. The two obsolete forms are not read.
@safe
struct HTTPDate: BitwiseCopyable {
  private static let length = 29

  private var text = InlineArray<29, UInt8>(repeating: 0)
  private var seconds: Int64 = 0

  init() {}

  /// Seconds since the Unix epoch for a text that ends in a zero byte, or 0 where it is no such date.
  mutating func read(_ bytes: UnsafePointer<CChar>) -> Int64 {
    guard unsafe strnlen(bytes, Self.length + 1) == Self.length else { return 0 }
    let isSame = unsafe text.span.withUnsafeBytes { known in
      guard let known = known.baseAddress else { return false }
      return unsafe memcmp(known, bytes, Self.length) == 0
    }
    if isSame { return seconds }
    for index in 0..<Self.length { text[index] = unsafe UInt8(bitPattern: bytes[index]) }
    seconds = Self.seconds(text.span)
    return seconds
  }

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; 0 for anything else.
  ///
  /// A leap second has no place on a clock that counts from the epoch, so 60 is not read.
  static func seconds(_ text: Span<UInt8>) -> Int64 {
    guard text.count == length, text[3] == UInt8(ascii: ","), text[4] == space,
      text[7] == space, text[11] == space, text[16] == space, text[25] == space,
      text[19] == UInt8(ascii: ":"), text[22] == UInt8(ascii: ":"),
      text[26] == UInt8(ascii: "G"), text[27] == UInt8(ascii: "M"), text[28] == UInt8(ascii: "T")
    else { return 0 }
    let year = number(text, 12, 4)
    let month = month(text)
    let day = number(text, 5, 2)
    let (hour, minute, second) = (number(text, 17, 2), number(text, 20, 2), number(text, 23, 2))
    guard year >= 1970, month > 0, 1...days(in: month, of: year) ~= day, 0...23 ~= hour,
      0...59 ~= minute, 0...59 ~= second
    else { return 0 }
    // Counted from March, leap days come last; 719,468 days lie between 0000-03-01 and the epoch.
    let years = month > 2 ? year : year - 1
    let months = (month + 9) % 12
    let date = years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day
    return Int64(((date - 719_469) * 24 + hour) * 60 + minute) * 60 + Int64(second)
  }

  private static var space: UInt8 { UInt8(ascii: " ") }

  private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int {
    var value = 0
    for index in start..<start + count {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index] else { return -1 }
      value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return value
  }

  /// The month, 1 to 12, or 0 where there is none.
  private static func month(_ text: Span<UInt8>) -> Int {
    let name = UInt32(text[8]) << 16 | UInt32(text[9]) << 8 | UInt32(text[10])
    return switch name {
    case 0x4A616E: 1
    case 0x466562: 2
    case 0x4D6172: 3
    case 0x417072: 4
    case 0x4D6179: 5
    case 0x4A756E: 6
    case 0x4A756C: 7
    case 0x417567: 8
    case 0x536570: 9
    case 0x4F6374: 10
    case 0x4E6F76: 11
    case 0x446563: 12
    default: 0
    }
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
