internal import ArgumentParser
internal import Engines
internal import Harness
internal import Reports
internal import Results
internal import Scenarios
internal import Statistics

/// `sojourn gate`.
struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Run base and candidate in pairs and judge the candidate.",
    usage: """
      sojourn gate <scenario> --base <url|cmd> --candidate <url|cmd> ...
      sojourn gate --selftest [<scenario>] [<options>]
      """,
    discussion: """
      Each side is the URL of a job API that is there, or a shell command that brings one up \
      before each run: one that goes on is the job API and is ended after the run, one that exits \
      with 0 has deployed it. {port} in a command becomes a free port. Pairs of short runs with \
      the same arrivals and payloads, in the order of a coin, are judged after 14, 20, 28, 40 and \
      60 pairs by the exact signed-rank test: 1 % of gates of equal sides fail.

      Exits with 0 when every quantile is surely within its tolerance, with 1 when one is higher \
      by 2 % or more beyond chance, with 2 when the pairs do not decide, with 125 when a run is \
      not valid or a command fails, and with 130 after an interrupt.

      EXAMPLES
        sojourn gate scenarios/steady-rate.yaml --base http://a --candidate http://b
        sojourn gate --selftest
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "scenario"))
  var scenario: String?

  @Option(help: ArgumentHelp("What the candidate is judged against.", valueName: "url|cmd"))
  var base: String?

  @Option(help: ArgumentHelp("What is judged.", valueName: "url|cmd"))
  var candidate: String?

  @Option(help: ArgumentHelp("A rise below it never fails.", valueName: "percent"))
  var leastEffect = PercentArgument(share: 0.02)

  @Flag(help: "One look after 14 pairs: only large changes decide.")
  var quick = false

  @Flag(help: "Measure false alarms and power of gates on this machine.")
  var selftest = false

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = GateFormat.terminal

  @OptionGroup var options: GateOptions

  func validate() throws {
    if selftest { return try validateSelfTest() }
    guard scenario != nil else { throw ValidationError("Missing expected argument '<scenario>'") }
    guard base != nil, candidate != nil else {
      throw ValidationError("'--base' and '--candidate' say what is judged")
    }
    try GateOptions.refuseBlanks(("--base", base), ("--candidate", candidate))
    if quick, options.looks != nil || options.pairs != nil {
      throw ValidationError("'--quick' has one look of its own")
    }
  }

  /// Refuses what a self-test has no use for, so that nothing is ignored.
  private func validateSelfTest() throws {
    guard base == nil, candidate == nil else {
      throw ValidationError("'--selftest' has no sides: it judges a job API against itself")
    }
    guard format == .terminal || format == .json else {
      throw ValidationError("'--selftest' prints the forms terminal and json")
    }
    if options.startLimit != nil {
      throw ValidationError(
        "'--start-limit' is for commands, and '--selftest' has none: leave it out")
    }
    let (values, connection) = (options.scenario.values, options.connection)
    let ofScenario = [
      ("--set", !values.isEmpty), ("--cacert", connection.cacert != nil),
      ("--insecure", connection.insecure), ("--header", !connection.headerLines.isEmpty),
    ]
    if scenario == nil, let (name, _) = ofScenario.first(where: \.1) {
      throw ValidationError(
        "'\(name)' is for a scenario, and '--selftest' has its own where none is named: name one, "
          + "or leave '\(name)' out")
    }
    if scenario == nil, options.metric == .queue {
      throw ValidationError(
        "the job API of '--selftest' has no queue, so '--metric queue' needs a scenario: name one")
    }
  }

  func run() throws {
    if selftest { return try test() }
    guard let scenario, let base, let candidate else { return }
    var rule = quick ? GateRule.quick : GateRule()
    rule.leastEffect = leastEffect.share
    let gate = try options.gate(
      of: scenario, base: ("--base", base), candidate: candidate, rule: rule)
    let following = GateFollowing(isQuiet: options.quiet, most: gate.rule.mostPairs)
    let result = try following.carryOut(gate, format: format)
    throw ExitCode(Int32(result.verdict.exitCode))
  }

  private func test() throws {
    var gate: Gate
    if let scenario {
      let material = try options.load(scenario, target: nil)
      gate = Gate(
        material, dialect: try ScenarioLoading.dialect(of: material.scenario, file: scenario),
        scenarioFile: scenario,
        headers: try options.connection.headers(for: material.scenario, file: scenario),
        base: .embedded(slowdown: 0), candidate: .embedded(slowdown: 0), seed: options.seed)
    } else {
      gate = GateSelfTest.ownGate(seed: options.scenario.seed ?? 1, isQuick: quick)
    }
    var rule = GateRule()
    rule.leastEffect = leastEffect.share
    try options.configure(&gate, rule)
    var test = GateSelfTest(gate)
    if quick { test.pairs = 14 }
    let following = GateFollowing(isQuiet: options.quiet, most: test.pairs)
    let found: (result: SelfTestResult, gates: [GateResult])
    do throws(RunTrouble) {
      found = try test.carryOut(
        under: options.out, stop: following.stop, observe: following.observe)
    } catch {
      throw following.end(error)
    }
    for gate in found.gates where !gate.pairs.isEmpty { try following.store(gate) }
    if following.isInterrupted { throw ExitCode.left }
    let result = found.result
    let form = format == .json ? ResultFormat.json : .terminal
    try Console.report(form.choose(terminal: SelfTestReport.render(result), json: result.json()))
    throw result.holds ? ExitCode.pass : ExitCode.fail
  }
}
