extension SourceNode.Scalar {
  /// What a scalar means by the core schema of YAML 1.2 (section 10.3.2), in which `no` and `12:30`
  /// are text, unlike in YAML 1.1.
  enum Value: Hashable {
    case null
    case bool(Bool)
    /// Decimal digits with an optional minus sign, of any length.
    case integer(String)
    /// Not a number that is a number only by name, but maybe infinite.
    case float(Double)
    case text
  }

  /// The meaning of the scalar; quoted ones are text.
  var value: Value {
    if isQuoted { return .text }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
    default: return numeric ?? .text
    }
  }

  private var numeric: Value? {
    if let value = Self.radix(text) { return value }
    var rest = text[...]
    let isNegative = rest.first == "-"
    if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
    guard let first = rest.first, first.isASCII, first.isNumber || first == "." else { return nil }
    if rest.utf8.allSatisfy(Self.isDigit) {
      let digits = rest.drop { $0 == "0" }
      return .integer(digits.isEmpty ? "0" : (isNegative ? "-" : "") + digits)
    }
    guard Self.isDecimal(rest), let value = Double(String(rest)) else { return nil }
    return .float(isNegative ? -value : value)
  }

  /// `0x1F` and `0o17`, which have no sign.
  private static func radix(_ text: String) -> Value? {
    let base = text.hasPrefix("0x") ? 16 : text.hasPrefix("0o") ? 8 : 0
    let digits = text.dropFirst(2)
    guard base > 0, digits.first != "-", digits.first != "+" else { return nil }
    return UInt64(digits, radix: base).map { .integer(String($0)) }
  }

  /// `digits [. digits] [e [sign] digits]` with a digit before the exponent.
  private static func isDecimal(_ text: Substring) -> Bool {
    let parts = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = parts[0].utf8
    guard mantissa.contains(where: isDigit),
      mantissa.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
      mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1
    else { return false }
    guard parts.count == 2 else { return true }
    var exponent = parts[1].utf8
    if let sign = exponent.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      exponent.removeFirst()
    }
    return !exponent.isEmpty && exponent.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
