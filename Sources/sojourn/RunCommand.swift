internal import ArgumentParser
internal import Engines
internal import Foundation
internal import Glibc
internal import Harness
internal import Platform
internal import Results
internal import Scenarios

/// `sojourn run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out a scenario and report what happened.",
    usage: "sojourn run <scenario> [<options>]",
    discussion: """
      Pushes jobs on the scenario's schedule, follows each to its outcome, and writes \
      report.html, report.md and report.json into a new run folder. The summary goes to \
      standard output, and a short one to the file $GITHUB_STEP_SUMMARY where that is set. \
      The first interrupt stops pushing and follows the jobs in flight to their end; the \
      second leaves at once, and `sojourn resume` goes on.

      EXAMPLES
        sojourn run scenarios/burst-and-drain.yaml --set embedded.workers=4
        sojourn run scenarios/steady-rate.yaml --target http://127.0.0.1:8080 --seed 7
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "scenario"))
  var scenario: String

  @Option(help: ArgumentHelp("URL of a job API, instead of the scenario's.", valueName: "url"))
  var target: String?

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("Engines, each a thread of its own.", valueName: "count"))
  var engines = 1

  @Option(help: ArgumentHelp("Folder of all runs.", valueName: "folder"))
  var out = "results"

  @OptionGroup var connection: ConnectionOptions

  @OptionGroup var tested: RevisionOption

  @Option(
    help: ArgumentHelp("File for the embedded server's log of true instants.", valueName: "file"))
  var truth: String?

  @Flag(help: "Print errors only.")
  var quiet = false

  func validate() throws {
    guard (1...64).contains(engines) else {
      throw ValidationError("'--engines' must be from 1 to 64, but is \(engines)")
    }
  }

  func run() throws {
    let material = try ScenarioLoading.load(scenario, overrides: allOverrides())
    let scenario = material.scenario
    if truth != nil, scenario.target.address != .embedded {
      Console.error(
        "'--truth' needs the embedded job API, and the target is \(scenario.target.address)",
        hint: "start the job API with `sojourn serve --truth FILE` instead")
      throw ExitCode.usage
    }
    try ConnectionOptions.checkAuthorities(
      scenario.target.caFile, for: "\(scenario.target.address)")
    let headers = try connection.headers(for: scenario, file: self.scenario)
    let dialect = try ScenarioLoading.dialect(of: scenario, file: self.scenario)
    var run = Run(material, dialect: dialect, scenarioFile: self.scenario, headers: headers)
    run.engines = engines
    run.root = out
    run.truthFile = truth
    run.revision = tested.text
    try Following(isQuiet: quiet).carryOut { following in
      do throws(RunTrouble) {
        return try run.carryOut(
          stop: following.stop, began: following.began, observe: following.observe)
      } catch {
        throw following.end(error)
      }
    }
  }

  private func allOverrides() throws -> [Override] {
    do throws(ScenarioRejected) {
      var all = try options.overrides()
      if let target {
        all.append(try Override(option: "--target", path: "target.url", value: target))
      }
      return all + (try connection.overrides())
    } catch {
      throw ScenarioLoading.reject(error)
    }
  }
}
