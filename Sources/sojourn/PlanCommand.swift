internal import ArgumentParser
internal import Harness
internal import Reports
internal import Scenarios
internal import Workloads

/// `sojourn plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print the schedule of a scenario without sending anything.",
    usage: "sojourn plan <scenario> [<options>]",
    discussion: """
      Prints every phase with its arrivals, the rate over time, the inputs of the first arrivals, \
      and the hashes of the schedule and of all payloads, which are also those of each run: \
      equal hashes stand for the same load.

      EXAMPLES
        sojourn plan scenarios/ramp-to-saturation.yaml
        sojourn plan scenarios/poisson-arrivals.yaml --seed 7
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "scenario"))
  var scenario: String

  @OptionGroup var options: ScenarioOptions

  /// How many arrivals' inputs are printed.
  private static let shownInputs = 3

  func run() throws {
    let overrides: [Override]
    do throws(ScenarioRejected) { overrides = try options.overrides() } catch {
      throw ScenarioLoading.reject(error)
    }
    let material = try ScenarioLoading.load(scenario, overrides: overrides)
    let scenario = material.scenario
    let plan = SchedulePlan(scenario)
    let inputs = InputsPreview(material)
    let dialect = try ScenarioLoading.dialect(of: scenario, file: self.scenario)
    let rows = 0..<min(scenario.load.count(seed: scenario.seed), Self.shownInputs)
    try Console.report(
      PlanReport.render(
        plan, name: scenario.name, seed: scenario.seed, classes: scenario.jobs.map(\.name),
        follow: (scenario.follow.mode, scenario.follow.poll),
        payloads: inputs.payloadHash(in: dialect),
        inputs: rows.map { (inputs.jobClass($0), inputs[$0]) }))
  }
}
