import Testing
import Workloads

@testable import Scenarios

@Suite struct InputTemplateTests {
  private func inputs(_ yaml: String) throws -> String {
    try Scenario.parse("jobs: { inputs: \(yaml) }\nload: { burst: { jobs: 1 } }", file: "a.yaml")
      .jobs[0].inputs
  }

  /// The pieces of inputs as text, values in angle brackets, those inside a string in round ones.
  private func shown(_ yaml: String) throws -> String {
    InputTemplate(try inputs(yaml)).pieces.map { piece in
      switch piece {
      case .json(let text): text
      case .place(let place, let isText): isText ? "(\(word(place)))" : "<\(word(place))>"
      }
    }.joined()
  }

  private func word(_ place: InputPlace) -> String {
    switch place {
    case .uniform(let law): "uniform \(law.lowest) \(law.highest) \(law.decimals)"
    case .pick(let column): "pick \(column.file) \(column.column)"
    case .number: "n"
    case .uuid: "uuid"
    }
  }

  @Test(
    "places become values of their own, or text in a longer string",
    arguments: [
      (#""${{ n }}""#, "<n>"),
      (
        #"{ a: "${{uuid}}", b: ["x-${{ n }}", "${{ n }}${{ uuid() }}"] }"#,
        #"{"a":<uuid>,"b":["x-(n)","(n)(uuid)"]}"#
      ),
      (
        #"{ a: "${{ uniform( 1 , 10 ) }}", b: "${{ uniform(0.5, 2) }} s" }"#,
        #"{"a":<uniform 1 10 0>,"b":"(uniform 500000000 2000000000 9) s"}"#
      ),
      (#""${{ pick(my files/a (1).csv, first name) }}""#, "<pick my files/a (1).csv first name>"),
      (#""$${{ n }}""#, #""${{ n }}""#), (#""a $${{ $ ${{ n }} $$""#, #""a ${{ $ (n) $$""#),
      (#""\"\\\n\u0001${{ n }}\"""#, #""\"\\\n\u0001(n)\"""#),
      (#""${{ pick(a\\b.csv, \"q\") }}""#, #"<pick a\b.csv "q">"#),
      (#"{ "$${ }}": "}}" }"#, #"{"$${ }}":"}}"}"#),
      ("{ a: 1.5, b: null, c: [true, {}] }", #"{"a":1.5,"b":null,"c":[true,{}]}"#),
    ])
  func pieces(yaml: String, expected: String) throws {
    #expect(try shown(yaml) == expected)
  }

  @Test func inputsAreKeptAsTheyAreWritten() throws {
    #expect(try inputs(#"{ a: "x ${{ n }} $${{" }"#) == #"{"a":"x ${{ n }} $${{"}"#)
  }

  @Test(
    "cells are JSON where they can be",
    arguments: [
      ("12", "12"), ("-0.5e3", "-0.5e3"), ("true", "true"), ("null", "null"), ("false", "false"),
      ("012", #""012""#), ("1 ", #""1 ""#), (" 1", #"" 1""#), ("", #""""#), ("nul", #""nul""#),
      ("\"{\"\"a\"\": 1}\"", #""{\"a\": 1}""#), ("é\t", #""é\t""#), ("NaN", #""NaN""#),
    ])
  func cells(cell: String, json: String) throws {
    let files = Files(texts: ["folder/sub/a.csv": "x,y\n0,\(cell.isEmpty ? "\"\"" : cell)\n"])
    let material = try files.load(
      "jobs: { inputs: \"${{ pick(sub/a.csv, y) }}\" }\nload: { burst: { jobs: 1 } }")
    let table = try #require(material.columns[ColumnReference(file: "sub/a.csv", column: "y")])
    #expect(table.count == 1)
    #expect(table[0] == json)
  }

  @Test(
    "files that cannot be picked from are errors with their place",
    arguments: [
      (
        nil,
        "folder/a.csv: error: cannot be read: no such file\n  hint: 'inputs' of folder/a.yaml names it\n"
      ),
      (
        "",
        "folder/a.csv: error: the file has no header\n  hint: its first line names the columns\n"
      ),
      (
        "x,ages\n1,2",
        "folder/a.csv:1: error: there is no column 'age'; did you mean 'ages'?\n  hint: the columns are x and ages\n"
      ),
      (
        "age\n",
        "folder/a.csv: error: there is no row below the header\n  hint: 'inputs' of folder/a.yaml names it\n"
      ),
      (
        "age\n1\n2,3\n",
        "folder/a.csv:3: error: the line has 2 fields, but the header has 1 field\n  hint: 'inputs' of folder/a.yaml names it\n"
      ),
    ] as [(String?, String)])
  func refused(csv: String?, message: String) {
    let files = Files(texts: csv.map { ["folder/a.csv": $0] } ?? [:])
    let text = "jobs: { inputs: [\"${{ pick(a.csv, age) }}\", 1] }\nload: { burst: { jobs: 1 } }"
    #expect(files.refusal(text) == message)
  }

  @Test func cellsHaveALongestLength() {
    let files = Files(texts: ["folder/a.csv": "age\n" + String(repeating: "x", count: 1_048_577)])
    let text = "jobs: { inputs: \"${{ pick(a.csv, age) }}\" }\nload: { burst: { jobs: 1 } }"
    #expect(
      files.refusal(text)
        .hasPrefix("folder/a.csv:2: error: a cell has 1048577 bytes; at most 1048576 fit\n"))
  }
}
