/// Reads a CSV file (RFC 4180) record by record.
///
/// Fields stand in quotes or without, quotes are doubled inside quotes, CRLF or LF ends a line. Lines
/// without anything are no records.
struct CSVReader {
  /// The names in the first record.
  private(set) var header: [String] = []
  /// The line on which the current record begins, from 1.
  private(set) var line = 0

  private let bytes: [UInt8]
  private var position = 0
  private var nextLine = 1
  private var text: [UInt8] = []
  private var ends: [Int] = []

  /// Reads the header of `bytes`, which must be UTF-8.
  init(_ bytes: [UInt8]) throws(FileFault) {
    self.bytes = bytes
    if (try? UTF8Span(validating: bytes.span)) == nil {
      do throws(SourceRejected) { _ = try SourceText.decode(bytes) } catch {
        throw FileFault(error)
      }
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard try read() else {
      throw FileFault("the file has no header", hint: "its first line names the columns")
    }
    header = ends.indices.map { String(decoding: field($0), as: UTF8.self) }
    for name in header where header.count(where: { $0 == name }) > 1 {
      throw FileFault("two columns have the name \(Wording.quoted(name))", line: line)
    }
  }

  /// The number of the column `name`; nil when there is none.
  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// Moves to the next record; false at the end.
  mutating func next() throws(FileFault) -> Bool {
    guard try read() else { return false }
    guard ends.count == header.count else {
      let (has, wants) = (Self.fields(ends.count), Self.fields(header.count))
      throw FileFault("the line has \(has), but the header has \(wants)", line: line)
    }
    return true
  }

  private static func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }

  /// The bytes of field `number` of the current record.
  func field(_ number: Int) -> ArraySlice<UInt8> {
    text[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  private mutating func read() throws(FileFault) -> Bool {
    while skipLineEnd() {}
    guard position < bytes.count else { return false }
    line = nextLine
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    while true {
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        try readQuoted()
      } else {
        try readPlain()
      }
      ends.append(text.count)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    if position < bytes.count { _ = skipLineEnd() }
    return true
  }

  /// Moves past the end of a line, if one is here.
  private mutating func skipLineEnd() -> Bool {
    guard isLineEnd else { return false }
    position += bytes[position] == UInt8(ascii: "\r") ? 2 : 1
    nextLine += 1
    return true
  }

  private var isLineEnd: Bool {
    guard position < bytes.count else { return false }
    if bytes[position] == UInt8(ascii: "\n") { return true }
    return bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count
      && bytes[position + 1] == UInt8(ascii: "\n")
  }

  private mutating func readPlain() throws(FileFault) {
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), !isLineEnd {
      if bytes[position] == UInt8(ascii: "\"") {
        throw FileFault(
          "a quote stands inside a field without quotes", line: line,
          hint: "put the field in quotes and double the one inside")
      }
      text.append(bytes[position])
      position += 1
    }
  }

  private mutating func readQuoted() throws(FileFault) {
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { nextLine += 1 }
      guard byte == UInt8(ascii: "\"") else {
        text.append(byte)
        continue
      }
      if position < bytes.count, bytes[position] == byte {
        text.append(byte)
        position += 1
        continue
      }
      guard position == bytes.count || bytes[position] == UInt8(ascii: ",") || isLineEnd else {
        throw FileFault("something follows the closing quote of a field", line: nextLine)
      }
      return
    }
    throw FileFault("a quoted field that begins here is not closed", line: line)
  }
}

/// What is wrong with a file that a scenario names, and where.
struct FileFault: Error {
  var message: String
  /// The line, from 1; 0 when the whole file is meant.
  var line: Int
  var hint: String?

  init(_ message: String, line: Int = 0, hint: String? = nil) {
    self.message = message
    self.line = line
    self.hint = hint
  }

  /// What keeps the file from being text.
  init(_ rejection: SourceRejected) {
    let problem = rejection.problems.first
    self.init(problem?.message ?? "the file is not UTF-8 text", hint: problem?.hint)
    if case .text(let line, _) = problem?.place { self.line = line }
  }
}
