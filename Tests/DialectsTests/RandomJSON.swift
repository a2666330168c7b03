import Dialects
import Statistics

/// Random JSON documents, and random damage to them.
struct RandomJSON {
  /// The keys of the documents and of the paths, few enough to meet.
  static let keys = [
    "id", "status", "data", "a", "b", "task-id", "", "é", "😀", "created_at", "\u{1}", "a\"\\/b",
    "a rather long key that spans words",
  ]

  /// The bytes that JSON is made of.
  private static let marks = Array("[]{},:\"\\0123456789.eE+- \nunatrfls".utf8)

  var generator: Xoshiro
  private(set) var bytes: [UInt8] = []

  init(seed: UInt64) { generator = Xoshiro(seed: seed) }

  mutating func document() -> [UInt8] {
    bytes = chance(20) ? [0xEF, 0xBB, 0xBF] : []
    space()
    value(depth: 0)
    space()
    return bytes
  }

  mutating func path() -> JSONPath {
    let steps = (0..<below(5)).map { _ -> JSONPath.Step in
      chance(3) ? .index(below(4)) : .key(Self.keys[below(Self.keys.count)])
    }
    return JSONPath(steps: steps)
  }

  /// The document with one to three bytes flipped, inserted or removed, or cut short.
  mutating func damaged(_ document: [UInt8]) -> [UInt8] {
    var result = document
    for _ in 0...below(3) where !result.isEmpty {
      let place = below(result.count)
      switch below(6) {
      case 0: result[place] ^= 1 << UInt8(below(8))
      case 1: result[place] = UInt8(below(256))
      case 2: result.remove(at: place)
      case 3: result.removeSubrange(place...)
      case 4:
        result.insert(Self.marks[below(Self.marks.count)], at: place)
      default: result.swapAt(place, below(result.count))
      }
    }
    return result
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
  mutating func chance(_ one: Int) -> Bool { below(one) == 0 }

  private mutating func value(depth: Int) {
    switch below(depth < 5 ? 12 : 7) {
    case 0: add("null")
    case 1: add(chance(2) ? "true" : "false")
    case 2, 3: number()
    case 4...6: string(length: chance(8) ? 60 : 12)
    case 7...9: container("{", "}") { $0.member(depth: depth) }
    default: container("[", "]") { $0.value(depth: depth + 1) }
    }
  }

  private mutating func container(_ open: String, _ close: String, _ item: (inout Self) -> Void) {
    add(open)
    space()
    for index in 0..<below(6) {
      if index > 0 { add(",") }
      space()
      item(&self)
      space()
    }
    add(close)
  }

  private mutating func member(depth: Int) {
    string(Self.keys[below(Self.keys.count)])
    space()
    add(":")
    space()
    value(depth: depth + 1)
  }

  private mutating func number() {
    if chance(2) { add("-") }
    add(chance(4) ? "0" : String(generator.next() >> UInt64(below(64))))
    if chance(3) { add("." + String(generator.next() >> UInt64(below(64)))) }
    if chance(4) { add(["e", "E", "e+", "E-"][below(4)] + String(below(60))) }
  }

  private mutating func string(length: Int) {
    var text = String.UnicodeScalarView()
    for _ in 0..<below(length) {
      let limit: UInt32 = [0x80, 0x80, 0x80, 0x800, 0x10000, 0x110000][below(6)]
      text.append(Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) ?? "x")
    }
    string(String(text))
  }

  /// Writes `text` with escapes where they must be and now and then where they need not.
  private mutating func string(_ text: String) {
    add("\"")
    let eagerness = [2, 10, 1000][below(3)]
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      if mustEscape || chance(eagerness) { escape(scalar) } else { add(String(scalar)) }
    }
    add("\"")
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    let short: [Unicode.Scalar: String] = [
      "\"": "\"", "\\": "\\", "/": "/", "\u{8}": "b", "\u{C}": "f", "\n": "n", "\r": "r",
      "\t": "t",
    ]
    if let letter = short[scalar], chance(2) { return add("\\" + letter) }
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16, uppercase: chance(2))
      add("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }

  private mutating func space() {
    while chance(4) { add([" ", "\n", "\t", "\r", "    "][below(5)]) }
  }

  private mutating func add(_ text: String) { bytes += Array(text.utf8) }
}
