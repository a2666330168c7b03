import Dialects
import Foundation

/// What the scanner and Foundation each make of the same bytes.
struct Comparison {
  /// How they differ, or nil.
  var problem: String?
  /// Whether the scanner accepts the bytes.
  var isAccepted: Bool
  /// How many of the paths lead to a value.
  var found = 0

  init(_ bytes: [UInt8], _ paths: [JSONPath], _ guarded: borrowing GuardedBytes) {
    let body = unsafe guarded.place(bytes)
    var scanner = JSONScanner(paths)
    let defect = unsafe scanner.scan(body)
    isAccepted = defect == nil
    if let defect {
      problem = Self.refusalProblem(bytes, defect)
      return
    }
    guard let root = Self.parse(bytes) ?? Self.parse(Self.withoutHalfPairs(bytes)) else {
      problem = Self.hasHugeNumber(bytes) ? nil : "only the scanner accepts it"
      return
    }
    for (index, path) in paths.enumerated() {
      let value = unsafe Scan.read(scanner.value(index), in: body)
      let expected = Self.walk(root, path)
      if expected != nil { found += 1 }
      if !Self.agree(value, expected) {
        problem = "'\(path)': \(value), Foundation has \(String(describing: expected))"
      }
    }
  }

  static func parse(_ bytes: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  /// Why Foundation may not accept what the scanner refuses with `defect`, or nil.
  ///
  /// Commas before closing brackets are taken out one by one; what is left must be accepted.
  private static func refusalProblem(_ bytes: [UInt8], _ defect: JSONDefect) -> String? {
    // UTF-16 and UTF-32 have zero bytes or another byte order mark; RFC 8259 knows neither.
    if bytes.contains(0) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return nil
    }
    guard parse(bytes) != nil else { return nil }
    var repaired = bytes
    var next: JSONDefect? = defect
    while let defect = next {
      guard defect.kind == .unexpectedByte, "]}".utf8.contains(repaired[defect.offset]),
        let last = repaired[..<defect.offset].lastIndex(where: { !" \n\r\t".utf8.contains($0) }),
        repaired[last] == UInt8(ascii: ",")
      else { return "only Foundation accepts it; the scanner says \(defect)" }
      repaired[last] = UInt8(ascii: " ")
      next = Scan(repaired).defect
    }
    return nil
  }

  /// The document with U+FFFD for every escaped half of a surrogate pair.
  private static func withoutHalfPairs(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let result = text.replacing(
      /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\[^u]/
        .matchingSemantics(.unicodeScalar)
    ) { match in
      match.output.utf8.count == 6 ? "\\ufffd" : String(match.output)
    }
    return Array(result.utf8)
  }

  private static func hasHugeNumber(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self)
      .matches(of: /[0-9.]+[eE]?\+?[0-9]*/.matchingSemantics(.unicodeScalar))
      .contains { Double($0.output).map(\.isInfinite) ?? false }
  }

  private static func walk(_ root: Any, _ path: JSONPath) -> Any? {
    var value: Any? = root
    for step in path.steps {
      switch step {
      case .key(let key): value = (value as? [String: Any])?[key]
      case .index(let index):
        let array = value as? [Any]
        value = array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
    return value
  }

  private static func agree(_ value: Scan.Found, _ expected: Any?) -> Bool {
    switch (value, expected) {
    case (.absent, nil), (.null, is NSNull): true
    case (.string(let text), let other as String): agree(text, other)
    case (.container(let text), let other?) where other is [Any] || other is [String: Any]:
      agree(Array(text.utf8), other)
    case (.bool(let bool), let other as NSNumber): isBool(other) && other.boolValue == bool
    case (.number(_, let double, let integer), let other as NSNumber):
      !isBool(other) && agree(double, integer, other)
    default: false
    }
  }

  /// Foundation drops a byte order mark at the start of a string and after an escape.
  private static func agree(_ text: String, _ other: String) -> Bool {
    func withoutMarks(_ text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.filter { $0 != "\u{FEFF}" }
    }
    return text.utf8.elementsEqual(other.utf8)
      || text.utf8.count > other.utf8.count && withoutMarks(text) == withoutMarks(other)
  }

  private static func agree(_ container: [UInt8], _ other: Any) -> Bool {
    let object = parse(container) ?? parse(withoutHalfPairs(container))
    return object as? NSObject == other as? NSObject
  }

  /// Foundation holds long numbers as decimals, whose way to a double is not exact, and those
  /// with a point or an exponent as doubles, which cannot tell long integers apart.
  private static func agree(_ double: Double, _ integer: Int64?, _ other: NSNumber) -> Bool {
    if other is NSDecimalNumber {
      return abs(double - other.doubleValue) <= abs(double) * 1e-14
    }
    return double == other.doubleValue
      && (!isInteger(other) || integer == nil || integer == other.int64Value)
  }

  private static func isInteger(_ number: NSNumber) -> Bool {
    unsafe number.objCType.pointee == CChar(UInt8(ascii: "q"))
  }

  private static func isBool(_ number: NSNumber) -> Bool {
    unsafe number.objCType.pointee == CChar(UInt8(ascii: "c"))
  }
}
