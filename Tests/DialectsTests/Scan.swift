import Dialects
import Testing

/// One scan of one document, with what was found as comparable values.
struct Scan: Equatable {
  enum Found: Equatable {
    case absent
    case null
    case bool(Bool)
    case number(String, Double, Int64?)
    case string(String)
    /// An object or array, as written.
    case container(String)
  }

  var defect: JSONDefect?
  var found: [Found]

  init(_ text: String, _ paths: String...) throws {
    try self.init(Array(text.utf8), paths.map { try #require(JSONPath(parsing: $0)) })
  }

  init(_ bytes: [UInt8], _ paths: [JSONPath] = []) {
    let guarded = GuardedBytes(room: bytes.count / 4096 + 1)
    let body = unsafe guarded.place(bytes)
    var scanner = JSONScanner(paths)
    defect = unsafe scanner.scan(body)
    found = paths.indices.map { unsafe Self.read(scanner.value($0), in: body) }
  }

  static func read(_ value: JSONValue, in body: UnsafeRawBufferPointer) -> Found {
    switch value.kind {
    case .absent: return .absent
    case .null: return .null
    case .bool: return .bool(value.count == 4)
    case .number:
      return unsafe .number(
        text(value, in: body), value.double(in: body) ?? .nan, value.int64(in: body))
    case .string: return unsafe .string(text(value, in: body))
    case .object, .array: return unsafe .container(text(value, in: body))
    }
  }

  static func text(_ value: JSONValue, in body: UnsafeRawBufferPointer) -> String {
    unsafe withUnsafeTemporaryAllocation(byteCount: value.count + 1, alignment: 1) { buffer in
      let count = unsafe value.copyText(of: body, into: buffer) ?? 0
      return unsafe String(decoding: buffer[..<count], as: UTF8.self)
    }
  }
}
