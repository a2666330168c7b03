import Dialects
import Workloads

/// The section `target`.
enum TargetRule {
  static let fields = [
    Field("api"), Field("url"), Field("headers", .dictionary), Field("connections"),
    Field("request_timeout"), Field("ca_file"), Field("insecure"), Field("unix_socket"),
    Field("proxy"), Field("http"),
  ]

  static func read(_ section: Section, _ problems: inout [Problem]) -> Scenario.Target {
    var target = Scenario.Target()
    section.read("api", api, into: &target.api, &problems)
    section.read("url", address, into: &target.address, &problems)
    target.headers = HeadersRule.read(section.section("headers"), &problems)
    section.read("connections", .integer(1...4096), into: &target.connections, &problems)
    let timeouts = Limits.shortest...Limits.longestRequest
    section.read("request_timeout", .duration(timeouts), into: &target.requestTimeout, &problems)
    target.caFile = section.read("ca_file", .text(), &problems)
    section.read("insecure", .flag, into: &target.isInsecure, &problems)
    // The address of a Unix socket has room for 107 bytes and a zero (unix(7)).
    target.unixSocket = section.read("unix_socket", .text(107), &problems)
    let proxies = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
    target.proxy = section.read("proxy", .url(proxies), &problems)
    section.read("http", .word, into: &target.http, &problems)

    if let socket = section["unix_socket"],
      section["url"]?.scalar.map({ $0.text == "embedded" }) ?? true
    {
      problems.append(
        Problem(
          socket.place, "'unix_socket' needs a 'url' that is not 'embedded'",
          hint: "write for example 'url: http://localhost' beside it"))
    }
    if let api = section["api"], target.api != "sieve", !target.isDialectFile,
      target.address == .embedded
    {
      problems.append(
        Problem(
          api.place, "the embedded server speaks 'sieve', but 'api' is '\(target.api)'",
          hint: "give the 'url' of the job API, or leave 'api' out"))
    }
    return target
  }

  private static let api = ValueRule<String> { scalar throws(Refusal) in
    let names = Dialect.builtInNames
    if names.contains(scalar.text) { return scalar.text }
    if Scenario.Target.isDialectFile(scalar.text), scalar.text.utf8.count <= 1_000,
      !scalar.text.hasControls
    {
      return scalar.text
    }
    let nearest = Wording.nearest(to: scalar.text, among: names)
    throw Refusal(
      expectation: "a known API or the path of a dialect's file",
      hint: nearest.map { "did you mean '\($0)'?" }
        ?? "known are \(Wording.list(names)); a path has a '/' or ends with .yaml")
  }

  private static let address = ValueRule<Scenario.Address> { scalar throws(Refusal) in
    if scalar.text == "embedded" { return .embedded }
    do throws(Refusal) {
      return .url(try ValueRule<String>.url(["http", "https"]).value(scalar))
    } catch {
      throw Refusal(
        expectation: "'embedded' or \(error.expectation)", hint: error.hint, shown: error.shown)
    }
  }
}
