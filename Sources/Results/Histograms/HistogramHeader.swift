internal import Histogram

/// The fixed part in front of the counts of an encoded histogram, checked.
struct HistogramHeader {
  /// Bytes of counts that follow.
  let payloadLength: Int
  private let empty: Histogram<UInt64>

  /// Reads and checks the header's 40 bytes.
  init(_ bytes: [UInt8]) throws(HistogramLogError) {
    let cookie: UInt32 = bytes.bigEndian(at: 0)
    guard cookie & HistogramLog.cookieMask == HistogramLog.payloadCookie & HistogramLog.cookieMask
    else { throw .foreignCookie(cookie) }
    let length: UInt32 = bytes.bigEndian(at: 4)
    let offset: UInt32 = bytes.bigEndian(at: 8)
    let digits: UInt32 = bytes.bigEndian(at: 12)
    let lowest: UInt64 = bytes.bigEndian(at: 16)
    let highest: UInt64 = bytes.bigEndian(at: 24)
    guard offset == 0 else { throw .impossibleHeader("it is shifted by \(offset) bins") }
    guard digits <= 5, let precision = SignificantDigits(rawValue: Int8(digits)) else {
      throw .impossibleHeader("it has \(digits) significant digits")
    }
    guard (1...1 << 40).contains(lowest), highest >= 2 * lowest, highest <= UInt64(Int64.max) else {
      throw .impossibleHeader("it ranges from \(lowest) to \(highest)")
    }
    empty = Histogram<UInt64>(
      lowestDiscernibleValue: lowest, highestTrackableValue: highest,
      numberOfSignificantValueDigits: precision)
    // A bin takes at most nine bytes, and every doubling of the range at most 2^17 bins.
    guard length <= 9 * 64 << 17 else { throw .impossibleHeader("it declares \(length) bytes") }
    payloadLength = Int(length)
  }

  /// The histogram with the encoded `counts`.
  func histogram(counts: [UInt8]) throws(HistogramLogError) -> Histogram<UInt64> {
    var result = empty
    var reader = ZigZag.Reader(counts)
    var value: UInt64 = 0
    var total: UInt64 = 0
    let highest = empty.highestTrackableValue
    while let word = try reader.next() {
      if word > 0 {
        let (sum, overflow) = total.addingReportingOverflow(UInt64(word))
        total = sum
        guard !overflow, value <= highest, result.recordBin(value, count: UInt64(word)) else {
          throw .countsOutOfRange
        }
      }
      var steps = word < 0 ? word.magnitude : 1
      while steps > 0, value <= highest {
        value = empty.nextNonEquivalentForValue(value)
        steps -= 1
      }
      guard steps == 0 else { throw .countsOutOfRange }
    }
    return result
  }
}
