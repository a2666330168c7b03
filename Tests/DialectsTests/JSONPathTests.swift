import Dialects
import Foundation
import Testing

@Suite struct JSONPathTests {
  @Test(
    "a path's text is read",
    arguments: [
      ("", JSONPath()),
      ("id", JSONPath("id")),
      ("data.id", JSONPath("data", "id")),
      ("task-id", JSONPath("task-id")),
      ("['task-id']", JSONPath("task-id")),
      ("jobs[0].status", JSONPath(steps: [.key("jobs"), .index(0), .key("status")])),
      ("[12][0]", JSONPath(steps: [.index(12), .index(0)])),
      (
        "a['b.c'][2].d",
        JSONPath(steps: [.key("a"), .key("b.c"), .index(2), .key("d")])
      ),
      ("['']", JSONPath("")),
      (#"['it\'s']['\\']"#, JSONPath("it's", "\\")),
      ("zustände.ø", JSONPath("zustände", "ø")),
    ])
  func textIsRead(text: String, path: JSONPath) {
    #expect(JSONPath(parsing: text) == path)
    #expect(JSONPath(parsing: path.description) == path)
  }

  @Test(
    "what is not a path is refused",
    arguments: [
      ".", ".a", "a.", "a..b", "a b", "[", "[]", "[a]", "[-1]", "[01]", "[1", "['a", "['a'",
      "[']", "a]", "a[0]b", "['a']b", "a.[0]", "[99999999999999999999]", #"['\n']"#, "a'b",
    ])
  func nonPathIsRefused(text: String) {
    #expect(JSONPath(parsing: text) == nil)
  }

  @Test func aPathIsEncodedAsItsText() throws {
    let path = JSONPath(steps: [.key("jobs"), .index(0), .key("task-id")])
    let encoded = try JSONEncoder().encode([path])
    #expect(String(decoding: encoded, as: UTF8.self) == #"["jobs[0]['task-id']"]"#)
    #expect(try JSONDecoder().decode([JSONPath].self, from: encoded) == [path])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([JSONPath].self, from: Data(#"["a..b"]"#.utf8))
    }
  }

  @Test func plainKeysAreDescribedWithoutQuotes() {
    let path = JSONPath(steps: [.key("a"), .key("b.c"), .index(2), .key("d_1"), .key("é'")])
    #expect(path.description == #"a['b.c'][2].d_1['é\'']"#)
  }

  @Test func aPathIsTakenBelowAnother() {
    let path = JSONPath(steps: [.key("jobs"), .index(0), .key("status")])
    #expect(path.below(JSONPath()) == path)
    #expect(path.below(JSONPath(steps: [.key("jobs"), .index(0)])) == JSONPath("status"))
    #expect(path.below(path) == JSONPath())
    #expect(path.below(JSONPath("jobs", "0")) == nil && JSONPath("jobs").below(path) == nil)
  }
}
