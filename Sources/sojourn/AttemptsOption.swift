internal import ArgumentParser

/// How often what came to nothing is tried, in commands that make many runs.
struct AttemptsOption: ParsableArguments {
  @Option(
    name: .customLong("attempts"),
    help: ArgumentHelp(
      "How often a run, in a gate a pair of runs, is tried until it is valid; else 3.",
      valueName: "count"))
  var given: Int?

  func validate() throws {
    guard let given, !(1...100).contains(given) else { return }
    throw ValidationError("'--attempts' must be from 1 to 100, but is \(given)")
  }
}
