/// Durations as people write them: `250ms`, `1.5s`, `10m`, `2h`.
public enum DurationText {
  /// The units that ``parse(_:)`` knows, longest name first, with their nanoseconds.
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
  ]

  /// The words to show when a text was not a duration.
  public static let expectation = "a duration such as 250ms, 1.5s, 10m or 2h"

  /// The nanoseconds of `text`, or nil when it is not a number followed by one of ns, us, ms, s, m, h.
  ///
  /// A bare `0` is a duration; any other number needs its unit. Negative durations parse, so that
  /// the caller can say what is wrong with them.
  public static func parse(_ text: some StringProtocol) -> Nanoseconds? {
    if text == "0" { return 0 }
    guard let start = text.firstIndex(where: { $0.isLetter }) else { return nil }
    let unitName = text[start...]
    guard let unit = units.first(where: { $0.name == unitName }) else { return nil }
    guard let number = decimal(text[..<start]) else { return nil }
    let nanoseconds = (number * unit.nanoseconds).rounded()
    guard abs(nanoseconds) < 9e18 else { return nil }
    return Nanoseconds(nanoseconds)
  }

  /// A plain decimal number: no exponent, no hexadecimal, no infinity.
  private static func decimal(_ text: some StringProtocol) -> Double? {
    guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }) else {
      return nil
    }
    return Double(String(text))
  }

  /// A short text that ``parse(_:)`` reads back as exactly `nanoseconds`, up to 2^51 (26 days).
  public static func format(_ nanoseconds: Nanoseconds) -> String {
    if nanoseconds == 0 { return "0" }
    for (name, size) in [("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000)]
      as [(String, Nanoseconds)] where nanoseconds % size == 0
    {
      return "\(nanoseconds / size)\(name)"
    }
    for (name, size) in [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)]
      as [(String, Nanoseconds)]
    where nanoseconds.magnitude >= size.magnitude && nanoseconds % (size / 1_000) == 0 {
      let fraction = String(Int((nanoseconds % size).magnitude / (size.magnitude / 1_000)) + 1_000)
        .dropFirst()
      let trimmed = fraction.reversed().drop { $0 == "0" }.reversed()
      let sign = nanoseconds < 0 ? "-" : ""
      let point = trimmed.isEmpty ? "" : "."
      return "\(sign)\(nanoseconds.magnitude / size.magnitude)\(point)\(String(trimmed))\(name)"
    }
    return "\(nanoseconds)ns"
  }
}
