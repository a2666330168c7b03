/// A law of numbers between two bounds, each as likely as any other.
///
/// Numbers are whole multiples of a power of ten, so that a draw is integer arithmetic, the same on
/// every machine, and its decimal text is exact: of 1 for whole bounds, of 1e-9 for others.
public struct Uniform: Sendable, Hashable {
  /// Decimals of the numbers when a bound has some.
  public static let mostDecimals = 9

  /// The lower bound, which is drawn as well, in units of the last decimal.
  public let lowest: Int64
  /// The upper bound, which is drawn as well, in units of the last decimal.
  public let highest: Int64
  /// Number of decimals.
  public let decimals: Int

  /// Number of numbers that can be drawn.
  public var span: UInt64 { UInt64(highest &- lowest) &+ 1 }

  /// The law between the bounds `low` and `high`; nil when ``isBound(_:)`` says no to one, or `low` is
  /// above `high`.
  public init?(_ low: Substring, _ high: Substring) {
    decimals = low.contains(".") || high.contains(".") ? Self.mostDecimals : 0
    guard let lowest = Self.units(low, decimals: decimals),
      let highest = Self.units(high, decimals: decimals), lowest <= highest
    else { return nil }
    self.lowest = lowest
    self.highest = highest
  }

  /// Whether `text` can be a bound: a plain number up to 1e18, or up to 1e9 with at most nine decimals.
  public static func isBound(_ text: Substring) -> Bool {
    units(text, decimals: text.contains(".") ? mostDecimals : 0) != nil
  }

  /// `text` in units of the last of `decimals` decimals.
  private static func units(_ text: Substring, decimals: Int) -> Int64? {
    let isNegative = text.first == "-"
    let parts = text.dropFirst(isNegative ? 1 : 0)
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isWholeNumber }
    }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard isPlain, fraction.count <= decimals else { return nil }
    let digits = "\(parts[0])\(fraction)" + String(repeating: "0", count: decimals - fraction.count)
    guard let value = Int64(digits), value <= 1_000_000_000_000_000_000 else { return nil }
    return isNegative ? -value : value
  }
}
