// Hot path: see Documentation.docc/HotPath.md

extension Timestamp {
  /// Reads a date and a time of day.
  ///
  /// That is `YYYY-MM-DD`, then `T`, `t` or a space, `hh:mm:ss`, an optional `.` or `,` and
  /// digits, and an optional zone: `Z`, `z`, `+hh`, `+hhmm` or `+hh:mm` (or `-`). No zone means
  /// UTC.
  ///
  /// A leap second `:60` reads as the start of the next second and its fraction is dropped, so
  /// that stamps stay in order.
  /// Sources: ISO 8601, RFC 3339 section 5.6.
  static func readISO8601(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Reading {
    guard end - start >= 19, start >= 0, end <= bytes.count,
      let date = pairs(
        bytes, start, frame: 0x2D30_302D_3030_3030, separators: 0xFF00_00FF_0000_0000),
      let time = pairs(
        bytes, start + 11, frame: 0x3030_3A30_303A_3030, separators: 0x0000_FF00_00FF_0000)
    else { return .unreadable }
    let middle = bytes[start + 10]
    guard middle | 0x20 == UInt8(ascii: "t") || middle == UInt8(ascii: " ") else {
      return .unreadable
    }
    let year = Int(date & 0xFF) * 100 + Int(date >> 16 & 0xFF)
    guard let days = days(year, Int(date >> 40 & 0xFF), digits(bytes, start + 8, 2)) else {
      return .unreadable
    }
    let (hour, minute, second) = (
      Int(time & 0xFF), Int(time >> 24 & 0xFF), Int(time >> 48 & 0xFF)
    )
    guard hour <= 23, minute <= 59, second <= 60 else { return .unreadable }

    var position = start + 19
    guard let fraction = fraction(bytes, &position, end),
      let zone = zoneSeconds(bytes, position, end)
    else { return .unreadable }
    let clock = Int64((days * 24 + hour) * 60 + minute) * 60 + Int64(second)
    // Go writes its zero time, the start of year 1, for "not yet".
    if year == 1, clock == zeroTimeSeconds { return .notYet }
    let seconds = clock - Int64(zone)
    guard year >= 1970, 0..<limitSeconds ~= seconds else { return .unreadable }
    let nanoseconds = seconds * 1_000_000_000 + (second == 60 ? 0 : fraction.nanoseconds)
    if nanoseconds == 0 { return .notYet }
    return .instant(Timestamp(nanoseconds: nanoseconds, fractionDigits: fraction.digits))
  }

  /// 0001-01-01T00:00:00Z in seconds since the Unix epoch.
  private static var zeroTimeSeconds: Int64 { -62_135_596_800 }

  /// Reads eight bytes that are as in `frame` where `separators` has bits, and else digits; nil when they
  /// are not.
  ///
  /// - Returns: In each byte that begins a pair of digits their number; it does not carry into the next
  ///   one, for it is less than 100.
  @inline(__always)
  private static func pairs(
    _ bytes: Span<UInt8>, _ start: Int, frame: UInt64, separators: UInt64
  ) -> UInt64? {
    // In bounds: the caller has seen to 19 bytes.
    let word = UInt64(
      littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: start, as: UInt64.self))
    let digits = word ^ frame
    // A byte above 9 gets its top bit, or has it.
    let tops: UInt64 = 0x8080_8080_8080_8080
    guard ((digits &+ 0x7676_7676_7676_7676) | digits) & tops == 0, digits & separators == 0 else {
      return nil
    }
    return digits &* 10 &+ (digits >> 8)
  }

  /// The number in exactly `count` digits from `start`, or -1 when one of them is no digit.
  private static func digits(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int {
    var value = 0
    for index in start..<start + count {
      guard JSONLexer.isDigit(bytes[index]) else { return -1 }
      value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
    }
    return value
  }

  /// Days from 1970-01-01 to a date of the Gregorian calendar, or nil when there is no such date.
  ///
  /// `(367 m - 362) / 12` counts the days before month m as if February had 30.
  /// Source: Reingold, Dershowitz, "Calendrical Calculations", section 2.2.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard year >= 1, 1...12 ~= month else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length: Int
    switch month {
    case 2: length = isLeap ? 29 : 28
    case 4, 6, 9, 11: length = 30
    default: length = 31
    }
    guard 1...length ~= day else { return nil }
    let before = year - 1
    let years = before * 365 + before / 4 - before / 100 + before / 400
    let missing = month <= 2 ? 0 : (isLeap ? 1 : 2)
    return years + (367 * month - 362) / 12 - missing + day - 1 - 719_162
  }

  /// Reads an optional fraction of a second; nil when a point has no digit after it.
  private static func fraction(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) -> (nanoseconds: Int64, digits: Int)? {
    guard position < end,
      bytes[position] == UInt8(ascii: ".") || bytes[position] == UInt8(ascii: ",")
    else { return (0, 0) }
    position += 1
    var nanoseconds: Int64 = 0
    var count = 0
    let first = position
    while position < end, JSONLexer.isDigit(bytes[position]) {
      if count < 9 {
        nanoseconds = nanoseconds &* 10 &+ Int64(bytes[position] &- UInt8(ascii: "0"))
        count &+= 1
      }
      position &+= 1
    }
    if position == first { return nil }
    for _ in count..<9 { nanoseconds &*= 10 }
    return (nanoseconds, count)
  }

  /// Reads the zone that ends at `end`, in seconds east of UTC.
  private static func zoneSeconds(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let count = end - start
    if count == 0 { return 0 }
    if count == 1 { return bytes[start] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    let sign: Int
    switch bytes[start] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    var minutes = 0
    switch count {
    case 3: break
    case 5: minutes = digits(bytes, start + 3, 2)
    case 6 where bytes[start + 3] == UInt8(ascii: ":"): minutes = digits(bytes, start + 4, 2)
    default: return nil
    }
    let hours = digits(bytes, start + 1, 2)
    guard 0...23 ~= hours, 0...59 ~= minutes else { return nil }
    return sign * (hours * 60 + minutes) * 60
  }
}
