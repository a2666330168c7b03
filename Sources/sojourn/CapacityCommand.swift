internal import ArgumentParser
internal import Harness
internal import Reports
internal import Scenarios
internal import Workloads

/// `sojourn capacity`.
struct CapacityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract: "Find the largest rate at which a job API keeps an SLO.",
    usage: """
      sojourn capacity <scenario> --slo <condition> ... [<options>]
      sojourn capacity --self [<options>]
      """,
    discussion: """
      Target, jobs and following are the scenario's; its load is replaced by Poisson arrivals at \
      the rates that are tried. Bursts say how fast jobs are worked off; six probes around that \
      rate find where the SLO stops to hold; and the rate is lowered by 2 % until it holds in \
      three longer runs. A rate at which jobs pile up fails whatever their times are. Allow 45 \
      minutes, and more where jobs are slow. Every run is kept in \
      <out>/<scenario>/<instant>.capacity, with capacity.json. The first interrupt ends the \
      search with what is known by then.

      Exits with 0 when a rate was found, with 1 when not even the lowest rate keeps the SLO, \
      with 2 when only a lower bound is known, because the highest rate to try keeps it or the \
      generator is at its limit, with 125 when a run was not valid as often as --attempts lets \
      it be tried, and with 130 when it was interrupted.

      With --self the subject is the generator itself: how many jobs a second it pushes and \
      follows on time, against a null target inside this process that answers at once. That \
      takes two minutes. The result is stored as capacity.json in the folder of all runs, and \
      later runs on this machine warn when they come too close. Exits with 2 when no rate was \
      carried.

      EXAMPLES
        sojourn capacity scenarios/poisson-arrivals.yaml --slo "end_to_end.p99 < 2s"
        sojourn capacity --self --engines 2 --format json
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "scenario"))
  var scenario: String?

  @Option(
    name: .customLong("slo"), parsing: .singleValue,
    help: ArgumentHelp(
      "What has to hold, as a threshold: end_to_end.p99 < 2s; repeatable.",
      valueName: "condition"))
  var conditions: [String] = []

  @Option(
    help: ArgumentHelp("Shortest probe; else 2m.", valueName: "duration"))
  var probe: DurationArgument?

  @Option(
    help: ArgumentHelp("Shortest certification; else 2.5 probes.", valueName: "duration"))
  var certify: DurationArgument?

  @Option(
    help: ArgumentHelp("Highest rate to try; else 10000.", valueName: "jobs-per-second"))
  var maxRate: Double?

  @Option(
    help: ArgumentHelp("Jobs of the first burst; else as fit the target.", valueName: "count"))
  var burst: Int?

  @Flag(help: "Four probes of 30 s and one certification: a first idea.")
  var quick = false

  @OptionGroup var attempts: AttemptsOption

  @Option(help: ArgumentHelp("URL of a job API, instead of the scenario's.", valueName: "url"))
  var target: String?

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("Engines, each a thread of its own.", valueName: "count"))
  var engines = 1

  @Option(help: ArgumentHelp("Folder of all runs.", valueName: "folder"))
  var out = "results"

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = CapacityFormat.terminal

  @Flag(name: .customLong("self"), help: "Measure the generator itself.")
  var isOfGenerator = false

  @Option(
    help: ArgumentHelp("With --self: connections of each engine; else 64.", valueName: "count"))
  var connections: Int?

  @Option(
    help: ArgumentHelp("With --self: how long each rate is tried; else 5.", valueName: "seconds"))
  var seconds: Int?

  @Option(
    help: ArgumentHelp("With --self: folder to keep the runs in.", valueName: "folder"))
  var keep: String?

  func validate() throws {
    guard (1...64).contains(engines) else {
      throw ValidationError("'--engines' must be from 1 to 64, but is \(engines)")
    }
    if isOfGenerator {
      try validateOfGenerator()
    } else {
      try validateOfAPI()
    }
  }

  private func validateOfGenerator() throws {
    let foreign = [
      scenario == nil ? nil : "a scenario", conditions.isEmpty ? nil : "'--slo'",
      probe == nil ? nil : "'--probe'", certify == nil ? nil : "'--certify'",
      maxRate == nil ? nil : "'--max-rate'", burst == nil ? nil : "'--burst'",
      quick ? "'--quick'" : nil, attempts.given == nil ? nil : "'--attempts'",
      target == nil ? nil : "'--target'",
      options.values.isEmpty ? nil : "'--set'",
      connection.cacert == nil ? nil : "'--cacert'", connection.insecure ? "'--insecure'" : nil,
      connection.headerLines.isEmpty ? nil : "'--header'",
    ]
    if let first = foreign.compactMap(\.self).first {
      throw ValidationError("'--self' measures the generator and has no use for \(first)")
    }
    guard format != .markdown else {
      throw ValidationError("'--format' must be terminal or json with '--self'")
    }
    if let connections, !(1...4_096).contains(connections) {
      throw ValidationError("'--connections' must be from 1 to 4,096, but is \(connections)")
    }
    if let seconds, !(1...60).contains(seconds) {
      throw ValidationError("'--seconds' must be from 1 to 60, but is \(seconds)")
    }
  }

  private func validateOfAPI() throws {
    for (name, isGiven) in [
      ("connections", connections != nil), ("seconds", seconds != nil), ("keep", keep != nil),
    ] where isGiven {
      throw ValidationError("'--\(name)' belongs to '--self'")
    }
    guard scenario != nil else {
      throw ValidationError(
        "say what to measure: a scenario names a job API, '--self' measures the generator itself")
    }
    guard !conditions.isEmpty else {
      throw ValidationError("say what has to hold, for example --slo 'end_to_end.p99 < 2s'")
    }
    for (name, length) in [("probe", probe), ("certify", certify)] {
      if let length, !(1_000_000_000...86_400_000_000_000).contains(length.nanoseconds) {
        let text = DurationText.format(length.nanoseconds)
        throw ValidationError("'--\(name)' must be from 1s to 24h, but is \(text)")
      }
    }
    if let maxRate, !(maxRate >= 0.01 && maxRate <= 1_000_000) {
      throw ValidationError("'--max-rate' must be from 0.01 to 1,000,000, but is \(maxRate)")
    }
    if let burst, !(20...1_000_000).contains(burst) {
      throw ValidationError("'--burst' must be from 20 to 1,000,000, but is \(burst)")
    }
  }

  func run() throws {
    if isOfGenerator { try measureGenerator() } else { try searchCapacity() }
  }
}
