internal import ArgumentParser
internal import Scenarios

/// `sojourn validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check scenario and dialect files without running them.",
    discussion: """
      Prints every diagnostic of every file as `file:line:column: error: ...` and exits with 0 \
      or 64. A file with the key `push` is a dialect, any other a scenario; a scenario is \
      checked together with the dialect file it names.

      EXAMPLES
        sojourn validate scenarios/burst-and-drain.yaml
        sojourn validate scenarios/*.yaml
      """)

  @Argument(help: ArgumentHelp("Scenario or dialect files.", valueName: "file"))
  var files: [String]

  func run() throws {
    var isRejected = false
    for file in files {
      do throws(ScenarioRejected) { try ScenarioLoading.check(file) } catch {
        _ = ScenarioLoading.reject(error)
        isRejected = true
      }
    }
    if isRejected { throw ExitCode.usage }
  }
}
