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

extension Text {
  /// Writes `2024-12-04T14:07:38.463000`: UTC, cut to the style's resolution, in six digits.
  mutating func writeStamp(_ wall: Nanoseconds, _ style: StampStyle) {
    let whole = max(wall, 0) / style.resolution * style.resolution
    let time = CalendarTime(whole)
    let microsecond = Int(whole / 1_000 % 1_000_000)
    let hasFraction = microsecond != 0 || !style.omitsZeroFraction
    writeBytes(atMost: 27) { span in
      span.appendDate(time)
      span.append(UInt8(ascii: "T"))
      span.appendTimeOfDay(time)
      if hasFraction {
        span.append(UInt8(ascii: "."))
        span.appendDigits(microsecond / 10_000)
        span.appendDigits(microsecond / 100 % 100)
        span.appendDigits(microsecond % 100)
      }
      if style.zoned { span.append(UInt8(ascii: "Z")) }
    }
  }

  /// Writes `Sun, 06 Nov 1994 08:49:37 GMT`, the date of RFC 9110 section 5.6.7.
  mutating func writeHTTPDate(_ wall: Nanoseconds) {
    let time = CalendarTime(wall)
    writeString("\(Self.weekdays[time.weekday]), ")
    writeBytes(atMost: 2) { $0.appendDigits(time.day) }
    writeString(" \(Self.months[time.month - 1]) ")
    writeBytes(atMost: 13) {
      $0.appendDigits(time.year / 100)
      $0.appendDigits(time.year % 100)
      $0.append(UInt8(ascii: " "))
      $0.appendTimeOfDay(time)
    }
    writeStaticString(" GMT")
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension OutputSpan where Element == UInt8 {
  /// Appends the digits of a calendar day, with dashes between them.
  fileprivate mutating func appendDate(_ time: CalendarTime) {
    appendDigits(time.year / 100)
    appendDigits(time.year % 100)
    append(UInt8(ascii: "-"))
    appendDigits(time.month)
    append(UInt8(ascii: "-"))
    appendDigits(time.day)
  }

  /// Appends the digits of a time of day, with colons between them.
  fileprivate mutating func appendTimeOfDay(_ time: CalendarTime) {
    appendDigits(time.hour)
    append(UInt8(ascii: ":"))
    appendDigits(time.minute)
    append(UInt8(ascii: ":"))
    appendDigits(time.second)
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
