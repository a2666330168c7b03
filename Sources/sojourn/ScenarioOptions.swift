internal import ArgumentParser
internal import Scenarios

/// What the command line puts in place of a scenario's values.
struct ScenarioOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Value to use instead of the scenario's; repeatable.", valueName: "path=value"))
  var values: [String] = []

  @Option(help: ArgumentHelp("Seed of every random sequence.", valueName: "number"))
  var seed: UInt64?

  /// The options as overrides of the scenario.
  func overrides() throws(ScenarioRejected) -> [Override] {
    var all: [Override] = []
    for text in values { all.append(try Override(text)) }
    if let seed { all.append(try Override(option: "--seed", path: "seed.run", value: "\(seed)")) }
    return all
  }
}
