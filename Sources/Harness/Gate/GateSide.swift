internal import Results
internal import Scenarios

/// One of the two sides of a gate: where a job API is, or how it comes to be there.
public enum GateSide: Sendable, Hashable {
  /// A job API that is there already and serves all runs of its side.
  case url(String)
  /// A command for `/bin/sh -c`, carried out before each run of its side.
  ///
  /// One that goes on is the job API, and is ended after the run; one that exits with 0 has deployed it.
  /// `{port}` in it becomes a free port, which is then the target's.
  case command(String)
  /// The reference server in this process, started for each run, whose service times are longer by the
  /// share `slowdown`.
  case embedded(slowdown: Double)

  /// What stands for a free port in a command.
  public static let portMark = "{port}"

  /// A side as users write it: what begins as a URL is one, everything else is a command.
  public init(_ text: String) {
    let start = text.prefix(8).lowercased()
    self = start.hasPrefix("http://") || start == "https://" ? .url(text) : .command(text)
  }

  /// What a result says of it, secrets masked.
  var facts: GateSideFacts {
    switch self {
    case .url(let url):
      GateSideFacts(kind: .url, text: Scenario.Address.url(url).description)
    case .command(let command): GateSideFacts(kind: .command, text: CommandText.masked(command))
    case .embedded(let slowdown):
      GateSideFacts(
        kind: .embedded,
        text: slowdown == 0 ? "embedded" : "embedded, \(Units.share(slowdown)) slower")
    }
  }

  /// Whether one instance serves all of its runs.
  var isOneInstance: Bool { if case .url = self { true } else { false } }
}

/// Shell commands as they may be shown.
enum CommandText {
  /// `command` without users and passwords of URLs, and without values of variables and options whose
  /// names speak of a secret.
  static func masked(_ command: String) -> String {
    var hidesNext = false
    return command.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      if hidesNext, !word.isEmpty {
        hidesNext = false
        return Header.mask
      }
      if let equals = word.firstIndex(of: "="), Header.isSensitive(String(word[..<equals])) {
        return word[...equals] + Header.mask
      }
      if word.hasPrefix("-"), Header.isSensitive(String(word)) { hidesNext = true }
      return withoutUser(String(word))
    }.joined(separator: " ")
  }

  /// A word in which everything between `://` and the last `@` is masked.
  private static func withoutUser(_ word: String) -> String {
    guard let start = word.firstRange(of: "://"), let at = word.lastIndex(of: "@"),
      start.upperBound <= at
    else { return word }
    return word[..<start.upperBound] + Header.mask + word[at...]
  }
}
