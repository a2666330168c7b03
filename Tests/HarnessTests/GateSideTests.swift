import Foundation
import Results
import Scenarios
import TestSupport
import Testing

@testable import Harness

/// What a side of a gate is, and what is shown of it.
@Suite struct GateSideTests {
  @Test func whatBeginsAsAURLIsOne() {
    #expect(GateSide("http://a:1") == .url("http://a:1"))
    #expect(GateSide("HTTPS://a") == .url("HTTPS://a"))
    #expect(GateSide("./serve http://a") == .command("./serve http://a"))
    #expect(GateSide("https") == .command("https"))
  }

  @Test(
    "secrets are masked",
    arguments: [
      ("http://me:word@a:1/x", "http://<masked>@a:1/x"),
      ("serve --port {port}", "serve --port {port}"),
      ("API_KEY=abc serve", "API_KEY=<masked> serve"),
      ("serve --key abc --port 1", "serve --key <masked> --port 1"),
      ("serve --auth-token=abc", "serve --auth-token=<masked>"),
      ("PGPASS='a b' serve", "PGPASS=<masked> serve"),
      ("DB_PWD=a\\ b\tserve", "DB_PWD=<masked>\tserve"),
      ("true;TOKEN=abc serve", "true;TOKEN=<masked> serve"),
      ("serve --set=db.password=x&& true", "serve --set=db.password=<masked>&& true"),
      ("curl 'a/x?page=1&token=abc'", "curl 'a/x?page=1&token=<masked>'"),
      ("env \"API_KEY=a b\" serve 1", "env \"API_KEY=<masked>\" serve 1"),
      ("serve\n  --token\n  'a b' --port 1", "serve\n  --token\n  <masked> --port 1"),
      ("serve \"--token\" a 1", "serve \"--token\" <masked> 1"),
      ("curl -H 'Authorization: Bearer abc' 1", "curl -H 'Authorization: <masked>' 1"),
      ("sh -c \"serve 'postgres://me:word@db/x'\"", "sh -c \"serve 'postgres://<masked>@db/x'\""),
      ("serve postgres://me:word@db/x", "serve postgres://<masked>@db/x"),
    ])
  func masked(text: String, shown: String) {
    #expect(GateSide(text).facts.text == shown)
  }

  @Test(
    "a port takes the place of the URL's",
    arguments: [
      ("http://a", "http://a:9"), ("http://a:80/x", "http://a:9/x"),
      ("http://me:w@a:80", "http://me:w@a:9"), ("http://[::1]:80/", "http://[::1]:9/"),
      ("http://[::1]", "http://[::1]:9"), ("http://me:w@a", "http://me:w@a:9"),
    ])
  func port(url: String, expected: String) {
    #expect(TargetURL.replacingPort(url, by: 9) == expected)
  }

  @Test func aCommandForAnEmbeddedTargetTakesThePort() {
    func words(_ side: GateSide, _ target: Scenario.Address = .embedded) -> String? {
      side.trouble(for: target, named: "'--base'")?.description
    }
    #expect(
      words(.command("./serve"))
        == "the target is embedded, and '--base' does not say where the job API is")
    #expect(words(.command("./serve {port}")) == nil)
    #expect(words(.command("./deploy"), .url("http://a")) == nil)
    #expect(words(.url("http://a")) == nil)
    #expect(
      RunTrouble.unplaced(by: "'--candidate'", isGiven: false).description
        == "the target is embedded, and no '--candidate' says where the job API is")
  }

  @Test func theEndOfALogIsQuoted() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/log"
      #expect(LogTail.quoted(path, from: 0).isEmpty)
      let text = "old\n" + (1...9).map { "line \($0)\u{1B}[0m\n" }.joined()
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      let quoted = LogTail.quoted(path, from: 4)
      #expect(quoted.hasPrefix("; it said\n  | line 5 [0m\n"))
      #expect(quoted.hasSuffix("line 9 [0m") && !quoted.contains("old"))
      #expect(LogTail.quoted(path, from: LogTail.size(of: path)).isEmpty)
    }
  }
}
