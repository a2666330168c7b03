internal import ArgumentParser
internal import Engines
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Statistics

/// `sojourn bisect-step`.
struct BisectStepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect-step",
    abstract: "Judge the commit at hand for `git bisect run`.",
    usage: "sojourn bisect-step <scenario> --good <url|cmd> [<options>]",
    discussion: """
      A gate of a build that is known to be good against the commit that git has checked out: the \
      good build is measured anew each time, as machines change. Goes after `git bisect run`.

      Exits with 0 for good, with 1 for bad, and with 125 for "skip" when the build or the \
      candidate's command fails, a run is not valid or the pairs do not decide. What is no \
      commit's trouble ends the whole search: with 128 a wrong command line, a good build that \
      does not come up, a refused key, a full disk; with 130 an interrupt.

      EXAMPLES
        sojourn bisect-step mine.yaml --good '../a {port}' --candidate './b {port}'
        sojourn bisect-step mine.yaml --good http://a --build ./deploy --effect 10%
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "scenario"))
  var scenario: String

  @Option(help: ArgumentHelp("The build that is known to be good.", valueName: "url|cmd"))
  var good: String

  @Option(
    help: ArgumentHelp("This commit; else the scenario's target.", valueName: "url|cmd"))
  var candidate: String?

  @Option(help: ArgumentHelp("Shell command that builds this commit.", valueName: "cmd"))
  var build: String?

  @Option(
    help: ArgumentHelp("The known rise of p50: half of it is bad.", valueName: "percent"))
  var effect: PercentArgument?

  @Option(help: ArgumentHelp("Commits to search through.", valueName: "count"))
  var revisions: Int?

  @Option(help: ArgumentHelp("Steps of the search, instead.", valueName: "count"))
  var steps: Int?

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = GateFormat.terminal

  @OptionGroup var options: GateOptions

  func validate() throws {
    try GateOptions.refuseBlanks(
      ("--good", good), ("--candidate", candidate), ("--build", build))
    for (name, count) in [("--revisions", revisions), ("--steps", steps)] {
      guard let count else { continue }
      guard (1...1_000_000).contains(count) else {
        throw ValidationError("'\(name)' must be from 1 to 1000000, but is \(count)")
      }
    }
    if revisions != nil, steps != nil {
      throw ValidationError("'--steps' and '--revisions' say the same thing: give one of them")
    }
    if let effect, effect.share < 0.001 {
      throw ValidationError("'--effect' must be 0.1% at least")
    }
  }

  func run() throws {
    do {
      let result = try step()
      throw Self.exitCode(of: result)
    } catch let code as ExitCode where code == .usage {
      throw ExitCode.abort
    }
  }

  /// git takes everything from 1 to 127 for bad, but for 125, and ends the search from 128 on.
  private static func exitCode(of result: GateResult) -> ExitCode {
    switch result.verdict.result {
    case .pass: .pass
    case .fail: .fail
    case .inconclusive: .invalid
    case .invalid: [nil, .candidate].contains(result.verdict.troubleOf) ? .invalid : .abort
    }
  }

  /// The steps that the search takes, at most.
  private var mostSteps: Int? {
    if let steps { return steps }
    return revisions.map { max(Int.bitWidth - ($0 - 1).leadingZeroBitCount, 1) }
  }

  private func step() throws -> GateResult {
    var rule = GateRule()
    if let mostSteps { rule = rule.scaled(by: 1 / Double(mostSteps)) }
    if let effect { rule = rule.searching(effect.share) }
    let gate = try options.gate(
      of: scenario, base: ("--good", good), candidate: candidate, rule: rule)
    let following = GateFollowing(
      isQuiet: options.quiet, most: gate.rule.mostPairs, troubleCode: .abort)
    if let mostSteps, !options.quiet {
      let usual = min(24, gate.rule.mostPairs)
      Console.note(
        "search: \(mostSteps) steps at most, of about \(usual) pairs each; each errs in at most "
          + "\(Units.share(gate.rule.alpha)) of cases")
    }
    try carryOutBuild(following)
    return try following.carryOut(gate, format: format)
  }

  /// Builds this commit; what the build prints goes to standard error.
  private func carryOutBuild(_ following: GateFollowing) throws {
    guard let build else { return }
    if !options.quiet { Console.note("build: this commit") }
    let child: ChildGroup
    do throws(SystemError) { child = try ChildGroup(build, log: nil) } catch {
      throw following.end(.system(error))
    }
    while child.poll() == nil, following.stop.reason == .none {
      MonotonicClock.sleep(for: 20_000_000)
    }
    let exit = child.poll()
    child.end(grace: 5_000_000_000)
    guard !following.isInterrupted, let exit else { throw ExitCode.left }
    guard exit.isSuccess else {
      Console.error("the build \(exit.words), so this commit is skipped")
      throw ExitCode.invalid
    }
  }
}
