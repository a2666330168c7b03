import Foundation
import Statistics
import Testing

@testable import ReferenceServer

struct JSONParserTests {
  private func parse(_ text: String) -> JSONValue? { try? JSONParser.parse(Array(text.utf8)) }

  private func write(_ value: JSONValue) -> String {
    var written = Text()
    written.writeJSON(value)
    return written.string
  }

  @Test(
    "a value is read as it was written",
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
      ("-0", .number("-0")), ("12.50e-3", .number("12.50e-3")), ("1E+2", .number("1E+2")),
      ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u00e9\ud83d\ude00é""#, .string("é😀é")),
      ("[]", .array([])), ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
      ("{ }", .object([])),
      (
        #"{"b":1,"a":null}"#,
        .object([
          JSONMember(name: "b", value: .number("1")), JSONMember(name: "a", value: .null),
        ])
      ),
    ])
  func valid(text: String, value: JSONValue) {
    #expect(parse(text) == value)
    #expect(parse(write(value)) == value)
  }

  @Test(
    "what is not JSON is refused, with the place",
    arguments: [
      ("", 0), (" ", 1), ("nul", 3), ("truE", 3), ("01", 1), ("-", 1), ("1.", 2), (".5", 0),
      ("1e", 2), ("+1", 0), ("NaN", 0), ("'a'", 0), ("\"a", 2), ("\"\n\"", 1), (#""\x""#, 2),
      (#""\u12g4""#, 5), (#""\ud800""#, 7), (#""\ud800\u0041""#, 13), (#""\udc00""#, 7),
      ("[", 1), ("[1", 2), ("[1,]", 3), ("[1 2]", 3), ("{", 1), ("{\"a\"}", 4), ("{\"a\":}", 5),
      ("{\"a\":1,}", 7), ("{a:1}", 1), ("1 1", 2), ("[1]]", 3), ("\u{FEFF}1", 0),
    ])
  func malformed(text: String, offset: Int) {
    #expect {
      try JSONParser.parse(Array(text.utf8))
    } throws: {
      ($0 as? JSONError)?.offset == offset
    }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
      #expect(throws: JSONError(offset: 0, expectation: "UTF-8")) {
        try JSONParser.parse([UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
      }
    }
  }

  @Test func nestingIsBounded() {
    let deepest = JSONParser.deepest
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(parse(nested(deepest)) != nil)
    #expect(parse(nested(deepest + 1)) == nil)
    #expect(parse(String(repeating: "[", count: 1_000_000)) == nil)
    #expect(parse(String(repeating: "{\"a\":", count: 200_000)) == nil)
  }

  @Test func theLastOfEqualNamesCounts() {
    #expect(parse(#"{"a":1,"a":2}"#)?["a"] == .number("2"))
  }

  @Test func controlCharactersAreEscaped() {
    #expect(write(.string("\u{0}\u{1F}\"\\\n é")) == #""\u0000\u001f\"\\\n é""#)
  }

  @Test func agreesWithFoundationOnMutatedTexts() {
    let seed = Array(
      #"{"a":[1,-2.5e3,true,null],"\u00e9":{"b":"x\ny","c":[]},"d":"😀"}"#.utf8)
    let alphabet = Array("{}[]\",:\\u0e1.-tn ".utf8)
    var generator = Xoshiro(seed: 11)
    for _ in 0..<5_000 {
      var bytes = seed
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = alphabet.randomElement(using: &generator) ?? 0
        default: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
        }
      }
      guard let value = try? JSONParser.parse(bytes) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      #expect(theirs != nil, "only we read \(text)")
      #expect(parse(write(value)) == value, "not stable: \(text)")
    }
  }
}
