import Dialects
import Testing

@Suite struct JSONScannerTests {
  @Test(
    "a document that is not JSON is refused for the right reason",
    arguments: [
      ("", JSONDefect.Kind.truncated, 0), ("  ", .truncated, 2), ("[", .truncated, 1),
      ("{", .truncated, 1), (#"{"a""#, .truncated, 4), (#"{"a":"#, .truncated, 5),
      (#"{"a":1"#, .truncated, 6), (#"{"a":1,"#, .truncated, 7), ("[1", .truncated, 2),
      ("[1,", .truncated, 3), ("\"", .truncated, 1), (#""\"#, .truncated, 1),
      (#""\u12"#, .truncated, 1), ("tru", .truncated, 3), ("-", .truncated, 1),
      ("1.", .truncated, 2), ("1e", .truncated, 2), ("1e+", .truncated, 3),
      ("01", .number, 1), ("-01", .number, 2), ("00", .number, 1), ("[1.]", .number, 3),
      ("[1e]", .number, 3), ("-a", .number, 1), ("[-]", .number, 2), ("[1.e1]", .number, 3),
      (".5", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
      ("nul ", .unexpectedByte, 3), ("True", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
      ("{a:1}", .unexpectedByte, 1), ("{1:1}", .unexpectedByte, 1), ("[,]", .unexpectedByte, 1),
      ("[1,]", .unexpectedByte, 3), (#"{"a":1,}"#, .unexpectedByte, 7),
      ("[1,,2]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3), ("[1}", .unexpectedByte, 2),
      (#"{"a":1]"#, .unexpectedByte, 6), (#"{"a" 1}"#, .unexpectedByte, 5),
      (#"{"a":}"#, .unexpectedByte, 5), (#"["a":1]"#, .unexpectedByte, 4),
      (#"{"a",1}"#, .unexpectedByte, 4), ("//\n1", .unexpectedByte, 0), ("]", .unexpectedByte, 0),
      ("\u{0C}1", .unexpectedByte, 0), ("\u{A0}1", .unexpectedByte, 0),
      ("1x", .trailingBytes, 1), ("{} {}", .trailingBytes, 3), ("[1]]", .trailingBytes, 3),
      ("nulll", .trailingBytes, 4), ("1.5.5", .trailingBytes, 3), ("0x10", .trailingBytes, 1),
      (#""\a""#, .escape, 1), (#""\'""#, .escape, 1), (#""\u00g0""#, .escape, 1),
      (#""\U0041""#, .escape, 1), (#""\u+123""#, .escape, 1), (#"{"\x":1}"#, .escape, 2),
      ("\"a\u{1}\"", .controlCharacter, 2), ("\"\t\"", .controlCharacter, 1),
      ("\"0123456789\n0123456789\"", .controlCharacter, 11), ("\"\u{1F}\"", .controlCharacter, 1),
    ])
  func nonJSONIsRefused(text: String, kind: JSONDefect.Kind, offset: Int) {
    #expect(Scan(Array(text.utf8)).defect == JSONDefect(kind, offset: offset))
  }

  @Test(
    "bytes that are not UTF-8 are refused inside strings and keys",
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82, 0x41],
      [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
      [0xF1, 0x80, 0x80, 0x41], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func nonUTF8IsRefused(sequence: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    for padding in 0..<9 {
      let text = Array(repeating: UInt8(ascii: "x"), count: padding) + sequence
      let string = [quote] + text + [quote] + Array("    ".utf8)
      #expect(Scan(string).defect == JSONDefect(.encoding, offset: padding + 1))
      let object = Array("{\"".utf8) + text + Array("\":1}   ".utf8)
      #expect(Scan(object).defect == JSONDefect(.encoding, offset: padding + 2))
    }
  }

  @Test func everyScalarIsAcceptedRawAndEscaped() throws {
    let edges: [UInt32] = [
      0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x1F600,
      0x10FFFF,
    ]
    for value in edges {
      let scalar = try #require(Unicode.Scalar(value))
      let text = String(Character(scalar))
      let escaped = text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
      #expect(try Scan("\"<\(text)>\"", "").found == [.string("<\(text)>")])
      #expect(try Scan("\"<\(escaped)>\"", "").found == [.string("<\(text)>")])
      #expect(
        try Scan("\"<\(escaped.uppercased().replacing("U", with: "u"))>\"", "").found
          == [.string("<\(text)>")])
    }
  }

  @Test func valuesOfEveryKindAreFound() throws {
    let text = #"""
      {"n":null,"t":true,"f":false,"i":-12,"d":1.5e3,"s":"a\n\"\\\/\b\f\r\tb","e":"",
       "o":{ "x" : [ 1 , 2 ] },"a":[ ],"z":-0.0}
      """#
    let scan = try Scan(
      text, "n", "t", "f", "i", "d", "s", "e", "o", "a", "z", "o.x[1]", "o.x[2]", "none", "n.x")
    #expect(scan.defect == nil)
    #expect(
      scan.found == [
        .null, .bool(true), .bool(false), .number("-12", -12, -12), .number("1.5e3", 1500, 1500),
        .string("a\n\"\\/\u{8}\u{C}\r\tb"), .string(""), .container("{ \"x\" : [ 1 , 2 ] }"),
        .container("[ ]"), .number("-0.0", -0.0, 0), .number("2", 2, 2), .absent, .absent, .absent,
      ])
  }

  @Test func equalKeysAtOtherDepthsAreOtherValues() throws {
    let text = """
      {"inputs":{"id":"wrong","status":"wrong"},"outputs":[{"id":"wrong"}],"status":"right",
       "id":"right","children":{"status":"wrong"}}
      """
    #expect(try Scan(text, "id", "status").found == [.string("right"), .string("right")])
    #expect(try Scan(#"[{"id":1},{"id":2}]"#, "[1].id").found == [.number("2", 2, 2)])
  }

  @Test("a key that is written with escapes matches")
  func escapedKeysMatch() throws {
    #expect(
      try Scan(
        #"{"\u0069\u0064":1,"task\u002Did":2,"\ud83d\ude00":3,"a\/b":4}"#,
        "id", "['task-id']", "😀", "['a/b']"
      ).found
        == [.number("1", 1, 1), .number("2", 2, 2), .number("3", 3, 3), .number("4", 4, 4)])
    #expect(try Scan(#"{"\u0069":1,"i\u0064\u0000":2}"#, "id").found == [.absent])
  }

  @Test("of equal keys the last counts, with everything under it")
  func lastOfEqualKeysCounts() throws {
    #expect(try Scan(#"{"a":1,"a":2}"#, "a").found == [.number("2", 2, 2)])
    #expect(try Scan(#"{"a":1,"\u0061":"x"}"#, "a").found == [.string("x")])
    #expect(
      try Scan(#"{"a":{"b":1,"c":{"d":2}},"a":{"c":{}}}"#, "a.b", "a.c.d", "a.c").found
        == [.absent, .absent, .container("{}")])
    #expect(try Scan(#"{"a":{"b":1},"a":2}"#, "a.b", "a").found == [.absent, .number("2", 2, 2)])
  }

  @Test func pathsMayShareBeginningsOrBeEqual() throws {
    let text = #"{"a":{"b":[10,{"c":"x"}]},"d":[[1],[2,3]]}"#
    let scan = try Scan(text, "a.b[1].c", "a.b[0]", "a.b", "a.b[0]", "d[1][1]", "d[1].x", "['']")
    #expect(
      scan.found == [
        .string("x"), .number("10", 10, 10), .container(#"[10,{"c":"x"}]"#),
        .number("10", 10, 10), .number("3", 3, 3), .absent, .absent,
      ])
  }

  @Test func nothingIsFoundAfterADefect() throws {
    let scan = try Scan(#"{"id":"x"} ,"#, "id", "")
    #expect(scan.defect == JSONDefect(.trailingBytes, offset: 11))
    #expect(scan.found == [.absent, .absent])
  }

  @Test func aScannerForgetsThePreviousDocument() {
    var scanner = JSONScanner([JSONPath("a")])
    for (text, kind) in [(#"{"a":1}"#, JSONValue.Kind.number), ("{}", .absent), ("[", .absent)] {
      let guarded = GuardedBytes()
      _ = unsafe scanner.scan(guarded.place(Array(text.utf8)))
      #expect(scanner.value(0).kind == kind)
    }
  }

  @Test func nestingIsLimitedTo512() {
    for (open, inner, close) in [("[", "", "]"), (#"{"a":"#, "1", "}")] {
      for depth in [511, 512, 513, 5000] {
        let text =
          String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
        #expect((Scan(Array(text.utf8)).defect?.kind == .nesting) == (depth > 512))
      }
    }
  }

  @Test func aBodyWithoutMemoryIsEmpty() {
    var scanner = JSONScanner([JSONPath()])
    let defect = unsafe scanner.scan(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(defect == JSONDefect(.truncated, offset: 0))
  }

  @Test func oneByteOrderMarkIsSkipped() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let paths = [JSONPath("a")]
    let text = Array(#"{"a":1}"#.utf8)
    #expect(Scan(mark + text, paths).found == [.number("1", 1, 1)])
    #expect(Scan(mark).defect == JSONDefect(.truncated, offset: 3))
    #expect(Scan(mark + mark + text).defect == JSONDefect(.unexpectedByte, offset: 3))
    #expect(Scan([0x20] + mark + text).defect == JSONDefect(.unexpectedByte, offset: 1))
    #expect(Scan([0xEF, 0xBB]).defect == JSONDefect(.unexpectedByte, offset: 0))
  }

  @Test func everyTruncationOfADocumentIsRefused() {
    let text =
      #"{"id":"a\u00e9\ud83d\ude00é😀","n":[1.5e+3,-0,true,false,null],"o":{"k":{}},"s":"x"}"#
    let bytes = Array(text.utf8)
    #expect(Scan(bytes).defect == nil)
    for count in 0..<bytes.count {
      #expect(Scan(Array(bytes[..<count])).defect?.kind == .truncated)
    }
  }

  @Test func halfASurrogatePairReadsAsTheReplacementCharacter() throws {
    let text = #"["\ud800","\udc00x","\ud800\ud83d\ude00","\ud800\n","\ud800\\u","\uD800\u0041"]"#
    #expect(
      try Scan(text, "[0]", "[1]", "[2]", "[3]", "[4]", "[5]").found
        == ["\u{FFFD}", "\u{FFFD}x", "\u{FFFD}😀", "\u{FFFD}\n", "\u{FFFD}\\u", "\u{FFFD}A"].map {
          .string($0)
        })
  }

  @Test(
    "numbers are read exactly",
    arguments: [
      ("0", 0, 0), ("-0", -0.0, 0), ("12.0", 12, 12), ("1.2e1", 12, 12), ("120e-1", 12, 12),
      ("1.5", 1.5, nil), ("9223372036854775807", 0x1p63, .max),
      ("-9223372036854775808", -0x1p63, .min), ("9223372036854775808", 0x1p63, nil),
      ("1e18", 1e18, 1_000_000_000_000_000_000), ("1e19", 1e19, nil), ("1e400", .infinity, nil),
      ("1e-400", 0, nil), ("0e999999999999999999999", 0, 0), ("0.1", 0.1, nil),
      ("123456789012345678", 123_456_789_012_345_678, 123_456_789_012_345_678),
      ("9007199254740993", 9_007_199_254_740_992, 9_007_199_254_740_993),
      ("1795469114.1416762", 1795469114.1416762, nil), ("5e-324", 5e-324, nil),
      ("1E+2", 100, 100), ("1e22", 1e22, nil), ("1e23", 1e23, nil),
    ] as [(String, Double, Int64?)])
  func numbersAreReadExactly(text: String, double: Double, integer: Int64?) throws {
    #expect(try Scan(text, "").found == [.number(text, double, integer)])
  }

  @Test func aTextThatDoesNotFitIsNotCopied() {
    let guarded = GuardedBytes()
    let body = unsafe guarded.place(Array(#"["abc","a\u00e9"]"#.utf8))
    var scanner = JSONScanner([JSONPath(steps: [.index(0)]), JSONPath(steps: [.index(1)])])
    #expect(unsafe scanner.scan(body) == nil)
    for room in 0...4 {
      let counts = unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
        [0, 1].map { unsafe scanner.value($0).copyText(of: body, into: buffer) }
      }
      #expect(counts == (room < 3 ? [nil, nil] : [3, 3]))
    }
  }
}
