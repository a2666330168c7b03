// Hot path: see Documentation.docc/HotPath.md

/// The parts of a decimal number as written, so that it can be scaled without rounding.
struct DecimalText {
  /// Whether it begins with a minus.
  let isNegative: Bool
  /// The offset of the first digit and the offset after the last one, before any exponent.
  private let start: Int
  private let end: Int
  /// The number of digits before the point.
  private let wholeDigits: Int
  /// The number of digits after the point.
  private let fractionDigits: Int
  /// The written exponent, held within what no sum of counts can overflow.
  private let exponent: Int

  /// Reads a number of the JSON grammar in `count` bytes from `offset`; nil for anything else.
  init?(_ bytes: Span<UInt8>, offset: Int, count: Int) {
    var position = offset
    guard count > 0, JSONLexer.skipNumber(bytes, &position) == nil, position == offset + count
    else { return nil }
    isNegative = bytes[offset] == UInt8(ascii: "-")
    start = isNegative ? offset + 1 : offset
    position = start
    while position < offset + count, JSONLexer.isDigit(bytes[position]) { position += 1 }
    wholeDigits = position - start
    var fraction = 0
    if position < offset + count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      while position < offset + count, JSONLexer.isDigit(bytes[position]) {
        position += 1
        fraction += 1
      }
    }
    fractionDigits = fraction
    end = position
    exponent = Self.exponent(bytes, position + 1, offset + count)
  }

  private static func exponent(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var position = start
    guard position < end else { return 0 }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if !JSONLexer.isDigit(bytes[position]) { position += 1 }
    var value = 0
    while position < end {
      value = min(value * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1 << 40)
      position += 1
    }
    return isNegative ? -value : value
  }

  /// Whether every digit is 0.
  func isZero(_ bytes: Span<UInt8>) -> Bool {
    for index in start..<end where bytes[index] > UInt8(ascii: "0") { return false }
    return true
  }

  /// How many digits after the point are meant once the exponent is applied, at least 0.
  var decimals: Int { max(0, fractionDigits - exponent) }

  /// Whether nothing is left of the number after the point.
  func isWhole(_ bytes: Span<UInt8>) -> Bool {
    var weight = wholeDigits + exponent
    for index in start..<end where JSONLexer.isDigit(bytes[index]) {
      weight -= 1
      if weight < 0, bytes[index] != UInt8(ascii: "0") { return false }
    }
    return true
  }

  /// The number times 10 to the `power`, truncated towards zero, or nil when it does not fit.
  func scaled(_ bytes: Span<UInt8>, byPowerOfTen power: Int) -> Int64? {
    var wanted = wholeDigits + exponent + power
    var value: Int64 = 0
    for index in start..<end where wanted > 0 && JSONLexer.isDigit(bytes[index]) {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      guard let longer = Self.appending(isNegative ? -digit : digit, to: value) else { return nil }
      value = longer
      wanted -= 1
    }
    while wanted > 0, value != 0 {
      guard let longer = Self.appending(0, to: value) else { return nil }
      value = longer
      wanted -= 1
    }
    return value
  }

  @inline(__always)
  private static func appending(_ digit: Int64, to value: Int64) -> Int64? {
    let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, isStillTooLarge) = product.addingReportingOverflow(digit)
    return isTooLarge || isStillTooLarge ? nil : sum
  }

  /// The number as a double where one multiplication or division gives it without error.
  ///
  /// Source: Clinger, "How to read floating point numbers accurately", PLDI 1990,
  /// doi:10.1145/93542.93557: both operands are exact, so the result is rounded once.
  func exactDouble(_ bytes: Span<UInt8>) -> Double? {
    let shift = exponent - fractionDigits
    guard wholeDigits + fractionDigits <= 15, abs(shift) <= 22 else { return nil }
    var mantissa = 0.0
    for index in start..<end where JSONLexer.isDigit(bytes[index]) {
      mantissa = mantissa * 10 + Double(bytes[index] - UInt8(ascii: "0"))
    }
    var power = 1.0
    for _ in 0..<abs(shift) { power *= 10 }
    let magnitude = shift < 0 ? mantissa / power : mantissa * power
    return isNegative ? -magnitude : magnitude
  }
}
