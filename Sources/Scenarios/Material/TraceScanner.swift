import Dialects

/// Finds what a line of a trace's file says about an arrival.
struct TraceScanner: ~Copyable {
  /// What a line says; texts are empty where it says nothing.
  struct Arrival {
    var time: String
    var jobClass: String
    var inputs: ArraySlice<UInt8>
  }

  private var scanner = JSONScanner([
    JSONPath("time"), JSONPath("class"), JSONPath("inputs"),
  ])

  /// Whether `bytes` are JSON.
  mutating func isJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe scanner.scan($0) } == nil
  }

  /// Reads the object in `text`.
  mutating func read(_ text: ArraySlice<UInt8>, line: Int) throws(FileFault) -> Arrival {
    guard isJSON(text) else {
      throw FileFault("the line is not JSON", line: line, hint: "each line holds one object")
    }
    let (time, jobClass, inputs) = (scanner.value(0), scanner.value(1), scanner.value(2))
    guard time.kind == .number || time.kind == .string else {
      throw FileFault(
        time.kind == .absent
          ? "there is no 'time' in the line" : "'time' must be a number or a text", line: line)
    }
    guard [.string, .absent, .null].contains(jobClass.kind) else {
      throw FileFault("'class' must be a text", line: line)
    }
    return Arrival(
      time: Self.words(time, of: text),
      jobClass: jobClass.kind == .string ? Self.words(jobClass, of: text) : "",
      inputs: Self.json(inputs, of: text))
  }

  /// The text of a string, or a number as it is written.
  private static func words(_ value: JSONValue, of text: ArraySlice<UInt8>) -> String {
    // Escapes never make a text longer.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: value.count) { buffer, count in
      count =
        unsafe text.withUnsafeBytes {
          unsafe value.copyText(of: $0, into: UnsafeMutableRawBufferPointer(buffer))
        } ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The JSON text of a value; empty where there is none.
  private static func json(_ value: JSONValue, of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if value.kind == .absent { return [] }
    let quotes = value.kind == .string ? 1 : 0
    let start = text.startIndex + value.offset - quotes
    return text[start..<start + value.count + 2 * quotes]
  }
}
