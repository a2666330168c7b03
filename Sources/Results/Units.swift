public import Workloads

/// Numbers as people read them: the one place where reports and messages round.
public enum Units {
  /// A length of time with three significant digits, for example `1.23 s`, `45.1 ms`, `980 us`.
  public static func duration(_ nanoseconds: Nanoseconds) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    let magnitude = Double(nanoseconds.magnitude)
    if magnitude < 999.5 { return "\(sign)\(nanoseconds.magnitude) ns" }
    let units: [(name: String, size: Double, limit: Double)] = [
      ("us", 1e3, 1_000), ("ms", 1e6, 1_000), ("s", 1e9, 120), ("min", 60e9, 120),
    ]
    for unit in units where magnitude / unit.size < unit.limit * 0.9995 {
      return "\(sign)\(significant(magnitude / unit.size)) \(unit.name)"
    }
    return "\(sign)\(significant(magnitude / 3_600e9)) h"
  }

  /// Many lengths of time together, in seconds to the millisecond, for example `2,012.345 s`.
  public static func seconds(_ nanoseconds: Double) -> String {
    let milliseconds = Int64(min(max((nanoseconds / 1e6).rounded(), -9e18), 9e18))
    let fraction = String(milliseconds.magnitude % 1_000 + 1_000).dropFirst()
    return (milliseconds < 0 ? "-" : "") + "\(count(milliseconds.magnitude / 1_000)).\(fraction) s"
  }

  /// A number of things, exact, for example `12,345`.
  public static func count(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A rate with three significant digits, for example `97.4/s`.
  public static func rate(_ perSecond: Double) -> String { significant(perSecond) + "/s" }

  /// A rate that somebody chose, as it was written where that is a whole number, for example `50/s`.
  public static func limit(_ perSecond: Double) -> String {
    Int(exactly: perSecond).map { "\(count($0))/s" } ?? rate(perSecond)
  }

  /// A share of one as a percentage, for example `0.25 %`.
  public static func share(_ share: Double) -> String { significant(share * 100) + " %" }

  /// A share of one as a percentage with two significant digits at most, for example `4.7 %`.
  public static func roughShare(_ share: Double) -> String {
    let percent = share * 100
    guard percent.isFinite else { return "n/a" }
    if percent < 0.05 { return "< 0.1 %" }
    if percent < 9.95 { return fixed(percent, decimals: 1) + " %" }
    return significant(percent < 99.5 ? percent.rounded() : percent).replacing(".0", with: "")
      + " %"
  }

  /// A probability with two significant digits, for example `0.013`, `2.3e-5`.
  public static func probability(_ probability: Double) -> String {
    guard probability > 0 else { return "0" }
    if probability >= 0.0995 { return fixed(probability, decimals: 2) }
    if probability >= 0.00995 { return fixed(probability, decimals: 3) }
    var (digits, exponent) = (probability, 0)
    while digits < 0.995 {
      digits *= 10
      exponent -= 1
    }
    if digits < 9.95 { return "\(fixed(digits, decimals: 1))e\(exponent)" }
    return "1.0e\(exponent + 1)"
  }

  /// A number of bytes, for example `1.21 MB` (decimal units).
  public static func bytes(_ bytes: UInt64) -> String {
    let value = Double(bytes)
    if value < 999.5 { return "\(bytes) B" }
    for (name, size) in [("kB", 1e3), ("MB", 1e6), ("GB", 1e9)] where value / size < 999.5 {
      return "\(significant(value / size)) \(name)"
    }
    return "\(significant(value / 1e12)) TB"
  }

  /// Three significant digits; above 1,000 whole thousands of the third digit, below 1 three decimals.
  public static func significant(_ value: Double) -> String {
    guard value.isFinite else { return "n/a" }
    let magnitude = abs(value)
    if magnitude == 0 { return "0" }
    if magnitude < 0.000_5 { return value < 0 ? "> -0.001" : "< 0.001" }
    let sign = value < 0 ? "-" : ""
    if magnitude < 0.999_5 { return sign + fixed(magnitude, decimals: 3) }
    if magnitude < 9.995 { return sign + fixed(magnitude, decimals: 2) }
    if magnitude < 99.95 { return sign + fixed(magnitude, decimals: 1) }
    if magnitude < 1e15 { return sign + count(Int64(rounded(magnitude))) }
    return "\(value)"
  }

  /// `value`, at least 99.95, rounded to three significant digits.
  private static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value / scale >= 999.5 { scale *= 10 }
    return (value / scale).rounded() * scale
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = [1, 10, 100, 1_000][decimals]
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale + scale).dropFirst()
    return "\(scaled / scale).\(fraction)"
  }
}
