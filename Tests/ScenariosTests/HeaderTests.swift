import Scenarios
import Testing

@Suite struct HeaderTests {
  static let environment = ["NAME": "value", "EMPTY": "", "BREAK": "a\r\nX-Other: b"]

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("${NAME}", "value"), ("Bearer ${NAME}!", "Bearer value!"),
    ("${NAME}${NAME}", "valuevalue"), ("${NONE:-default}", "default"), ("${NONE:-}", ""),
    ("${EMPTY:-default}", "default"), ("${EMPTY}", ""), ("$$5 ${NONE:-$x:-y}", "$5 $x:-y"),
    ("$${NAME}", "${NAME}"),
  ])
  func resolved(template: String, value: String) throws {
    let header = Header(name: "X-Name", template: template)
    #expect(try header.resolve(environment: Self.environment) == value)
  }

  @Test(
    arguments: [
      ("secret${NONE}", .missing(variable: "NONE")),
      ("secret${BREAK}", .controlCharacter(variable: "BREAK")),
      ("${NONE:-secret\n}", .controlCharacter(variable: "NONE")),
      ("secret\r\n", .malformed), ("secret$", .malformed), ("secret${", .malformed),
      ("${NAME:secret}", .malformed), ("${}", .malformed), ("${1NAME}", .malformed),
    ] as [(String, HeaderUnresolved.Reason)])
  func unresolved(template: String, reason: HeaderUnresolved.Reason) {
    let header = Header(name: "X-Name", template: template)
    let error = #expect(throws: HeaderUnresolved.self) {
      try header.resolve(environment: Self.environment)
    }
    #expect(error == HeaderUnresolved(header: "X-Name", reason: reason))
    #expect(error?.message.contains("X-Name") == true)
    #expect(error?.message.contains("secret") == false)
  }

  @Test func theMessageNamesTheVariable() {
    let error = HeaderUnresolved(header: "X-API-Key", reason: .missing(variable: "SIEVE_API_KEY"))
    #expect(
      error.message
        == "header 'X-API-Key' needs the environment variable 'SIEVE_API_KEY', which is not set")
  }

  @Test func printingAHeaderMasksIt() {
    let header = Header(name: "Authorization", template: "Bearer hunter2")
    #expect("\(header) \([header])" == "Authorization: <masked> [Authorization: <masked>]")
  }
}
