import Dialects
import Workloads

/// A time of a trace's file.
struct TraceTime {
  /// Nanoseconds from whatever the file counts from.
  var nanoseconds: Nanoseconds
  /// Whether it is a date and a time of day, and not a time from a start.
  var isInstant: Bool

  /// Reads seconds as a number, a duration with its unit, or an instant as of ISO 8601.
  init?(_ text: String) {
    isInstant = false
    if let seconds = Self.seconds(text) ?? DurationText.parse(text) {
      nanoseconds = seconds
      return
    }
    let bytes = Array(text.utf8)
    let value = JSONValue(.string, offset: 0, count: bytes.count)
    guard
      case .instant(let stamp) = unsafe bytes.withUnsafeBytes({
        unsafe Timestamp.read(value, of: $0, as: .iso8601)
      })
    else { return nil }
    nanoseconds = stamp.nanoseconds
    isInstant = true
  }

  /// A plain number of seconds in nanoseconds; digits beyond the ninth decimal are cut off.
  ///
  /// In integers, because seconds since 1970 with their decimals are more than a double holds.
  private static func seconds(_ text: String) -> Nanoseconds? {
    let isNegative = text.first == "-"
    let parts = text.dropFirst(isNegative ? 1 : 0)
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard isPlain else {
      // Programs write small numbers with an exponent.
      let looksLikeNumber = text.utf8.allSatisfy { (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 }
      guard looksLikeNumber, let number = Double(text), abs(number) < 9e9 else { return nil }
      return Nanoseconds((number * 1e9).rounded())
    }
    let decimals = (parts.count == 2 ? parts[1] : "").prefix(9)
    let digits = parts[0] + decimals + String(repeating: "0", count: 9 - decimals.count)
    guard let value = Nanoseconds(digits) else { return nil }
    return isNegative ? -value : value
  }
}
