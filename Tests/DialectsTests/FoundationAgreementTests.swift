import Dialects
import Foundation
import Statistics
import Testing

/// The scanner against Foundation's `JSONSerialization`.
///
/// Foundation's exceptions from RFC 8259: it takes a comma before a closing bracket, and UTF-16 and UTF-32; it refuses escaped halves of
/// surrogate pairs and numbers beyond the range of a double; it loses some byte order marks and
/// tells keys apart by characters. Each has a test of its own below.
@Suite struct FoundationAgreementTests {
  @Test("12,000 random documents and as many damaged ones read the same", arguments: 0..<8)
  func randomDocumentsReadTheSame(part: UInt64) {
    let guarded = GuardedBytes()
    var (accepted, refused, found) = (0, 0, 0)
    for seed in part * 1500..<(part + 1) * 1500 {
      var random = RandomJSON(seed: seed)
      let document = random.document()
      let paths = [JSONPath()] + (0..<12).map { _ in random.path() }
      for bytes in [document, random.damaged(document)] {
        let comparison = Comparison(bytes, paths, guarded)
        #expect(
          comparison.problem == nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        accepted += comparison.isAccepted ? 1 : 0
        refused += comparison.isAccepted ? 0 : 1
        found += comparison.found
      }
    }
    #expect(accepted > 1500 && refused > 500 && found > 3000, "the cases are not empty ones")
  }

  @Test("Foundation takes a comma before a closing bracket, the scanner does not")
  func trailingCommas() throws {
    for text in ["[1,]", #"{"a":1,}"#, #"{"a":[1 , ] , }"#] {
      #expect(Comparison.parse(Array(text.utf8)) != nil)
      #expect(Scan(Array(text.utf8)).defect?.kind == .unexpectedByte)
    }
  }

  @Test("Foundation refuses half a surrogate pair, the scanner reads it as U+FFFD")
  func halfPairs() throws {
    for text in [#""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800\ud800\udc00""#] {
      #expect(Comparison.parse(Array(text.utf8)) == nil)
      #expect(Scan(Array(text.utf8)).defect == nil)
    }
  }

  @Test("Foundation refuses numbers beyond the range of a double, the scanner does not")
  func hugeNumbers() throws {
    for text in ["1e400", "-1e400", "[1e309]"] {
      #expect(Comparison.parse(Array(text.utf8)) == nil)
      #expect(Scan(Array(text.utf8)).defect == nil)
    }
  }

  @Test("Foundation takes UTF-16 and UTF-32, the scanner does not (RFC 8259, section 8.1)")
  func otherEncodings() throws {
    for bytes in [[0x31, 0], [0, 0x31], [0xFF, 0xFE, 0x31, 0], [0x31, 0, 0, 0]] as [[UInt8]] {
      #expect(Comparison.parse(bytes) != nil)
      #expect(Scan(bytes).defect != nil)
    }
  }

  @Test("Foundation drops a byte order mark that begins a piece of text, the scanner keeps it")
  func byteOrderMarksInText() throws {
    let text = "[\"\u{FEFF}a\"]"
    #expect(Comparison.parse(Array(text.utf8)) as? [String] == ["a"])
    #expect(try Scan(text, "[0]").found == [.string("\u{FEFF}a")])
  }

  @Test("Foundation takes two spellings of one accented letter as one key, the scanner does not")
  func canonicallyEqualKeys() throws {
    let text = "{\"\u{E9}\":1,\"e\u{301}\":2}"
    let object = try #require(Comparison.parse(Array(text.utf8)) as? [String: Any])
    #expect(object.count == 1)
    #expect(
      try Scan(text, "\u{E9}", "e\u{301}").found == [.number("1", 1, 1), .number("2", 2, 2)])
  }
}
