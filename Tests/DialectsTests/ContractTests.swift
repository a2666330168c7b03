import Dialects
import Testing

@Suite struct ContractTests {
  @Test(
    "a reply is held against the contract, one bit for each field",
    arguments: [
      (#"{"a":"x","b":1,"c":null,"d":{"e":true}}"#, UInt32(0), UInt32(0)),
      (#"{"a":"x","b":[],"c":[1],"d":{"e":false},"f":null}"#, 0, 0),
      (#"{}"#, 0b1111, 0), (#"[]"#, 0b1111, 0),
      (#"{"a":null,"b":"1","c":{},"d":{"e":"true"},"f":1}"#, 0, 0b11111),
      (#"{"a":"","b":1e3,"c":null,"d":true}"#, 0b1000, 0),
    ])
  func breaches(body: String, missing: UInt32, mistyped: UInt32) {
    var dialect = Dialect.sample(words: [], format: .iso8601)
    dialect.contract = [
      .init(JSONPath("a"), [.string]), .init(JSONPath("b"), [.number, .array]),
      .init(JSONPath("c"), [.array, .null]), .init(JSONPath("d", "e"), [.boolean]),
      .init(JSONPath("f"), [.null, .absent]),
    ]
    let reply = Reading.poll(body, dialect)
    #expect(reply.missingFields == missing && reply.mistypedFields == mistyped)
  }

  @Test func theLastOf32FieldsHasABitToo() {
    var dialect = Dialect.sample(words: [], format: .iso8601)
    dialect.contract = (1...32).map { .init(JSONPath("f\($0)"), [.string]) }
    let reply = Reading.poll(#"{"f31":"x","f32":1}"#, dialect)
    #expect(reply.missingFields == 0x3FFF_FFFF && reply.mistypedFields == 0x8000_0000)
  }

  @Test func aBodyThatIsNotJSONBreaksNoContract() {
    var dialect = Dialect.sample(words: [], format: .iso8601)
    dialect.contract = [.init(JSONPath("a"), [.string])]
    #expect(Reading.poll("<html>", dialect) == PollReply())
  }

  @Test(
    "an output is there when it says something",
    arguments: [
      ("{}", false), (#"{"out":[]}"#, false), (#"{"out":null}"#, false), (#"{"out":[0]}"#, true),
      (#"{"out":"x"}"#, true),
    ])
  func output(body: String, isThere: Bool) {
    var dialect = Dialect.sample(words: [], format: .iso8601, error: "out")
    dialect.output = JSONPath("out")
    let reply = Reading.poll(body, dialect)
    #expect(reply.hasOutput == isThere && reply.hasError == isThere)
  }
}
