import Foundation
import Testing
import Workloads

@testable import Engines

@Suite struct BodyTests {
  /// The bodies of rows 0 to before `count`, through changing slots.
  private func texts(
    _ pieces: [BodyTemplate.Piece], _ count: Int = 1, rowInputs: RowInputs = RowInputs(),
    webhookBase: String = ""
  ) -> [String] {
    let bodies = RequestBodies(
      [BodyTemplate(pieces)], slots: 3, idCapacity: 8, rowInputs: rowInputs,
      webhookBase: webhookBase)
    return (0..<count).map { text(bodies, row: $0, slot: $0 % 3) }
  }

  private func text(
    _ bodies: borrowing RequestBodies, row: Int, slot: Int = 0, jobClass: UInt16 = 0,
    id: String = ""
  ) -> String {
    let id = Array(id.utf8)
    return unsafe id.withUnsafeBytes { id in
      let body = unsafe bodies.body(slot: slot, row: row, jobClass: jobClass, id: id)
      return unsafe body.map { unsafe String(decoding: $0, as: UTF8.self) } ?? "none"
    }
  }

  private static func table(_ texts: [String]) -> SharedTexts {
    var table = TextTable()
    for text in texts { table.append(text.utf8) }
    return SharedTexts(table)
  }

  @Test func everyClassHasABodyAndEachIsMadeOfItsPieces() {
    let bodies = RequestBodies(
      [
        BodyTemplate(
          #"{"f":${{ function }},"i":${{ inputs }}}"#, function: #""a""#,
          inputs: [.literal(Array("[".utf8)), .number, .literal(Array("]".utf8))]),
        BodyTemplate("${{ inputs }}${{ other }}", inputs: [.literal(Array("7".utf8))]),
        BodyTemplate(""), nil,
        BodyTemplate("[${{ id }},${{ webhook }}]"),
      ], slots: 1, idCapacity: 8, webhookBase: "http://h/")
    #expect(text(bodies, row: 12) == #"{"f":"a","i":[12]}"#)
    #expect(text(bodies, row: 12, jobClass: 1) == "7${{ other }}")
    #expect(text(bodies, row: 12, jobClass: 2) == "")
    #expect(text(bodies, row: 12, jobClass: 3) == "none")
    #expect(text(bodies, row: 12, jobClass: 4, id: "x\"") == #"["x\"","http://h/12"]"#)
  }

  @Test func aBodyThatIsTheSameForAllIsNotCopied() {
    let bodies = RequestBodies(
      [BodyTemplate("{}", inputs: [.literal([])])], slots: 2, idCapacity: 8)
    unsafe [UInt8]().withUnsafeBytes { id in
      let first = unsafe bodies.body(slot: 0, row: 0, jobClass: 0, id: id)
      let second = unsafe bodies.body(slot: 1, row: 1, jobClass: 0, id: id)
      #expect(unsafe first?.baseAddress != nil && first?.baseAddress == second?.baseAddress)
    }
  }

  @Test func numbersAreExact() throws {
    #expect(texts([.number], 11).last == "10")
    for (low, high) in [
      ("-0.5", "-0.5"), ("0.000000001", "0.000000001"), ("-12", "-12"),
      ("1.25", "1.25"), ("1000000000000000000", "1000000000000000000"),
      ("-999999999.000000001", "-999999999.000000001"), ("0", "0"),
    ] as [(Substring, Substring)] {
      let law = try #require(Uniform(low, high))
      #expect(texts([.uniform(law, seed: 1)]) == [String(low)])
    }
    let whole = try #require(Uniform("2.0", "2.0"))
    #expect(texts([.uniform(whole, seed: 1)]) == ["2"])
  }

  @Test func bothBoundsAreDrawnAndNothingBeyondThem() throws {
    let whole = texts([.uniform(try #require(Uniform("-1", "2")), seed: 5)], 400)
    #expect(Set(whole) == ["-1", "0", "1", "2"])
    let decimals = texts([.uniform(try #require(Uniform("-0.5", "1.5")), seed: 5)], 4_000)
    let values = decimals.compactMap(Double.init)
    #expect(values.count == 4_000)
    #expect(values.allSatisfy { -0.5...1.5 ~= $0 })
    // Five standard errors of the mean of a uniform law of width 2.
    #expect(abs(values.reduce(0, +) / 4_000 - 0.5) < 0.046)
  }

  @Test func uuidsAreOfVersion4AndAllDifferent() throws {
    let texts = texts([.uuid(seed: 3, isText: false)], 500)
    let shape = /"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/
    #expect(texts.allSatisfy { $0.wholeMatch(of: shape) != nil })
    #expect(Set(texts).count == 500)
    #expect(self.texts([.uuid(seed: 3, isText: true)]) == [String(texts[0].dropFirst().dropLast())])
  }

  @Test("cells are picked about equally often, quoted only where they stand alone")
  func cells() {
    let cells = Self.table([#""a\"b""#, "12", #""""#, "null"])
    var counts: [String: Int] = [:]
    for text in texts([.cell(cells, seed: 8, isText: false)], 4_000) {
      counts[text, default: 0] += 1
    }
    #expect(counts.keys.sorted() == [#""""#, #""a\"b""#, "12", "null"])
    // Five standard deviations of 4,000 draws with a chance of 1 in 4.
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 137 })
    #expect(
      Set(texts([.cell(cells, seed: 8, isText: true)], 200)) == [#"a\"b"#, "12", "", "null"])
  }

  @Test("values depend on seed and row alone, however many engines there are", arguments: [1, 4])
  func engines(count: Int) throws {
    let law = try #require(Uniform("1", "1000000"))
    let template = BodyTemplate([
      .uniform(law, seed: 2), .uuid(seed: 4, isText: false),
      .cell(Self.table(["1", "2", "3"]), seed: 6, isText: false),
    ])
    var found = [String](repeating: "", count: 40)
    for engine in 0..<count {
      let bodies = RequestBodies([template], slots: 2, idCapacity: 8)
      for row in stride(from: engine, to: 40, by: count) {
        found[row] = text(bodies, row: row, slot: row % 2)
      }
    }
    #expect(found == (0..<40).map { template.rendered(row: $0) })
    #expect(Set(found).count == 40)
  }

  @Test func inputsOfARowStandInForThoseOfItsClass() {
    let inputs = RowInputs([
      RowInputs.Stretch(rows: 1..<3, texts: Self.table(["[1]", ""])),
      RowInputs.Stretch(rows: 4..<5, texts: Self.table([#"{"a":"a text longer than the class"}"#])),
    ])
    let pieces: [BodyTemplate.Piece] = [
      .literal(Array("<".utf8)), .inputs([.literal(Array("n".utf8)), .number]),
      .literal(Array(">".utf8)),
    ]
    #expect(
      texts(pieces, 6, rowInputs: inputs)
        == ["<n0>", "<[1]>", "<n2>", "<n3>", #"<{"a":"a text longer than the class"}>"#, "<n5>"])
    let fixed: [BodyTemplate.Piece] = [
      .literal(Array("<".utf8)), .inputs([.literal(Array("x".utf8))]), .literal(Array(">".utf8)),
    ]
    #expect(texts(fixed, 2, rowInputs: inputs) == ["<x>", "<[1]>"])
    #expect(texts([.inputs([]), .number], 2, rowInputs: inputs) == ["0", "[1]1"])
  }

  @Test func theLongestBodiesFit() throws {
    let law = try #require(Uniform("-1000000000000000000", "-1000000000000000000"))
    let decimal = try #require(Uniform("-999999999.999999999", "-999999999.999999999"))
    let bodies = RequestBodies(
      [
        BodyTemplate([
          .uniform(law, seed: 1), .uniform(decimal, seed: 1), .number, .id, .webhook,
          .uuid(seed: 1, isText: false),
        ])
      ], slots: 1, idCapacity: 8, webhookBase: "\u{1}")
    let found = text(bodies, row: .max, id: String(repeating: "\u{1}", count: 8))
    #expect(found.hasPrefix("-1000000000000000000-999999999.9999999999223372036854775807\""))
  }
}

/// The fingerprint of all payloads.
@Suite struct PayloadHashTests {
  private static func rows(_ rows: Range<Int>, _ texts: [String]) -> RowInputs {
    var table = TextTable()
    for text in texts { table.append(text.utf8) }
    return RowInputs([.init(rows: rows, texts: SharedTexts(table))])
  }

  private func hash(
    _ texts: [String], _ classes: [UInt16], inputs: [BodyTemplate.Piece] = [.number],
    rowInputs: RowInputs = RowInputs()
  ) -> String {
    PayloadHash(
      texts.map { BodyTemplate($0, inputs: inputs) }, rowInputs: rowInputs, classes: classes
    ).text
  }

  @Test func itIsTheHashOfTheHashesOfAllBodiesInOrder() {
    // FNV-1a of nothing, and of "a", as its authors give them.
    let empty = unsafe PayloadHash.hash(of: UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(empty == 0xCBF2_9CE4_8422_2325)
    let letter = unsafe [UInt8(ascii: "a")].withUnsafeBytes { unsafe PayloadHash.hash(of: $0) }
    #expect(letter == 0xAF63_DC4C_8601_EC8C)
    var expected = PayloadHash()
    for body in ["<0>", "fixed", "<2>", "fixed"] {
      let bytes = Array(body.utf8)
      expected.add(unsafe bytes.withUnsafeBytes { unsafe PayloadHash.hash(of: $0) })
    }
    #expect(hash(["<${{ inputs }}>", "fixed"], [0, 1, 0, 1]) == expected.text)
  }

  @Test func everyByteOfEveryBodyCounts() {
    let texts = ["<${{ inputs }}>", "fixed"]
    let hashes = [
      hash(texts, [0, 1, 0]), hash(texts, [0, 0, 1]), hash(texts, [0, 1]), hash(texts, [1, 1, 0]),
      hash(["<${{ inputs }} >", "fixed"], [0, 1, 0]), hash(texts, [0, 1, 0], inputs: []),
      hash(texts, [0, 1, 0], inputs: [.uuid(seed: 1, isText: false)]),
      hash(texts, [0, 1, 0], inputs: [.uuid(seed: 2, isText: false)]),
      hash(texts, [0, 1, 0], rowInputs: Self.rows(2..<3, ["7"])),
      hash(texts, [0, 1, 0], rowInputs: Self.rows(2..<3, ["8"])),
    ]
    #expect(Set(hashes).count == hashes.count)
    #expect(hash(texts, [0, 1, 0], rowInputs: Self.rows(2..<3, ["2"])) == hashes[0])
  }

  @Test func whatOnlyTheRunKnowsIsLeftOut() {
    #expect(hash(["[${{ id }},${{ webhook }}]"], [0]) == hash([#"["id","0"]"#], [0]))
  }
}
