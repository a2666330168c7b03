import Testing

@testable import Results

@Suite struct HistogramHeaderTests {
  private func header(
    cookie: UInt32 = HistogramLog.payloadCookie, length: UInt32 = 0, offset: UInt32 = 0,
    digits: UInt32 = 3, lowest: UInt64 = 1, highest: UInt64 = 1_000_000
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(cookie)
    bytes.appendBigEndian(length)
    bytes.appendBigEndian(offset)
    bytes.appendBigEndian(digits)
    bytes.appendBigEndian(lowest)
    bytes.appendBigEndian(highest)
    bytes.appendBigEndian(1.0.bitPattern)
    return bytes
  }

  @Test func headersThatNoHistogramHasAreRefused() {
    #expect(throws: HistogramLogError.foreignCookie(7)) { try HistogramHeader(header(cookie: 7)) }
    for bytes in [
      header(length: .max), header(offset: 1), header(digits: 6), header(lowest: 0),
      header(lowest: 10, highest: 19), header(highest: .max), header(lowest: .max, highest: .max),
    ] {
      #expect(throws: HistogramLogError.self) { try HistogramHeader(bytes) }
    }
  }

  @Test(
    "counts beyond the declared range are refused",
    arguments: [
      [-1_000_000_000, 5], [Int64.min], [Int64.min + 1, 1], [1, .max, .max, .max],
    ])
  func countsBeyondTheRange(words: [Int64]) throws {
    var counts: [UInt8] = []
    for word in words { ZigZag.append(word, to: &counts) }
    let header = try HistogramHeader(header(length: UInt32(counts.count)))
    #expect(throws: HistogramLogError.countsOutOfRange) { try header.histogram(counts: counts) }
  }

  @Test func integersOfEveryLengthAreReadBack() throws {
    var values: [Int64] = [0, 1, -1, .max, .min]
    for shift in 0..<63 { values += [1 << shift, -(1 << shift), (1 << shift) - 1] }
    var bytes: [UInt8] = []
    for value in values { ZigZag.append(value, to: &bytes) }
    var reader = ZigZag.Reader(bytes)
    for value in values { #expect(try reader.next() == value) }
    #expect(try reader.next() == nil)
  }
}
