internal import ArgumentParser

/// How often what came to nothing is tried, in commands that make many runs.
struct AttemptsOption: ParsableArguments {
  /// As often where nobody says otherwise.
  static let usual = 3

  @Option(
    name: .customLong("attempts"),
    help: ArgumentHelp("How often a run that is not valid is tried; else 3.", valueName: "count"))
  var given: Int?

  /// What was given, or the usual number.
  var count: Int { given ?? Self.usual }

  func validate() throws {
    guard (1...100).contains(count) else {
      throw ValidationError("'--attempts' must be from 1 to 100, but is \(count)")
    }
  }
}
