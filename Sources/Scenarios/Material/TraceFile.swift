import Dialects
import Workloads

/// Arrivals of a trace's file, checked one by one.
struct TraceFile: ~Copyable {
  private var instants: [Nanoseconds] = []
  private var classes: [UInt16] = []
  private var inputs = TextTable()
  /// The first time of the file.
  private var first: TraceTime?
  private let classNumbers: [String: UInt16]
  private var scanner = TraceScanner()

  /// An empty trace of jobs of `classes`.
  private init(classes: [String]) {
    classNumbers = Dictionary(
      classes.enumerated().map { ($1, UInt16($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a CSV file with the columns `time` and, where wanted, `class` and `inputs`.
  static func csv(_ bytes: [UInt8], classes: [String]) throws(FileFault) -> Trace.Recording {
    var reader = try CSVReader(bytes)
    guard let time = reader.column("time") else {
      throw FileFault(
        "there is no column 'time'" + Wording.suggestion(for: "time", among: reader.header),
        line: reader.line, hint: "the columns are time and, where wanted, class and inputs")
    }
    let (jobClass, inputs) = (reader.column("class"), reader.column("inputs"))
    var trace = TraceFile(classes: classes)
    while try reader.next() {
      try trace.add(
        time: String(decoding: reader.field(time), as: UTF8.self),
        jobClass: jobClass.map { String(decoding: reader.field($0), as: UTF8.self) } ?? "",
        inputs: inputs.map(reader.field) ?? [], line: reader.line)
    }
    return try trace.finished()
  }

  /// Reads a file with a JSON object in each line, with `time` and, where wanted, `class` and
  /// `inputs`.
  static func lines(_ bytes: [UInt8], classes: [String]) throws(FileFault) -> Trace.Recording {
    var trace = TraceFile(classes: classes)
    var (line, rest) = (0, bytes[...])
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let text = rest[..<end]
      rest = rest[end...].dropFirst()
      line += 1
      guard text.contains(where: { $0 > 0x20 }) else { continue }
      let arrival = try trace.scanner.read(text, line: line)
      try trace.add(
        time: arrival.time, jobClass: arrival.jobClass, inputs: arrival.inputs, line: line)
    }
    return try trace.finished()
  }

  private mutating func add(
    time text: String, jobClass: String, inputs json: ArraySlice<UInt8>, line: Int
  ) throws(FileFault) {
    guard let time = TraceTime(text) else {
      throw FileFault(
        "'time' must be seconds such as 12.5, a duration such as 250ms or an instant such as "
          + "2026-11-24T03:15:00Z, but is \(Wording.quoted(text))", line: line)
    }
    let first = first ?? time
    self.first = first
    guard time.isInstant == first.isInstant else {
      throw FileFault("instants and times from a start are mixed", line: line)
    }
    let (offset, isTooFar) = time.nanoseconds.subtractingReportingOverflow(first.nanoseconds)
    guard !isTooFar, offset >= instants.last ?? 0 else {
      throw FileFault(
        "the time \(Wording.quoted(text)) lies before that of the line before", line: line,
        hint: "sort the file by time")
    }
    guard instants.count < Limits.mostArrivals else {
      throw FileFault("at most \(Limits.mostArrivals) arrivals fit", line: line)
    }
    instants.append(offset)
    classes.append(try number(of: jobClass, line: line))
    try add(inputs: json, line: line)
  }

  private func number(of name: String, line: Int) throws(FileFault) -> UInt16 {
    if name.isEmpty { return Trace.Recording.anyClass }
    if let number = classNumbers[name] { return number }
    let names = classNumbers.sorted { $0.value < $1.value }.map(\.key)
    throw FileFault(
      "no class of the scenario has the name \(Wording.quoted(name))"
        + Wording.suggestion(for: name, among: names),
      line: line, hint: "'jobs' of the scenario names its classes")
  }

  private mutating func add(inputs json: ArraySlice<UInt8>, line: Int) throws(FileFault) {
    guard json.count <= Limits.largestInputs else {
      throw FileFault(
        "'inputs' has \(json.count) bytes; at most \(Limits.largestInputs) fit", line: line)
    }
    guard json.isEmpty || scanner.isJSON(json) else {
      throw FileFault("'inputs' is not JSON", line: line)
    }
    inputs.append(json)
  }

  private func finished() throws(FileFault) -> Trace.Recording {
    guard !instants.isEmpty else { throw FileFault("there are no arrivals in the file") }
    return Trace.Recording(
      instants: instants,
      classes: classes.allSatisfy { $0 == Trace.Recording.anyClass } ? [] : classes,
      inputs: inputs.longest == 0 ? TextTable() : inputs)
  }
}
