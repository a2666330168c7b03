/// What a request's path names.
enum Route: Hashable {
  case push
  case jobs
  case job(id: String)
  case await(id: String)
  case functionJobs(FunctionName)
  case concurrency

  /// The methods that the path has.
  var methods: [String] {
    switch self {
    case .push: ["POST"]
    case .job: ["GET", "DELETE"]
    case .jobs, .await, .functionJobs, .concurrency: ["GET"]
    }
  }

  init?(path: Substring) {
    // By bytes, for characters have to be found first.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map(Substring.init)
    guard parts.count >= 3, parts[0].isEmpty, parts[1] == "v2" else { return nil }
    switch (parts[2], parts.count) {
    case ("push", 3): self = .push
    case ("jobs", 3): self = .jobs
    case ("jobs", 4) where !parts[3].isEmpty: self = .job(id: String(parts[3]))
    case ("jobs", 5) where !parts[3].isEmpty && parts[4] == "await":
      self = .await(id: String(parts[3]))
    case ("functions", 6) where parts[5] == "jobs":
      self = .functionJobs(
        FunctionName(owner: unescape(parts[3].utf8), name: unescape(parts[4].utf8)))
    case ("user", 4) where parts[3] == "concurrency": self = .concurrency
    default: return nil
    }
  }
}

/// A request target: the path and the decoded query.
struct Target {
  var path: Substring
  private var query: [(name: String, value: String)] = []

  /// Reads `/path?name=value&...`, also after `http://authority` (RFC 9112 section 3.2.2).
  init(_ text: String) {
    var rest = text[...]
    if !rest.utf8.starts(with: "/".utf8), let scheme = rest.utf8.firstIndex(of: UInt8(ascii: ":")) {
      rest = rest[rest.utf8.index(after: scheme)...]
      let authority = rest.utf8.dropFirst(2)
      rest = rest[(authority.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex)...]
    }
    let end = rest.utf8.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
    path = rest[..<end]
    guard end < rest.endIndex else { return }
    for pair in rest[end...].utf8.dropFirst().split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      query.append((unescape(pair[..<equals]), unescape(pair[equals...].dropFirst())))
    }
  }

  /// The last value given for `name`, as FastAPI takes it.
  subscript(name: String) -> String? { query.last { $0.name == name }?.value }

  /// The integer given for `name`, or `standard` when there is none.
  func integer(
    _ name: String, default standard: Int, atLeast least: Int = .min
  ) throws(Problem) -> Int {
    guard let text = self[name] else { return standard }
    let location: [FieldProblem.Step] = [.name("query"), .name(name)]
    guard let number = Int(text) else {
      throw .fields([
        FieldProblem(
          location: location,
          message: "Input should be a valid integer, unable to parse string as an integer",
          type: "int_parsing")
      ])
    }
    guard number >= least else {
      throw .fields([
        FieldProblem(
          location: location, message: "Input should be greater than or equal to \(least)",
          type: "greater_than_equal")
      ])
    }
    return number
  }
}

/// Text with `%XX` and `+` decoded; what is not an escape stays as it is.
func unescape(_ text: Substring.UTF8View) -> String {
  var bytes: [UInt8] = []
  var rest = text
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hexadecimalDigit),
      let low = rest.dropFirst().first.flatMap(hexadecimalDigit)
    {
      bytes.append(high << 4 | low)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
