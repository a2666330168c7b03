internal import Results
public import Scenarios

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

  /// What is wrong with the side for a scenario whose target is `target`.
  ///
  /// - Parameters:
  ///   - target: Where the scenario's job API is.
  ///   - name: What the side is called in the message.
  /// - Returns: The trouble; nil for none.
  public func trouble(for target: Scenario.Address, named name: String) -> RunTrouble? {
    guard target == .embedded, case .command(let command) = self, !command.contains(Self.portMark)
    else { return nil }
    return .unplaced(by: name, isGiven: true)
  }

  /// Whether one instance serves all of its runs.
  var isOneInstance: Bool { if case .url = self { true } else { false } }
}

/// Shell commands as they may be shown.
enum CommandText {
  private static let quotes: Set<Character> = ["'", "\""]
  private static let ends: Set<Character> = [";", "&", "|"]

  /// `command` without users and passwords of URLs, and without values of variables and options whose
  /// names speak of a secret.
  static func masked(_ command: String) -> String {
    var rest = Substring(withoutUsers(command))
    var (shown, word) = ("", "")
    var quote: Character?
    while let character = rest.popFirst() {
      shown.append(character)
      let isHeader = character == ":" && quote != nil && rest.first == " "
      if character == "=" || isHeader {
        if isSensitive(word) {
          dropValue(&rest, in: quote)
          shown += (isHeader ? " " : "") + Header.mask
        }
        word = ""
      } else if quotes.contains(character) {
        // Quotes inside of others end nothing, and neither do they end a word.
        if quote == nil { quote = character } else if quote == character { quote = nil }
      } else if character.isWhitespace {
        let hidesNext = word.hasPrefix("-") && isSensitive(word)
        word = ""
        guard hidesNext else { continue }
        while let blank = rest.first, blank.isWhitespace {
          shown.append(blank)
          rest.removeFirst()
        }
        guard let next = rest.first, next != quote else { continue }
        dropValue(&rest, in: quote)
        shown += Header.mask
      } else if character == "?" || ends.contains(character) {
        word = ""
      } else {
        word.append(character)
      }
    }
    return shown
  }

  private static func isSensitive(_ name: String) -> Bool {
    let lowercased = name.lowercased()
    return Header.isSensitive(name) || lowercased.contains("pass") || lowercased.contains("pwd")
  }

  /// Drops a value: up to the closing quote of what it is in, or else up to the end of the shell's word.
  private static func dropValue(_ rest: inout Substring, in quote: Character?) {
    var own: Character?
    while let next = rest.first {
      if let opened = own {
        if next == opened { own = nil }
      } else if next == quote {
        return
      } else if quotes.contains(next) {
        own = next
      } else if quote == nil, next.isWhitespace || ends.contains(next) {
        return
      }
      rest.removeFirst()
      if next == "\\", own != "'", !rest.isEmpty { rest.removeFirst() }
    }
  }

  /// `command` with everything masked that is between `://` and the last `@` of a word.
  private static func withoutUsers(_ command: String) -> String {
    var shown = ""
    var word = ""
    for character in command {
      if character.isWhitespace || quotes.contains(character) {
        shown += withoutUser(word)
        shown.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return shown + withoutUser(word)
  }

  private static func withoutUser(_ word: String) -> String {
    guard let start = word.firstRange(of: "://"), let at = word.lastIndex(of: "@"),
      start.upperBound <= at
    else { return word }
    return word[..<start.upperBound] + Header.mask + word[at...]
  }
}
