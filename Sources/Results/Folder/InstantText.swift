internal import Foundation
public import Workloads

/// Wall-clock instants as text, in UTC.
public enum InstantText {
  /// `instant`, in nanoseconds since the Unix epoch, for example as `2026-11-24T03:15:00.250Z`.
  ///
  /// Milliseconds are cut, not rounded.
  public static func iso(_ instant: Nanoseconds) -> String {
    let (date, time) = parts(instant)
    let milliseconds = padded(floorModulo(instant, 1_000_000_000) / 1_000_000, 3)
    return "\(date.joined(separator: "-"))T\(time.joined(separator: ":")).\(milliseconds)Z"
  }

  /// `instant`, in nanoseconds since the Unix epoch, as in the names of run folders: `20261124T031500Z`.
  public static func compact(_ instant: Nanoseconds) -> String {
    let (date, time) = parts(instant)
    return "\(date.joined())T\(time.joined())Z"
  }

  /// An instant that ``iso(_:)`` wrote, as in the names of run folders.
  static func compact(iso text: String) -> String {
    String(text.prefix { $0 != "." }.filter { $0.isNumber || $0 == "T" }) + "Z"
  }

  /// Year, month, day, and hour, minute, second, each with its zeros.
  private static func parts(_ instant: Nanoseconds) -> (date: [String], time: [String]) {
    let seconds = (instant - floorModulo(instant, 1_000_000_000)) / 1_000_000_000
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let fields = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    let year = padded(Int64(fields.year ?? 0), 4)
    let date = [fields.month, fields.day].map { padded(Int64($0 ?? 0), 2) }
    let time = [fields.hour, fields.minute, fields.second].map { padded(Int64($0 ?? 0), 2) }
    return ([year] + date, time)
  }

  private static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
