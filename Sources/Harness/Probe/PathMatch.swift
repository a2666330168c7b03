internal import Dialects
internal import Results
internal import Workloads

/// A path of a dialect under the key that its file has for it.
struct NamedPath: Hashable {
  var key: String
  var path: JSONPath

  init(_ key: String, _ path: JSONPath) {
    self.key = key
    self.path = path
  }
}

/// What a path matched in the body of one reply.
struct PathMatch {
  let name: NamedPath
  let value: JSONValue
  private let body: [UInt8]

  /// What each of `paths` matched in `body`; nil when that is no JSON.
  static func all(_ paths: [NamedPath], in body: String) -> [PathMatch]? {
    let bytes = Array(body.utf8)
    var scanner = JSONScanner(paths.map(\.path))
    guard unsafe bytes.withUnsafeBytes({ unsafe scanner.scan($0) }) == nil else { return nil }
    return paths.enumerated().map {
      PathMatch(name: $0.element, value: scanner.value($0.offset), body: bytes)
    }
  }

  var key: String { name.key }

  /// The bytes as they are in the body; a string without its quotes and with its escapes.
  var source: String {
    String(decoding: body[value.offset..<value.offset + value.count], as: UTF8.self)
  }

  /// The text of a string, escapes understood, or what any other value is written as.
  var text: String {
    var room = [UInt8](repeating: 0, count: value.count)
    let count = unsafe body.withUnsafeBytes { body in
      unsafe room.withUnsafeMutableBytes { unsafe value.copyText(of: body, into: $0) }
    }
    return String(decoding: room[..<(count ?? 0)], as: UTF8.self)
  }

  /// The value as JSON, at most about 200 characters of it.
  var shown: String { shown(atMost: 200) }

  /// The value as JSON, at most about `most` characters of it.
  func shown(atMost most: Int) -> String {
    let cut = source.count > most ? source.prefix(most) + "..." : source[...]
    return value.kind == .string ? "\"\(cut)\"" : String(cut)
  }

  /// The kind as dialects and people call it.
  var kind: String {
    switch value.kind {
    case .absent: "nothing"
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .object: "object"
    case .array: "array"
    }
  }

  /// Whether there is neither a value nor null.
  var isThere: Bool { value.kind != .absent && value.kind != .null }

  /// Whether the value says nothing: absent, null, false, 0, `""`, `[]` or `{}`.
  var isBlank: Bool {
    switch value.kind {
    case .absent, .null: true
    case .bool: source == "false"
    case .number: !source.prefix { $0 != "e" && $0 != "E" }.contains { "123456789".contains($0) }
    case .string: value.count == 0
    case .object, .array: source.filter { !$0.isWhitespace }.count == 2
    }
  }

  /// What the value says as a stamp.
  func stamp(as format: Dialect.StampFormat) -> Timestamp.Reading {
    unsafe body.withUnsafeBytes { unsafe Timestamp.read(value, of: $0, as: format) }
  }

  /// The finding to report.
  func finding(meaning: String? = nil) -> ProbeFinding {
    ProbeFinding(
      key: key, path: name.path.description, kind: kind, value: value.kind == .absent ? "" : shown,
      meaning: meaning)
  }
}
