import Statistics
import Testing

@testable import Dialects

/// Scanners that know how values were written before against scanners that do not.
@Suite struct JSONLayoutsTests {
  @Test("5,000 documents like earlier ones, and damaged ones, read the same", arguments: 0..<5)
  func documentsReadTheSame(part: UInt64) {
    let guarded = GuardedBytes()
    var cases = Cases()
    for seed in part * 20..<(part + 1) * 20 {
      var random = AlikeJSON(seed: seed)
      let paths = random.paths()
      var scanner = JSONScanner(paths, alike: .documents)
      for _ in 0..<50 {
        cases.compare(&scanner, random.document(), paths, guarded, "seed \(seed)")
      }
      cases.matched += scanner.layouts.misses < 40 ? 1 : 0
    }
    #expect(cases.accepted > 500 && cases.refused > 50 && cases.found > 1000, "\(cases)")
    #expect(cases.matched > 10, "layouts are used: \(cases)")
  }

  @Test("2,000 lists of like elements, and damaged ones, read the same", arguments: 0..<2)
  func listsReadTheSame(part: UInt64) {
    let guarded = GuardedBytes()
    var cases = Cases()
    let paths = ["data", "next", "data[1].id"].compactMap { JSONPath(parsing: $0) }
    for seed in part * 20..<(part + 1) * 20 {
      var random = AlikeJSON(seed: seed)
      var scanner = JSONScanner(Array(paths[..<(seed % 2 == 0 ? 2 : 3)]), alike: .elements)
      for _ in 0..<50 {
        let used = Array(paths[..<(seed % 2 == 0 ? 2 : 3)])
        cases.compare(&scanner, random.list(), used, guarded, "seed \(seed)")
      }
      cases.matched += scanner.layouts.stepCount > 0 && scanner.layouts.isUseful ? 1 : 0
    }
    #expect(cases.accepted > 500 && cases.refused > 50 && cases.found > 1000, "\(cases)")
    #expect(cases.matched > 10, "layouts are used: \(cases)")
  }

  @Test("a value of another kind is read where a scalar was, but not where a container was")
  func kindsMayChange() {
    let guarded = GuardedBytes()
    let paths = ["a", "b", "c.d"].compactMap { JSONPath(parsing: $0) }
    var scanner = JSONScanner(paths, alike: .documents)
    var cases = Cases()
    var steps: [Int] = []
    for text in [
      #"{"a":1,"b":[],"c":{"d":"x"}}"#, #"{"a":null,"b":[],"c":{"d":"é\n"}}"#,
      #"{"a":-1.5e3,"b":[],"c":{"d":true}}"#, #"{"a":1,"b":[1],"c":{"d":"x"}}"#,
      #"{"a":[],"b":[],"c":{"d":"x"}}"#, #"{"a":1,"b":[],"c":{"d":{}}}"#, #"{"a":1,"b":[]}"#,
    ] {
      cases.compare(&scanner, Array(text.utf8), paths, guarded, text)
      steps.append(scanner.layouts.stepCount)
    }
    #expect(cases.refused == 0)
    #expect(steps[0] == steps[2], "two documents with other scalars have the layout of the first")
    #expect(Set(steps[2...]).count == 5, "each of the others has a layout of its own")
  }

  @Test("a key that takes an earlier one away is no layout")
  func equalKeysAreNoLayout() {
    let guarded = GuardedBytes()
    let paths = ["a", "a.b"].compactMap { JSONPath(parsing: $0) }
    var scanner = JSONScanner(paths, alike: .documents)
    var cases = Cases()
    for _ in 0..<3 {
      cases.compare(&scanner, Array(#"{"a":{"b":1},"a":2}"#.utf8), paths, guarded, "equal keys")
    }
    let steps = scanner.layouts.stepCount
    #expect(steps == 0)
  }

  @Test("a number may not go on where the bytes after it should stand")
  func numbersEndWhereTheyDid() {
    let guarded = GuardedBytes()
    let paths = [JSONPath("a")]
    var scanner = JSONScanner(paths, alike: .documents)
    var cases = Cases()
    for text in [#"{"a":1}"#, #"{"a":01}"#, #"{"a":1.}"#, #"{"a":1e}"#, #"{"a":1"#, #"{"a":"#] {
      cases.compare(&scanner, Array(text.utf8), paths, guarded, text)
    }
    #expect(cases.accepted == 1)
  }

  @Test("objects that are never alike end the search for layouts")
  func unlikeObjectsEndTheSearch() {
    let guarded = GuardedBytes()
    let paths = [JSONPath("a")]
    var scanner = JSONScanner(paths, alike: .documents)
    var cases = Cases()
    for number in 0..<100 {
      cases.compare(
        &scanner, Array("{\"key \(number)\":0,\"a\":1}".utf8), paths, guarded, "\(number)")
    }
    let isUseful = scanner.layouts.isUseful
    #expect(!isUseful)
  }

  @Test("layouts that are more than there is room for are forgotten, and learned anew")
  func fullLayoutsAreForgotten() {
    let guarded = GuardedBytes()
    let paths = [JSONPath("a")]
    var scanner = JSONScanner(paths, alike: .documents)
    var cases = Cases()
    var most = 0
    for length in 1...7 {
      // Layouts of a hundred steps each, alike in none; one of 20 kB between its scalars never fits.
      let members = (0..<100).map { ",\"\(String(repeating: "k", count: length))\($0)\":1" }
      let text = "{\"a\":1" + members.joined() + "}"
      for _ in 0..<2 {
        cases.compare(&scanner, Array(text.utf8), paths, guarded, "length \(length)")
      }
      most = max(most, scanner.layouts.stepCount)
      let (before, long) = (scanner.layouts.stepCount, String(repeating: "l", count: 20_000))
      cases.compare(
        &scanner, Array("{\"a\":1,\"\(long)\":2}".utf8), paths, guarded, "a long key")
      let after = scanner.layouts.stepCount
      #expect(after == before)
    }
    #expect(cases.refused == 0)
    let last = scanner.layouts.stepCount
    #expect(most > 300 && last < 300)
  }

  @Test("an object with a layout is refused where it is nested too deeply")
  func nestingStaysLimited() {
    let guarded = GuardedBytes()
    let paths = [JSONPath("a")]
    var scanner = JSONScanner(paths, alike: .elements)
    var cases = Cases()
    for (outer, inner) in [(1, 200), (100, 200), (300, 200), (330, 200), (1, 300), (256, 300)] {
      let element =
        "{\"b\":" + String(repeating: "[", count: inner) + String(repeating: "]", count: inner)
        + "}"
      let text =
        String(repeating: "[", count: outer) + element + "," + element
        + String(repeating: "]", count: outer)
      cases.compare(&scanner, Array(text.utf8), paths, guarded, "\(outer) and \(inner)")
    }
    #expect(cases.accepted == 4 && cases.refused == 2)
  }
}

/// What comparisons met, so that a test can tell that its cases are not empty ones.
private struct Cases {
  var accepted = 0
  var refused = 0
  var found = 0
  var matched = 0

  /// Reads `bytes` with `scanner` and with one that never read anything.
  mutating func compare(
    _ scanner: inout JSONScanner, _ bytes: [UInt8], _ paths: [JSONPath],
    _ guarded: borrowing GuardedBytes, _ place: String
  ) {
    let body = unsafe guarded.place(bytes)
    let defect = unsafe scanner.scan(body)
    var fresh = JSONScanner(paths)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(unsafe defect == fresh.scan(body), "\(place): \(text)")
    for path in paths.indices {
      #expect(scanner.value(path) == fresh.value(path), "\(place): \(paths[path]) of \(text)")
      if scanner.value(path).kind != .absent { found += 1 }
    }
    if defect == nil { accepted += 1 } else { refused += 1 }
  }
}

/// Documents of a few layouts with any scalars, some of them damaged.
private struct AlikeJSON {
  private static let layouts = [
    ##"{"id":#,"status":#,"data":{"a":#,"b":[#,{"a":#}]},"task-id":#}"##,
    ##"{"id":#,"status":#,"data":{"a":#,"b":[]},"task-id":#}"##,
    ##"{ "id" : # , "status" : #,"data":{},"é":[#, #],"😀":#}"##,
    ##"{"a":{"a":{"a":#}},"b":#,"id":#}"##,
    ##"{"a":{"a":{"a":#}},"b":#,"id":#,"id":#}"##,
    ##"{"a":[[#],[#,[#]]],"created_at":#,"a rather long key that spans words":{"id":#}}"##,
    ##"{"status":#}"##, "{}",
  ]
  private static let scalars = [
    "null", "true", "false", "0", "-0", "12", "-1.25e+3", "1e400", #""""#, #""x""#, #""é😀""#,
    #""a rather long text, of many words""#, #""\u00e9\ud83d\ude00\n\\""#,
    #""2026-01-01T00:00:00Z""#,
    "{}", "[]", "[1,2]", #"{"a":1}"#, "01", "tru", "",
  ]

  private var random: RandomJSON
  private let own: [String]

  init(seed: UInt64) {
    var random = RandomJSON(seed: seed)
    own = (0..<3).map { _ in Self.layouts[random.below(Self.layouts.count)] }
    self.random = random
  }

  mutating func paths() -> [JSONPath] {
    ["id", "status", "data", "data.b[1].a", "a.a"].compactMap { JSONPath(parsing: $0) }
      + (0..<6).map { _ in random.path() }
  }

  mutating func document() -> [UInt8] { damagedAtTimes(text()) }

  mutating func list() -> [UInt8] {
    let elements = (0..<random.below(6)).map { _ in text() }
    return damagedAtTimes(
      random.chance(8)
        ? "[" + elements.joined(separator: " , ") + "]"
        : "{\"data\":[" + elements.joined(separator: ",") + "],\"next\":\(scalar())}")
  }

  private mutating func text() -> String {
    var result = ""
    for part in own[random.below(own.count)].split(separator: "#", omittingEmptySubsequences: false)
    {
      result += (result.isEmpty ? "" : scalar()) + part
    }
    return result
  }

  /// Seldom one of the last, which make a document another one, or none.
  private mutating func scalar() -> String {
    Self.scalars[random.below(random.chance(20) ? Self.scalars.count : Self.scalars.count - 7)]
  }

  private mutating func damagedAtTimes(_ text: String) -> [UInt8] {
    random.chance(6) ? random.damaged(Array(text.utf8)) : Array(text.utf8)
  }
}
