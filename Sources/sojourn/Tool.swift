internal import ArgumentParser
internal import Harness
internal import Platform

/// Arguments in, calls out, exit code.
@main
struct Tool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sojourn",
    abstract: "Load-test a job API and follow every job to its end.",
    discussion: """
      A job API takes a push, answers with an id, and finishes the job later. sojourn pushes \
      on a schedule, follows every job until a terminal state, and reports queue time, \
      processing time and end-to-end time with a measurement error that is known.

      EXAMPLES
        sojourn run scenarios/burst-and-drain.yaml
        sojourn run scenarios/steady-rate.yaml --target http://127.0.0.1:8080

      \(ExitCode.table)
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, ResumeCommand.self, ReplayCommand.self, ReportCommand.self,
      CompareCommand.self, BaselineCommand.self, GateCommand.self, BisectStepCommand.self,
      ShrinkCommand.self, TrendCommand.self, ExportCommand.self,
      PlanCommand.self, ValidateCommand.self, ApisCommand.self, ProbeCommand.self,
      ServeCommand.self, SelfTestCommand.self, CapacityCommand.self,
    ])

  /// Runs the tool: a reader that closes its pipe early is no failure.
  static func main() {
    Interrupts.ignoreWriteSignals()
    guard CommandLine.arguments.dropFirst().first == "bisect-step" else { return main(nil) }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // To git a wrong command line must not look like a bad commit.
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      Console.note(fullMessage(for: error))
      exit(withError: ExitCode.abort)
    }
  }
}
