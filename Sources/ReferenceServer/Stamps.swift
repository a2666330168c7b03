import NIOCore
import Workloads

/// How the server prints its instants.
struct StampStyle {
  /// Whether a `Z` follows; the API prints naive UTC.
  var zoned = false
  /// Whether an instant without milliseconds is printed without a fraction, as Python does.
  var omitsZeroFraction = false
  /// What stamps are cut to whole numbers of, in nanoseconds; at least a microsecond.
  var resolution = milliseconds

  /// The resolution that the API has.
  static let milliseconds: Nanoseconds = 1_000_000
}

extension ByteBuffer {
  /// Writes `2024-12-04T14:07:38.463000`: UTC, cut to the style's resolution, in six digits.
  mutating func writeStamp(_ wall: Nanoseconds, _ style: StampStyle) {
    let whole = max(wall, 0) / style.resolution * style.resolution
    let time = CalendarTime(whole)
    let microsecond = Int(whole / 1_000 % 1_000_000)
    writePadded(time.year, 4)
    writeStaticString("-")
    writePadded(time.month, 2)
    writeStaticString("-")
    writePadded(time.day, 2)
    writeStaticString("T")
    writeTimeOfDay(time)
    if microsecond != 0 || !style.omitsZeroFraction {
      writeStaticString(".")
      writePadded(microsecond, 6)
    }
    if style.zoned { writeStaticString("Z") }
  }

  /// Writes `Sun, 06 Nov 1994 08:49:37 GMT`, the date of RFC 9110 section 5.6.7.
  mutating func writeHTTPDate(_ wall: Nanoseconds) {
    let time = CalendarTime(wall)
    writeString(Self.weekdays[time.weekday])
    writeStaticString(", ")
    writePadded(time.day, 2)
    writeStaticString(" ")
    writeString(Self.months[time.month - 1])
    writeStaticString(" ")
    writePadded(time.year, 4)
    writeStaticString(" ")
    writeTimeOfDay(time)
    writeStaticString(" GMT")
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private mutating func writeTimeOfDay(_ time: CalendarTime) {
    writePadded(time.hour, 2)
    writeStaticString(":")
    writePadded(time.minute, 2)
    writeStaticString(":")
    writePadded(time.second, 2)
  }

  private mutating func writePadded(_ number: Int, _ width: Int) {
    var unit = 1
    for _ in 1..<width { unit *= 10 }
    while unit > 0 {
      writeInteger(UInt8(ascii: "0") + UInt8(number / unit % 10))
      unit /= 10
    }
  }
}

/// An instant in the proleptic Gregorian calendar, UTC.
struct CalendarTime: Hashable {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  var millisecond: Int
  /// 0 is Sunday.
  var weekday: Int

  /// The calendar time of an instant since the Unix epoch; earlier ones count as the epoch.
  ///
  /// Days become a date by Howard Hinnant's `civil_from_days`
  /// (howardhinnant.github.io/date_algorithms.html), whose years begin in March.
  init(_ wall: Nanoseconds) {
    let milliseconds = Int(max(wall, 0) / 1_000_000)
    let ofDay = milliseconds % 86_400_000
    let days = milliseconds / 86_400_000
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = ofDay / 3_600_000
    minute = ofDay / 60_000 % 60
    second = ofDay / 1_000 % 60
    millisecond = ofDay % 1_000
    weekday = (days + 4) % 7
  }
}
