import Dialects
import Workloads

/// Columns of a CSV file as JSON values, for the places `pick` of inputs.
enum ColumnFile {
  /// The cells of `columns`, top to bottom: a number, true, false or null as it is, anything else as a
  /// JSON string.
  static func read(
    _ bytes: [UInt8], columns: [String]
  ) throws(FileFault) -> [String: TextTable] {
    var reader = try CSVReader(bytes)
    var numbers: [Int] = []
    for name in columns {
      guard let number = reader.column(name) else {
        throw FileFault(
          "there is no column \(Wording.quoted(name))"
            + Wording.suggestion(for: name, among: reader.header), line: reader.line,
          hint: "the columns are \(Wording.list(reader.header.map { Wording.shortened($0) }))")
      }
      numbers.append(number)
    }
    var tables = [TextTable](repeating: TextTable(), count: numbers.count)
    var scanner = JSONScanner([])
    while try reader.next() {
      for (index, number) in numbers.enumerated() {
        let cell = reader.field(number)
        guard cell.count <= Limits.largestInputs else {
          throw FileFault(
            "a cell has \(cell.count) bytes; at most \(Limits.largestInputs) fit",
            line: reader.line)
        }
        if isBareValue(cell, &scanner) {
          tables[index].append(cell)
        } else {
          tables[index].append(JSONText.string(String(decoding: cell, as: UTF8.self)).utf8)
        }
      }
    }
    guard tables.first?.count != 0 else { throw FileFault("there is no row below the header") }
    return Dictionary(zip(columns, tables)) { first, _ in first }
  }

  /// Whether `cell` is a JSON number, true, false or null.
  private static func isBareValue(_ cell: ArraySlice<UInt8>, _ scanner: inout JSONScanner) -> Bool {
    guard let first = cell.first, let last = cell.last else { return false }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"):
      // White space at the end would not keep the cell from being JSON, but is no part of a number.
      return unsafe last > 0x20 && cell.withUnsafeBytes { unsafe scanner.scan($0) == nil }
    default:
      return false
    }
  }
}
