internal import ArgumentParser
internal import Engines
internal import Harness
internal import Reports
internal import Results

/// `sojourn selftest`.
struct SelfTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Test the instrument on this machine against known answers.",
    usage: "sojourn selftest [--quick] [--only <subject>] ... [<options>]",
    discussion: """
      Carries out runs against the embedded job API, whose true timings are known, under every \
      fault it has, and calculations on numbers whose distribution is known. Prints each figure \
      beside its limit, and what accuracy may be expected here. Exits with 0 when every figure \
      is within its limit, with 1 when one is not. Nothing else should run on the machine \
      meanwhile.

      EXAMPLES
        sojourn selftest
        sojourn selftest --quick --only quantiles --only freeze
      """)

  @Flag(help: "Fewer runs and jobs, the same claims.")
  var quick = false

  @Option(
    help: ArgumentHelp(
      "Subject to test, repeatable: \(SelfTest.names.joined(separator: ", ")).",
      valueName: "subject"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Seed of every random sequence.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Folder in which the runs are kept; else none is.", valueName: "folder"))
  var keep: String?

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = ResultFormat.terminal

  func validate() throws {
    for name in only where !SelfTest.names.contains(name) {
      let names = SelfTest.names.joined(separator: ", ")
      throw ValidationError("'--only' must be one of \(names), but is '\(name)'")
    }
  }

  func run() throws {
    let result = try ScratchFolder.carryOut(
      keeping: keep, for: "selftest", before: "every subject was tested"
    ) { path, stop throws(RunTrouble) in
      var test = SelfTest(root: path)
      test.isQuick = quick
      test.seed = seed
      test.subjects = only.isEmpty ? nil : only
      return try test.carryOut(stop: stop) { name in
        if Console.isInteractive { Console.progress("testing: \(name)") }
      }
    }
    try Console.report(
      format.choose(terminal: SelfTestReport.render(result), json: result.json()))
    throw result.holds ? ExitCode.pass : ExitCode.fail
  }
}
