internal import Foundation
public import Histogram

/// Why a text or bytes are no histogram in the V2 compressed encoding.
public enum HistogramLogError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text is not base64.
  case notBase64
  /// The bytes end before the encoding does.
  case truncated
  /// A cookie is not that of the V2 encoding.
  case foreignCookie(UInt32)
  /// zlib refused with this code.
  case compression(Int32)
  /// The header asks for a histogram that cannot exist, or for a shifted one.
  case impossibleHeader(String)
  /// The counts lie outside the range that the header declares, or overflow.
  case countsOutOfRange

  /// One clause; lower case, no final full stop.
  public var description: String {
    switch self {
    case .notBase64: "the histogram is not base64"
    case .truncated: "the histogram is cut short"
    case .foreignCookie(let cookie):
      "the histogram has cookie 0x\(String(cookie, radix: 16)), which is not that of the V2 encoding"
    case .compression(let code): "the histogram's compressed part is damaged (zlib code \(code))"
    case .impossibleHeader(let reason): "the histogram's header is impossible: \(reason)"
    case .countsOutOfRange: "the histogram's counts exceed the range it declares"
    }
  }
}

/// The HdrHistogram V2 compressed encoding, which every HdrHistogram implementation reads.
///
/// ```
/// cookie length │ zlib( cookie length offset digits lowest highest ratio │ counts )
///   4      4    │         4      4      4      4      8       8      8   │ ZigZag LEB128
/// ```
/// All integers are big-endian. A positive count is the count of the next bin, a negative one
/// stands for that many empty bins, and empty bins at the end are left out.
///
/// Source: HdrHistogram, `AbstractHistogram.encodeIntoCompressedByteBuffer` and `ZigZagEncoding`.
public enum HistogramLog {
  static let payloadCookie: UInt32 = 0x1c84_9313
  static let compressedCookie: UInt32 = 0x1c84_9314
  /// The lower cookie byte's upper half is a word size, which the V2 encoding does not use.
  static let cookieMask: UInt32 = ~0xf0
  static let headerLength = 40

  /// The base64 text of `histogram`; it starts with `HISTFAAA`.
  ///
  /// - Throws: ``HistogramLogError/compression(_:)`` when zlib has no memory.
  public static func encode(_ histogram: Histogram<UInt64>) throws(HistogramLogError) -> String {
    try text(ofPayload: payload(of: histogram))
  }

  /// The text of an encoded histogram from its `payload`, header and counts.
  static func text(ofPayload payload: [UInt8]) throws(HistogramLogError) -> String {
    let compressed = try Zlib.compress(payload)
    var bytes: [UInt8] = []
    bytes.appendBigEndian(compressedCookie)
    bytes.appendBigEndian(UInt32(compressed.count))
    bytes += compressed
    return Data(bytes).base64EncodedString()
  }

  /// The histogram in the base64 `text`.
  ///
  /// - Throws: ``HistogramLogError`` for anything that is not one; memory stays bounded by what the
  ///   header may declare.
  public static func decode(_ text: String) throws(HistogramLogError) -> Histogram<UInt64> {
    guard let data = Data(base64Encoded: text) else { throw .notBase64 }
    let bytes = [UInt8](data)
    guard bytes.count >= 8 else { throw .truncated }
    let cookie: UInt32 = bytes.bigEndian(at: 0)
    guard cookie & cookieMask == compressedCookie & cookieMask else { throw .foreignCookie(cookie) }
    let length = Int(bytes.bigEndian(at: 4) as UInt32)
    guard length <= bytes.count - 8 else { throw .truncated }
    let inflation = try Zlib.Inflation(bytes[8..<8 + length])
    let header = try HistogramHeader(inflation.next(headerLength))
    let counts = try inflation.next(header.payloadLength)
    try inflation.finish()
    return try header.histogram(counts: counts)
  }

  /// Header and counts, before compression.
  private static func payload(of histogram: Histogram<UInt64>) -> [UInt8] {
    payload(
      counts: encodedCounts(of: histogram),
      digits: UInt32(histogram.numberOfSignificantValueDigits.rawValue),
      lowest: histogram.lowestDiscernibleValue, highest: histogram.highestTrackableValue)
  }

  /// Header and `counts`, before compression.
  static func payload(
    counts: [UInt8], digits: UInt32, lowest: UInt64, highest: UInt64
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(payloadCookie)
    bytes.appendBigEndian(UInt32(counts.count))
    bytes.appendBigEndian(UInt32(0))
    bytes.appendBigEndian(digits)
    bytes.appendBigEndian(lowest)
    bytes.appendBigEndian(highest)
    bytes.appendBigEndian(1.0.bitPattern)
    return bytes + counts
  }

  private static func encodedCounts(of histogram: Histogram<UInt64>) -> [UInt8] {
    guard histogram.totalCount > 0 else { return [] }
    var bytes: [UInt8] = []
    var value: UInt64 = 0
    var empty: Int64 = 0
    let last = histogram.max
    while value <= last {
      let count = histogram.countForValue(value)
      if count == 0 {
        empty += 1
      } else {
        if empty > 0 { ZigZag.append(-empty, to: &bytes) }
        empty = 0
        ZigZag.append(Int64(clamping: count), to: &bytes)
      }
      value = histogram.nextNonEquivalentForValue(value)
    }
    return bytes
  }
}

extension [UInt8] {
  /// Appends `value`, its highest byte first.
  mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
    for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }

  /// The integer whose highest byte is at `offset`.
  func bigEndian<Value: FixedWidthInteger & UnsignedInteger>(at offset: Int) -> Value {
    self[offset..<offset + Value.bitWidth / 8].reduce(0) { $0 << 8 | Value($1) }
  }
}
