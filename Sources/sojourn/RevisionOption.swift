internal import ArgumentParser

/// What a run tests, so that runs can be told apart by it later.
struct RevisionOption: ParsableArguments {
  /// Longer names name nothing.
  private static let longest = 200

  @Option(
    help: ArgumentHelp(
      "What is tested, for example a commit; else $GITHUB_SHA or $CI_COMMIT_SHA.",
      valueName: "text"))
  var revision: String?

  func validate() throws {
    if let revision, revision.count > Self.longest {
      throw ValidationError(
        "'--revision' has \(revision.count) characters, and \(Self.longest) are allowed")
    }
  }

  /// The text; nil where nobody says, and for an empty one.
  var text: String? {
    let given =
      revision
      ?? ["GITHUB_SHA", "CI_COMMIT_SHA"].compactMap(Console.environment).first { !$0.isEmpty }
    guard let given else { return nil }
    func isFilling(_ character: Character) -> Bool { character.isWhitespace }
    let bare = String(
      given.drop(while: isFilling).reversed().drop(while: isFilling).reversed()
    ).prefix(Self.longest)
    return bare.isEmpty ? nil : String(bare)
  }
}
