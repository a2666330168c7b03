internal import ArgumentParser
internal import Dialects
internal import Engines
internal import Glibc
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Scenarios

/// `sojourn probe`.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Push one job and show what a dialect reads in each reply.",
    usage: "sojourn probe [--api <name|file>] [--target <url>] [<options>]",
    discussion: """
      Pushes one job, polls it to its end and prints each exchange, what each path of the \
      dialect matched, and each doubt with the key to change. Exits with 0 when the job ended \
      and there is no doubt, with 125 when there is no connection or the push is refused, and \
      with 1 otherwise. The first interrupt stops following and prints what is known.

      EXAMPLES
        sojourn probe
        sojourn probe --api acme.yaml --target http://127.0.0.1:8080 --poll 1s
      """)

  @Option(help: ArgumentHelp("Built-in job API or a dialect's file.", valueName: "name|file"))
  var api = "sieve"

  @Option(
    help: ArgumentHelp(
      "URL of the job API; without one, sieve is embedded.", valueName: "url"))
  var target: String?

  @Option(help: ArgumentHelp("Function of the job.", valueName: "function"))
  var function: String?

  @Option(help: ArgumentHelp("Inputs of the job.", valueName: "json"))
  var inputs = "{}"

  @Option(help: ArgumentHelp("Time between two polls.", valueName: "duration"))
  var poll = DurationArgument(nanoseconds: 500_000_000)

  @Option(help: ArgumentHelp("Time after which the job is given up.", valueName: "duration"))
  var timeout = DurationArgument(nanoseconds: 60_000_000_000)

  @Flag(help: "Cancel the job once it is seen.")
  var cancel = false

  @Flag(help: "Ask for the result once the job has ended.")
  var result = false

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = ProbeFormat.terminal

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard poll.nanoseconds >= 1_000_000 else {
      throw ValidationError("'--poll' must be at least 1ms")
    }
    guard timeout.nanoseconds >= 1_000_000 else {
      throw ValidationError("'--timeout' must be at least 1ms")
    }
    guard JSONScanner.defect(in: inputs) == nil else {
      throw ValidationError("'--inputs' must be JSON, but is '\(inputs)'")
    }
    if target == nil || target == "embedded", api != "sieve", !api.contains("/"),
      !api.hasSuffix(".yaml")
    {
      throw ValidationError("'--target' is needed: the embedded job API is sieve's, not '\(api)'")
    }
  }

  func run() throws {
    var scenario: Scenario
    do throws(ScenarioRejected) {
      scenario = try Scenario.parse(
        Array("load: { burst: { jobs: 1 } }\n".utf8), file: "probe", overrides: try overrides())
    } catch {
      throw ScenarioLoading.reject(error)
    }
    let dialect = try ScenarioLoading.dialect(of: scenario, file: "--api")
    let isSieve = scenario.target.address == .embedded || dialect.name == "sieve"
    if function == nil, !isSieve, Self.wantsFunction(dialect) {
      Console.error(
        "the API '\(dialect.name)' needs a function", hint: "give it with `--function`")
      throw ExitCode.usage
    }
    if cancel, dialect.cancel == nil {
      Console.error(
        "the API '\(dialect.name)' cannot cancel", hint: "add 'cancel' to the dialect")
      throw ExitCode.usage
    }
    if result, dialect.result == nil {
      Console.error(
        "the API '\(dialect.name)' has no request for a result", hint: "add 'result' to the dialect"
      )
      throw ExitCode.usage
    }
    try ConnectionOptions.checkAuthorities(
      scenario.target.caFile, for: "\(scenario.target.address)")
    if let function { scenario.jobs[0].function = function }
    scenario.jobs[0].inputs = inputs
    scenario.target.connections = 1
    scenario.follow.timeout = timeout.nanoseconds
    var probe = Probe(
      scenario: scenario, dialect: dialect,
      headers: try connection.headers(for: scenario, file: "--header"))
    probe.poll = poll.nanoseconds
    probe.cancels = cancel
    probe.asksResult = result
    try carryOut(probe)
  }

  private func carryOut(_ probe: Probe) throws {
    let stop = StopSignal()
    Interrupts.watch { count in
      if count > 1 { _exit(ExitCode.left.rawValue) }
      stop.raise(.interrupted)
    }
    let log: ProbeLog
    do throws(RunTrouble) {
      log = try probe.carryOut(stop: stop, observe: Self.observe)
    } catch {
      Console.error(error.description, hint: error.hint)
      throw ExitCode.invalid
    }
    if Console.isInteractive { Console.progress("") }
    try Console.report(format.render(log))
    throw log.isUnusable ? ExitCode.invalid : log.isClear ? ExitCode.pass : ExitCode.fail
  }

  /// Says at a terminal that something goes on.
  private static func observe(_ exchange: ProbeExchange) {
    guard Console.isInteractive else { return }
    let status = exchange.reply.map { "\($0.status)" } ?? "no reply"
    Console.progress("\(exchange.request.kind.rawValue): \(status)")
  }

  private func overrides() throws(ScenarioRejected) -> [Override] {
    var all = [try Override(option: "--api", path: "target.api", value: api)]
    if let target {
      all.append(try Override(option: "--target", path: "target.url", value: target))
    }
    return all + (try connection.overrides())
  }

  private static func wantsFunction(_ dialect: Dialect) -> Bool {
    (Template(dialect.push.path).places + Template(dialect.push.body ?? "").places)
      .contains { $0 == Template.Place.function || $0 == Template.Place.functionPath }
  }
}
