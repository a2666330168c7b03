import Testing

@testable import Scenarios

@Suite struct CSVReaderTests {
  private func records(_ text: String) throws(FileFault) -> [[String]] {
    var reader = try CSVReader(Array(text.utf8))
    var records = [reader.header]
    while try reader.next() {
      records.append(
        reader.header.indices.map { String(decoding: reader.field($0), as: UTF8.self) })
    }
    return records
  }

  @Test(
    "what RFC 4180 allows is read",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
      ("a\n\"x,\"\"y\"\"\r\nz\"\n", [["a"], ["x,\"y\"\r\nz"]]),
      ("\u{FEFF}a,b\n,\n\"\",\"\"", [["a", "b"], ["", ""], ["", ""]]),
      ("a\n\n\r\n1\n\"\"\n", [["a"], ["1"], [""]]),
      (" a , b\n é ,\t\n", [[" a ", " b"], [" é ", "\t"]]),
      ("a\nx\ry\n", [["a"], ["x\ry"]]),
      ("a", [["a"]]),
    ] as [(String, [[String]])])
  func read(text: String, expected: [[String]]) throws {
    #expect(try records(text) == expected)
  }

  @Test(
    "what is wrong is said with its line",
    arguments: [
      ("", 0, "the file has no header"), ("\n\n", 0, "the file has no header"),
      ("a,b\n1\n", 2, "the line has 1 field, but the header has 2 fields"),
      ("a\n\"x\ny\"\n1,2,3", 4, "the line has 3 fields, but the header has 1 field"),
      ("a\nx\"y\n", 2, "a quote stands inside a field without quotes"),
      ("a\n\"x\"y\n", 2, "something follows the closing quote of a field"),
      ("a\n1\n\"x\n\n\n", 3, "a quoted field that begins here is not closed"),
      ("a,b,a\n", 1, "two columns have the name 'a'"),
    ])
  func refused(text: String, line: Int, message: String) {
    let fault = #expect(throws: FileFault.self) { try records(text) }
    #expect(fault?.line == line)
    #expect(fault?.message == message)
  }

  @Test func otherEncodingsAreRefusedWithTheirLine() {
    let fault = #expect(throws: FileFault.self) { _ = try CSVReader([0x61, 0x0A, 0xE9, 0x0A]) }
    #expect(fault?.line == 2)
    #expect(fault?.message == "the file is not UTF-8 text")
  }
}
