import Analysis
import Foundation
import Histogram
import Platform
import Results
import Scenarios
import Statistics
import TestSupport
import Testing
import Workloads

@testable import Reports

/// What an export writes.
func exported(_ body: (inout ByteSink) throws(SystemError) -> Void) throws -> [UInt8] {
  final class Box { var bytes: [UInt8] = [] }
  let box = Box()
  var sink = ByteSink { bytes throws(SystemError) in box.bytes += bytes }
  try body(&sink)
  return box.bytes
}

/// Tables of jobs, read by a parser of their own.
@Suite struct ExportTests {
  /// Ids that a job API should not give, and may.
  static let hostile: [[UInt8]] =
    [
      "\"", "a,b", "a\r\nb", "=cmd|' /C calc'!A0", "\"\"\"", "{\"x\":\"\\", "\u{0}\u{1F}\u{7F}",
      "ä😀\u{2028}",
    ]
    .map { Array($0.utf8) } + [[0xFF, 0xFE, 0x22], [0xC3], [0xED, 0xA0, 0x80]]

  /// Ids from bytes that matter to the formats.
  private func randomID(_ seed: UInt64, _ index: UInt64) -> [UInt8] {
    let alphabet = Array("\",\n\r\\{}=a \t".utf8) + [0, 0x80, 0xC3, 0xA4, 0xFF]
    return (0..<1 + index % 20).map { place in
      alphabet[Int(SplitMix.unit(seed: seed, index: index * 32 + place) * Double(alphabet.count))]
    }
  }

  private func withRun(
    _ jobs: [JobRecord], ids: [[UInt8]] = [], ending: JobTable.Ending = .complete,
    _ body: (ExportedRun) throws -> Void
  ) throws {
    try TemporaryFolder.with { root in
      var sample = try SampleRun(jobs)
      sample.ending = ending
      let folder = try sample.makeFolder(under: root, ids: ids)
      try body(ExportedRun(try folder.manifest(), try folder.table()))
    }
  }

  /// The fields of CSV by the grammar of RFC 4180, with line feeds between records.
  private func parse(_ text: [UInt8]) -> [[[UInt8]]] {
    var records: [[[UInt8]]] = []
    var (record, field): ([[UInt8]], [UInt8]) = ([], [])
    var (isQuoted, index) = (false, 0)
    while index < text.count {
      let byte = text[index]
      index += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index < text.count, text[index] == byte {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: ","):
        record.append(field)
        field = []
      case UInt8(ascii: "\n"):
        records.append(record + [field])
        (record, field) = ([], [])
      default: field.append(byte)
      }
    }
    #expect(!isQuoted && record.isEmpty && field.isEmpty, "the last record has an end")
    return records
  }

  @Test("hostile ids come back from both tables", arguments: 0..<4 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let ids = seed == 0 ? Self.hostile : (0..<60).map { randomID(seed, $0) }
    try withRun(ids.map { _ in .sample() }, ids: ids) { run in
      let rows = 0..<run.rowCount
      let csv = try exported { sink throws(SystemError) in
        try TableExport.writeCSV(run, rows: rows, to: &sink)
      }
      let records = parse(csv)
      let names = try #require(records.first).map { String(decoding: $0, as: UTF8.self) }
      #expect(names == JobField.all.map(\.name))
      #expect(records.count == ids.count + 1)
      let lines = try exported { sink throws(SystemError) in
        try TableExport.writeJSONLines(run, rows: rows, to: &sink)
      }.split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == ids.count)
      for (number, id) in ids.enumerated() {
        let record = records[number + 1]
        try #require(record.count == names.count)
        let text = String(decoding: id, as: UTF8.self)
        let isBroken = Array(text.utf8) != id
        #expect(String(validating: record[2], as: UTF8.self) == text)
        #expect(record[3] == (isBroken ? Array(Hexadecimal.text(id).utf8) : []))
        #expect(String(validating: lines[number], as: UTF8.self) != nil)
        let object = try #require(
          try JSONSerialization.jsonObject(with: Data(lines[number])) as? [String: Any])
        #expect((object["id"] as? String).map { Array($0.utf8) } == Array(text.utf8))
        #expect(object["id_hex"] as? String == (isBroken ? Hexadecimal.text(id) : nil))
        #expect(object.count == names.count)
      }
    }
  }

  @Test func whatDidNotHappenIsEmptyAndNull() throws {
    let jobs: [JobRecord] = [
      .sample(outcome: .none), .sample(outcome: .timedOut, hasStamps: false),
    ]
    try withRun(jobs) { run in
      let csv = try exported { sink throws(SystemError) in
        try TableExport.writeCSV(run, rows: 0..<2, to: &sink)
      }
      let records = parse(csv).map { $0.map { String(decoding: $0, as: UTF8.self) } }
      func field(_ name: String, _ row: Int) throws -> String {
        records[row + 1][try #require(records[0].firstIndex(of: name))]
      }
      #expect(try field("outcome", 0) == "unsent")
      for name in [
        "id", "dispatched_ns", "detected_ns", "terminal_lower_ns", "end_to_end_lower_ns",
      ] {
        #expect(try field(name, 0).isEmpty, "\(name)")
      }
      #expect(try field("outcome", 1) == "timed_out")
      #expect(try field("terminal_lower_ns", 1) == "\(jobs[1].stillOpen)")
      #expect(try field("terminal_upper_ns", 1).isEmpty)
      #expect(try field("created_stamp_ns", 1).isEmpty)
    }
  }

  @Test func aKilledRunHasTheOutcomesOfItsReport() throws {
    var cut = JobRecord.sample()
    cut.outcome = .none
    var open = JobRecord.sample(outcome: .abandoned)
    open.outcome = .none
    open.retired = 0
    try withRun([cut, open], ending: .none) { run in
      #expect(run.job(0)?.outcome == .finished)
      #expect(run.job(1)?.outcome == .abandoned)
      #expect(run.job(0)?.terminalUpper == cut.detected)
      #expect(run.job(1)?.terminalUpper == nil)
    }
  }

  @Test func rowsThatNeverCameToBeAreLeftOut() throws {
    try withRun([.sample(), .sample(intended: JobRecord.undecided, outcome: .none)]) { run in
      let csv = try exported { sink throws(SystemError) in
        try TableExport.writeCSV(run, rows: 0..<2, to: &sink)
      }
      #expect(parse(csv).count == 2)
    }
  }

  @Test func flagsHaveNames() {
    #expect(FlagNames.oddities.of(0).isEmpty)
    #expect(FlagNames.oddities.of(Oddities.completedAgain.rawValue) == ["completed_again"])
    #expect(FlagNames.traits.of(Traits.rechecked.rawValue) == ["rechecked"])
    #expect(FlagNames.oddities.of(Oddities.terminalLeft.rawValue) == ["terminal_left"])
    #expect(
      FlagNames.oddities.of([.unknownState, .missingField] as Oddities) == [
        "unknown_state", "missing_field",
      ])
    #expect(FlagNames.traits.of(Traits.unlisted.rawValue) == ["unlisted"])
    #expect(FlagNames.traits.of(Traits.toCancel.rawValue | 1 << 15) == ["to_cancel", "bit_15"])
  }

  @Test func numbersAreExact() throws {
    let text = try exported { sink throws(SystemError) in
      for number in [0, 7, -7, 1_000, Int64.max, .min] {
        sink.append(number)
        sink.append(" ")
        sink.append(thousandthOf: number)
        try sink.endLine()
      }
      try sink.finish()
    }
    #expect(
      String(decoding: text, as: UTF8.self) == """
        0 0.000
        7 0.007
        -7 -0.007
        1000 1.000
        9223372036854775807 9223372036854775.807
        -9223372036854775808 -9223372036854775.808

        """)
    #expect(Column.fixed(0.999_999, decimals: 2) == "1.00")
    #expect(Column.fixed(1e12 + 0.25, decimals: 12) == "1000000000000.250000000000")
  }
}

extension FlagNames {
  fileprivate func of(_ oddities: Oddities) -> [String] { of(oddities.rawValue) }
}
