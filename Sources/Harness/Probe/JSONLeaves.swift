internal import Dialects

/// Every value of a JSON document that is neither array nor object, with the path that leads there.
///
/// For messages only: candidates for a path that matched nothing.
struct JSONLeaves {
  private let bytes: [UInt8]
  private var position = 0
  private var steps: [JSONPath.Step] = []
  private var found: [JSONPath] = []

  /// The paths of at most 200 values in `body`, in order; none when it is no JSON.
  static func paths(in body: String) -> [JSONPath] {
    guard JSONScanner.defect(in: body) == nil else { return [] }
    var leaves = JSONLeaves(bytes: Array(body.drop { $0 == "\u{FEFF}" }.utf8))
    leaves.readValue()
    return leaves.found
  }

  /// What is at each of them, under the key `key`.
  static func matches(in body: String, key: String = "") -> [PathMatch] {
    PathMatch.all(paths(in: body).map { NamedPath(key, $0) }, in: body) ?? []
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  /// The scan has shown that the document is well formed, so nothing is checked again.
  private mutating func readValue() {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): readMembers(UInt8(ascii: "}"), isObject: true)
    case UInt8(ascii: "["): readMembers(UInt8(ascii: "]"), isObject: false)
    case UInt8(ascii: "\""):
      skipString()
      note()
    default:
      while position < bytes.count, !Array(",]} \t\r\n".utf8).contains(byte) { position += 1 }
      note()
    }
  }

  private mutating func readMembers(_ end: UInt8, isObject: Bool) {
    position += 1
    var index = 0
    while true {
      skipSpace()
      if position >= bytes.count { return }
      if byte == end || byte == UInt8(ascii: ",") {
        position += 1
        if bytes[position - 1] == end { return }
        continue
      }
      if isObject {
        let start = position
        skipString()
        steps.append(.key(Self.text(bytes[start..<position])))
        skipSpace()
        position += 1
      } else {
        steps.append(.index(index))
        index += 1
      }
      readValue()
      steps.removeLast()
    }
  }

  private mutating func note() {
    if found.count < 200 { found.append(JSONPath(steps: steps)) }
  }

  private mutating func skipSpace() {
    while position < bytes.count, byte <= 0x20 { position += 1 }
  }

  private mutating func skipString() {
    position += 1
    while position < bytes.count, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
  }

  /// The text of a string with its quotes.
  private static func text(_ quoted: ArraySlice<UInt8>) -> String {
    let root = NamedPath("", JSONPath(steps: []))
    return PathMatch.all([root], in: String(decoding: quoted, as: UTF8.self))?.first?.text ?? ""
  }
}
