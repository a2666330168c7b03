internal import ArgumentParser
internal import Dialects
internal import Harness
internal import Scenarios
internal import Statistics
internal import Workloads

/// What `gate` and `bisect-step` have in common: how pairs are made and judged.
struct GateOptions: ParsableArguments {
  /// What runs are like where no option says otherwise.
  struct Usual {
    let jobs = 800
    let time: Nanoseconds = 25_000_000_000
    let engines = 1
  }

  @Option(help: ArgumentHelp("Time to judge.", valueName: "name"))
  var metric = ComparedMetric.endToEnd

  @Option(
    name: .customLong("tolerance"),
    help: ArgumentHelp(
      "Tolerated rise, of one quantile (p95=8%) or of all (5%); may be repeated.",
      valueName: "share"))
  var tolerances: [ToleranceArgument] = []

  @Option(
    help: ArgumentHelp(
      "After how many pairs to look and perhaps to end; else 14,20,28,40,60.",
      valueName: "pairs,..."))
  var looks: LooksArgument?

  @Option(help: ArgumentHelp("Most pairs; looks beyond are left out.", valueName: "count"))
  var pairs: Int?

  @Option(help: ArgumentHelp("False alarms of the whole gate.", valueName: "percent"))
  var alpha = PercentArgument(share: 0.01)

  @Option(help: ArgumentHelp("Measured jobs of each run, at most.", valueName: "count"))
  var jobs = Usual().jobs

  @Option(help: ArgumentHelp("Measured load of each run, at most.", valueName: "duration"))
  var time = DurationArgument(nanoseconds: Usual().time)

  @Option(help: ArgumentHelp("Time between two runs.", valueName: "duration"))
  var pause = DurationArgument(nanoseconds: 0)

  @Option(
    help: ArgumentHelp(
      "How long a command may take until it listens; else 1m.", valueName: "duration"))
  var startLimit: DurationArgument?

  @OptionGroup var attempts: AttemptsOption

  @Flag(help: "Keep the reports of runs, and not their job tables.")
  var dropTables = false

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: ArgumentHelp("Engines, each a thread of its own.", valueName: "count"))
  var engines = Usual().engines

  @Option(help: ArgumentHelp("Folder of all runs.", valueName: "folder"))
  var out = "results"

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the result and errors only.")
  var quiet = false

  func validate() throws {
    let counts: [(String, Int, ClosedRange<Int>)] = [
      ("--engines", engines, 1...64), ("--jobs", jobs, 1...10_000_000),
      ("--pairs", pairs ?? 14, 1...1_000),
    ]
    for (name, count, range) in counts where !range.contains(count) {
      throw ValidationError(
        "'\(name)' must be from \(range.lowerBound) to \(range.upperBound), but is \(count)")
    }
    guard time.nanoseconds > 0 else { throw ValidationError("'--time' must be above 0") }
    guard (0.000_1...0.5).contains(alpha.share) else {
      throw ValidationError("'--alpha' must be from 0.01% to 50%")
    }
    let first = (looks?.looks ?? GateRule().looks)[0]
    if let pairs, pairs < first {
      throw ValidationError("'--pairs' must be \(first), the first look, at least, but is \(pairs)")
    }
  }

  /// Refuses sides and commands of blanks only, as a variable that is not set makes them.
  static func refuseBlanks(_ texts: (option: String, text: String?)...) throws {
    for (option, text) in texts {
      guard let text, text.allSatisfy(\.isWhitespace) else { continue }
      throw ValidationError("'\(option)' is blank: is the variable set that it comes from?")
    }
  }

  /// Prints what is wrong with the command line and returns the exit code for it.
  static func refuse(_ trouble: RunTrouble) -> ExitCode {
    Console.error(trouble.description, hint: trouble.hint)
    return .usage
  }

  /// The gate of the scenario in `file`.
  ///
  /// - Parameters:
  ///   - file: The scenario's file.
  ///   - base: The side that is judged against, with the option that names it.
  ///   - candidate: The side that is judged; nil for the scenario's own target.
  ///   - rule: How pairs are judged where no option says otherwise.
  /// - Returns: The gate, configured by the options.
  /// - Throws: ``ExitCode/usage`` after every diagnostic has been printed.
  func gate(
    of file: String, base: (option: String, text: String), candidate: String?, rule: GateRule
  ) throws -> Gate {
    var material: ScenarioMaterial?
    func side(_ option: String, _ text: String) throws -> GateSide {
      let side = GateSide(text)
      guard case .url = side else { return side }
      let loaded = try load(file, target: (option, text))
      material = material ?? loaded
      try ConnectionOptions.checkAuthorities(
        loaded.scenario.target.caFile, for: "\(loaded.scenario.target.address)")
      guard case .url(let url) = loaded.scenario.target.address else { return side }
      return .url(url)
    }
    let first = try side(base.option, base.text)
    let second = try candidate.map { try side("--candidate", $0) }
    let own = try load(file, target: nil)
    let dialect = try ScenarioLoading.dialect(of: own.scenario, file: file)
    let target = own.scenario.target.address
    let sides: [(GateSide?, String)] = [(first, base.option), (second, "--candidate")]
    for (side, name) in sides {
      if let trouble = side?.trouble(for: target, named: "'\(name)'") { throw Self.refuse(trouble) }
    }
    let headers = try connection.headers(for: own.scenario, file: file)
    var gate = Gate(
      own, dialect: dialect, scenarioFile: file, headers: headers, base: first,
      candidate: second ?? first, seed: seed)
    if second == nil {
      guard case .url(let url) = target else {
        throw Self.refuse(.unplaced(by: "'--candidate'", isGiven: false))
      }
      gate.candidate = .url(url)
    }
    try configure(&gate, rule)
    return gate
  }

  /// What the options say of `gate`, apart from its scenario and its sides; `rule` is how pairs are judged
  /// where no option says otherwise.
  ///
  /// - Throws: ``ExitCode/usage`` after the error has been printed.
  func configure(_ gate: inout Gate, _ rule: GateRule) throws {
    gate.rule = self.rule(rule)
    gate.metric = metric.rawValue
    gate.root = out
    gate.engines = engines
    gate.jobs = jobs
    gate.time = time.nanoseconds
    gate.pause = pause.nanoseconds
    if let startLimit { gate.startLimit = startLimit.nanoseconds }
    if let given = attempts.given { gate.attempts = given }
    gate.required = Set(tolerances.compactMap(\.quantile))
    gate.keepsTables = !dropTables
    guard gate.rule.canDecide else {
      Console.error(
        "\(gate.rule.mostPairs) pairs at most cannot decide at this alpha, whatever they say",
        hint: "let the last look be after \(gate.rule.fewestPairs) pairs or more, or raise "
          + "`--alpha`")
      throw ExitCode.usage
    }
  }

  /// The seed that was given, or a new one.
  var seed: UInt64 { scenario.seed ?? UInt64.random(in: 0..<1 << 53) }

  /// The scenario in `file` with all overrides, and with another URL.
  func load(_ file: String, target: (option: String, url: String)?) throws -> ScenarioMaterial {
    let overrides: [Override]
    do throws(ScenarioRejected) {
      var all = try scenario.overrides() + connection.overrides()
      if let target {
        all.append(try Override(option: target.option, path: "target.url", value: target.url))
      }
      overrides = all
    } catch {
      throw ScenarioLoading.reject(error)
    }
    return try ScenarioLoading.load(file, overrides: overrides)
  }

  private func rule(_ usual: GateRule) -> GateRule {
    var rule = usual.scaled(by: alpha.share / 0.01)
    if let looks { rule.look(after: looks.looks) }
    if let pairs {
      let kept = rule.looks.prefix { $0 <= pairs }.count
      rule.looks = Array(rule.looks.prefix(kept))
      rule.spending = Array(rule.spending.prefix(kept))
    }
    for tolerance in tolerances {
      rule.quantiles.tolerate(tolerance.share, of: tolerance.quantile)
    }
    return rule
  }
}

/// Numbers of pairs on the command line: `14,20,28`.
struct LooksArgument: ExpressibleByArgument {
  let looks: [Int]

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let found = numbers.compactMap(\.self)
    guard found.count == numbers.count, found.count <= 20, let first = found.first, first > 0,
      found.allSatisfy({ $0 <= 1_000 }), zip(found, found.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    looks = found
  }
}
