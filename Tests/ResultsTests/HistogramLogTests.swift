import Foundation
import Histogram
import Results
import Statistics
import Testing
import Workloads

@Suite struct HistogramLogTests {
  /// Written by the PyPI package hdrhistogram 0.10 (`HdrHistogram(1, 2**46 - 1, 3)`): i * i * 1000 for
  /// i in 1...1000, 0 three times, 5 seventy thousand times, and 2^46 - 1; then `encode()`.
  static let foreign = """
    HISTFAAAAd54nJWPTUgUYRjH5/nPzo7DMiy6iMgmEhIhIiIhIiGLhERERER0iA4RHSIiQqRDByGNDiIhS3QQ8eBhiejY\
    KSIiPIl0iE5dAo9dunSuZ9935/2Yd95Zmx//r4c5zJzaaDeCYKAayCfsJQVB62/3af2Wh2r882DgSx1H4+gM4VuK7QTtBG\
    +q6MT4VMHXCrYirFewHmI/xOcQxyHeAS+BPXTLR+AIOATeEz4QDgiHhO+EH4Rjwi/CH8JbwhqeE14QNgnbhDbhNWGHsEfY\
    J3TEK7uEm7jF3MYd5i7u4T7zAA/xCI+xglU8wVPei0wLS4ILWGZdFFxiLjNXmKvMNeY6c4NZxiSmmGmhLjOKWcE5xZxgXm\
    geC0ILOC+0yJrGWI9xIc1pIekTok0IZZxRkpxVkkwqSaYwggYzrJS5yYilzDNGlWvZNJVLNY1s8h/qHFOeOtStrFuyvZ7r\
    g8Z1MOdStus0aeRaw1HmOm2GUUOCmGW7znz3UXOamTWruTKbm2bzkxb0NOd208o3M82WIjoBccmOS7PY7eYuKd/yu5tms7\
    vvUkxSekmclniXdrv1V8JfG/agguYud5dd/5/oRNfIs8paeUalN//2tajvVavfJd+Kd5EXL3/q9uoZ8A8SbG44
    """

  @Test func readsWhatAnotherImplementationWrote() throws {
    let histogram = try HistogramLog.decode(Self.foreign)
    #expect(histogram.totalCount == 71_004)
    #expect(histogram.countForValue(0) == 3)
    #expect(histogram.countForValue(5) == 70_000)
    #expect(histogram.highestTrackableValue == 1 << 46 - 1)
    #expect(histogram.valueAtPercentile(50) == 5)
    #expect(histogram.valueAtPercentile(98.7) == 6_086_655)
    #expect(histogram.valueAtPercentile(99) == 84_738_047)
    #expect(histogram.valueAtPercentile(99.9) == 865_075_199)
    #expect(histogram.max == 1 << 46 - 1)
  }

  @Test func readsAnotherPrecisionAndUnit() throws {
    // As above: HdrHistogram(1000, 3600000000, 2), 1000 * i * i counted i times for i in 1...100.
    let histogram = try HistogramLog.decode(
      "HISTFAAAARJ4nJNpmSzMwMDwlgECmCAU8wsQeW3yEgb7DxARRiZOFkE2SQ55Lk0efT5LAXshdxF/MVsJfSlDGVM5awV"
        + "lJXkVRTVlDVUtdR11PWEDUSNxE1EzSQtJK0kbaTtZB0EnfhdeN34Pfi9+H34/wQDBIMEQwTDhCOEowRj2OM4EziTO"
        + "FM407gzOLM4c7jzuAu4i7hLuMu4K3iruGt463gZGziZG1hZG1jZG9g5G1i5G1h5G1j5G9gmMrJMY2acwsk5jZJ/By"
        + "DqLkX0OI/s8RvYFjOyLGNmXMLIvY2Rfwci+ipF9DSP7OkbODYzsmxg5tzCyb2Nk38HIuIuReQ8j8z5G5gOMzIcYmY"
        + "8wMh9jZD7BCAB76jT8")
    #expect(histogram.totalCount == 5_050)
    #expect(histogram.lowestDiscernibleValue == 1_000)
    #expect(histogram.numberOfSignificantValueDigits == .two)
    #expect(
      [50, 90, 99, 100].map(histogram.valueAtPercentile) == [
        5_046_271, 9_043_967, 10_027_007, 10_027_007,
      ])
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func sortedValuesGiveTheTextOfTheirHistogram(seed: UInt64) throws {
    for count in [0, 1, 2, 50, 3_000] {
      var values = (0..<UInt64(count)).map {
        Nanoseconds(pow(2, 48 * SplitMix.unit(seed: seed, index: $0))) - 1
      }
      if count > 10 { values[3] = -7 }
      values.sort()
      let text = try HistogramLog.encode(ofNanoseconds: values)
      let whole = try HistogramLog.encode(.ofNanoseconds(values))
      #expect(text == whole)
      #expect(HistogramBin.all(ofSorted: values).reduce(0) { $0 + $1.count } == count)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func whatIsWrittenIsReadBack(seed: UInt64) throws {
    var histogram = Histogram<UInt64>.ofNanoseconds()
    for index in 0..<UInt64(2_000) {
      let value = UInt64(pow(2, 46 * SplitMix.unit(seed: seed, index: index)))
      let count = UInt64(pow(2, 40 * SplitMix.unit(seed: seed &+ 100, index: index)))
      histogram.record(min(value, 1 << 46 - 1), count: count)
    }
    let text = try HistogramLog.encode(histogram)
    #expect(text.hasPrefix("HISTFAAA"))
    let read = try HistogramLog.decode(text)
    #expect(read.totalCount == histogram.totalCount)
    expectEqualBins(read, histogram)
    #expect(try HistogramLog.encode(read) == text)
  }

  private func expectEqualBins(_ one: Histogram<UInt64>, _ other: Histogram<UInt64>) {
    #expect(one.recordedBins().map(\.lowest) == other.recordedBins().map(\.lowest))
    #expect(one.recordedBins().map(\.count) == other.recordedBins().map(\.count))
  }

  @Test func anEmptyHistogramHasAText() throws {
    let text = try HistogramLog.encode(.ofNanoseconds())
    #expect(try HistogramLog.decode(text).totalCount == 0)
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try #require(Data(base64Encoded: Self.foreign))
    for length in 0..<bytes.count {
      #expect(throws: HistogramLogError.self) {
        try HistogramLog.decode(bytes.prefix(length).base64EncodedString())
      }
    }
  }

  @Test func damagedBytesNeverCrash() throws {
    let bytes = [UInt8](try #require(Data(base64Encoded: Self.foreign)))
    var refused = 0
    for trial in 0..<UInt64(500) {
      var damaged = bytes
      let place = Int(SplitMix.unit(seed: 1, index: trial) * Double(bytes.count))
      damaged[place] ^= UInt8(1 + SplitMix.unit(seed: 2, index: trial) * 254)
      do { _ = try HistogramLog.decode(Data(damaged).base64EncodedString()) } catch { refused += 1 }
    }
    // zlib's checksum finds nearly all; the two spare bits of each cookie may differ freely.
    #expect(refused > 480)
  }

  @Test func whatIsNoHistogramIsNamed() {
    #expect(throws: HistogramLogError.notBase64) { try HistogramLog.decode("no base64!") }
    #expect(throws: HistogramLogError.truncated) { try HistogramLog.decode("HISTFA==") }
    #expect(throws: HistogramLogError.foreignCookie(0)) {
      try HistogramLog.decode("AAAAAAAAAAA=")
    }
  }

  @Test func binsOfEnginesMoveOverWithoutRounding() {
    let size = EngineTally.byteCount
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 4_096)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    guard let base = memory.baseAddress else { return }
    let tallies = unsafe [EngineTally(base: base), EngineTally(base: base + size)]
    var values: [Nanoseconds] = []
    for index in 0..<3_000 {
      let unit = SplitMix.unit(seed: 9, index: UInt64(index))
      let value = index == 0 ? -5 : Nanoseconds(pow(2, 48 * unit))
      values.append(value)
      tallies[index % 2].record(value, in: .poll)
    }
    let merged = Histogram<UInt64>.merging(tallies, .poll)
    let direct = Histogram<UInt64>.ofNanoseconds(values)
    expectEqualBins(merged, direct)
    #expect(Histogram<UInt64>.merging(tallies, .pollLag).totalCount == 0)
  }
}
