// Hot path: see Documentation.docc/HotPath.md

public import Workloads

/// An instant as a server wrote it.
public struct Timestamp: Sendable, Equatable {
  /// Nanoseconds since the Unix epoch; digits beyond the ninth of a second are cut off.
  public var nanoseconds: Nanoseconds
  /// How many digits of a second were written, 0 to 9: how finely the server rounds.
  public var fractionDigits: Int

  /// An instant at `nanoseconds` since the Unix epoch, written with `fractionDigits`.
  public init(nanoseconds: Nanoseconds, fractionDigits: Int) {
    self.nanoseconds = nanoseconds
    self.fractionDigits = fractionDigits
  }

  /// What a stamp in a reply says.
  public enum Reading: Sendable, Equatable {
    /// Not yet: a missing key, null, 0, an empty text, or the zero time of Go (year 1).
    case notYet
    /// An instant of the years 1970 to 2261, which is what nanoseconds in 64 bits can count.
    case instant(Timestamp)
    /// Something else.
    case unreadable
  }

  /// Reads the stamp `value` of `body`, written in `format`.
  public static func read(
    _ value: JSONValue, of body: UnsafeRawBufferPointer, as format: Dialect.StampFormat
  ) -> Reading {
    let bytes = unsafe body.assumingMemoryBound(to: UInt8.self).span
    switch value.kind {
    case .absent, .null:
      return .notYet
    case .string where value.isEscaped:
      return unsafe unescaped(value, of: body, as: format)
    case .string:
      return read(bytes, offset: value.offset, count: value.count, isText: true, format)
    case .number:
      return read(bytes, offset: value.offset, count: value.count, isText: false, format)
    case .bool, .object, .array:
      return .unreadable
    }
  }

  /// Reads a text with escapes through a copy on the stack; 64 bytes are more than any stamp needs.
  private static func unescaped(
    _ value: JSONValue, of body: UnsafeRawBufferPointer, as format: Dialect.StampFormat
  ) -> Reading {
    var copy = InlineArray<64, UInt8>(repeating: 0)
    var text = copy.mutableSpan
    return unsafe text.withUnsafeMutableBytes { buffer in
      guard let count = unsafe value.copyText(of: body, into: buffer) else { return .unreadable }
      let bytes = unsafe UnsafeRawBufferPointer(buffer).assumingMemoryBound(to: UInt8.self).span
      return read(bytes, offset: 0, count: count, isText: true, format)
    }
  }

  private static func read(
    _ bytes: Span<UInt8>, offset: Int, count: Int, isText: Bool, _ format: Dialect.StampFormat
  ) -> Reading {
    if count == 0 { return .notYet }
    switch format {
    case .iso8601 where isText:
      return readISO8601(bytes, offset, offset + count)
    case .iso8601:
      let isZero = DecimalText(bytes, offset: offset, count: count)?.isZero(bytes)
      return isZero == true ? .notYet : .unreadable
    case .epochSeconds:
      return readEpoch(bytes, offset, count, unitDigits: 0)
    case .epochMilliseconds:
      return readEpoch(bytes, offset, count, unitDigits: 3)
    }
  }

  /// Reads a decimal number of a unit that is 10 to the -`unitDigits` seconds.
  private static func readEpoch(
    _ bytes: Span<UInt8>, _ offset: Int, _ count: Int, unitDigits: Int
  ) -> Reading {
    guard let number = DecimalText(bytes, offset: offset, count: count) else { return .unreadable }
    if number.isZero(bytes) { return .notYet }
    guard !number.isNegative,
      let nanoseconds = number.scaled(bytes, byPowerOfTen: 9 - unitDigits),
      nanoseconds < limitSeconds * 1_000_000_000
    else { return .unreadable }
    let digits = max(0, min(9, number.decimals + unitDigits))
    return .instant(Timestamp(nanoseconds: nanoseconds, fractionDigits: digits))
  }

  /// 2262-01-01T00:00:00Z in seconds: the first instant that is too late.
  static var limitSeconds: Int64 { 9_214_646_400 }
}
