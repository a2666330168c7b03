internal import ArgumentParser
internal import Engines
internal import Foundation
internal import Harness
internal import Platform
internal import Reports
internal import Results
internal import Scenarios
internal import Workloads

/// `sojourn shrink`.
struct ShrinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shrink",
    abstract: "Search the smallest scenario that still shows a difference.",
    usage: "sojourn shrink <run> --base <url|cmd> --candidate <url|cmd> [<options>]",
    discussion: """
      Starts from the scenario of a stored run and leaves out job classes, lowers rates, makes \
      bursts smaller and phases shorter, as long as pairs of runs against the base and the \
      candidate show half of the effect at least. Writes the scenario with the command that \
      shows the effect. A side is a URL, or a command that serves or deploys a job API.

      Exits with 0 when the search came to its end and a scenario was written, with 2 when the \
      whole scenario shows no effect, with 125 when it cannot be judged or a trouble ended the \
      search early, and with 130 after an interrupt. A search that was ended early writes the \
      smallest scenario that had shown the effect by then.

      EXAMPLES
        sojourn shrink old.run --base http://10.0.0.1 --candidate http://10.0.0.2
        sojourn shrink old.run --base http://10.0.0.1 --candidate './serve {port}'
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("URL or command of the job API as it was.", valueName: "url|cmd"))
  var base: String

  @Option(help: ArgumentHelp("URL or command of the slower one.", valueName: "url|cmd"))
  var candidate: String

  @Option(help: ArgumentHelp("Time to look at.", valueName: "name"))
  var metric = ComparedMetric.endToEnd

  @Option(help: ArgumentHelp("Scenario file to write.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Most measured jobs of each run.", valueName: "count"))
  var jobs = GateOptions.Usual().jobs

  @Option(help: ArgumentHelp("Longest measured load of each run.", valueName: "time"))
  var time = DurationArgument(nanoseconds: GateOptions.Usual().time)

  @Option(
    help: ArgumentHelp(
      "Folder of files that were too large to keep with the run.", valueName: "folder"))
  var inputs: String?

  @Option(help: ArgumentHelp("Folder to keep all runs in.", valueName: "folder"))
  var keep: String?

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    try GateOptions.refuseBlanks(("--base", base), ("--candidate", candidate))
    guard (20...1_000_000).contains(jobs) else {
      throw ValidationError("'--jobs' must be from 20 to 1000000, but is \(jobs)")
    }
    guard time.nanoseconds >= 100_000_000 else {
      throw ValidationError("'--time' must be at least 100ms")
    }
  }

  func run() throws {
    var replay: Replay
    do throws(RunFolderError) { replay = try Replay(path) } catch { throw RunReading.refuse(error) }
    replay.inputsFolder = inputs
    let material: ScenarioMaterial
    do throws(RunTrouble) { material = try replay.material(from: DiskFiles()) } catch {
      Console.error(error.description, hint: error.hint)
      throw ExitCode.invalid
    }
    let file = out ?? "\(material.scenario.name)-small.yaml"
    let output = try ShrinkOutput(file, material, of: replay)
    let gate = try gate(replay, output.material)
    Console.note("each question takes 28 runs or more, of \(jobs) jobs at most")
    let outcome = try ScratchFolder.carryOut(keeping: keep, for: "shrink", before: nil) {
      (root, stop) throws(RunTrouble) in
      var gate = gate
      gate.root = root
      return try Shrink(gate).carryOut(stop: stop, observe: observe)
    }
    try conclude(outcome, output, engines: gate.engines)
  }

  /// The side `text` of the option `option`: a URL as scenarios take one, or a command.
  private func side(_ option: String, _ text: String, _ scenario: Scenario) throws -> GateSide {
    let side = GateSide(text)
    if let trouble = side.trouble(for: scenario.target.address, named: "'\(option)'") {
      throw GateOptions.refuse(trouble)
    }
    guard case .url = side else { return side }
    let target: Scenario.Target
    do throws(ScenarioRejected) {
      let url = try Override(option: option, path: "target.url", value: text)
      target = try Scenario.parse(scenario.yaml(), file: path, overrides: [url]).target
    } catch {
      throw ScenarioLoading.reject(error)
    }
    try ConnectionOptions.checkAuthorities(
      connection.cacert ?? target.caFile, for: "\(target.address)")
    guard case .url(let url) = target.address else { return side }
    return .url(url)
  }

  private func gate(_ replay: Replay, _ material: ScenarioMaterial) throws -> Gate {
    let headers = try connection.headers(
      for: replay.manifest.scenario, file: replay.manifest.scenarioFile, isMoved: true)
    var gate = Gate(
      material, dialect: replay.manifest.dialect, scenarioFile: replay.manifest.scenarioFile,
      headers: headers, base: try side("--base", base, material.scenario),
      candidate: try side("--candidate", candidate, material.scenario),
      seed: material.scenario.seed.run)
    gate.engines = replay.manifest.engines
    gate.metric = metric.rawValue
    gate.jobs = jobs
    gate.time = time.nanoseconds
    if let cacert = connection.cacert { gate.scenario.target.caFile = cacert }
    if connection.insecure { gate.scenario.target.isInsecure = true }
    return gate
  }

  private func observe(_ event: Shrink.Event) {
    switch event {
    case .step(let step):
      if Console.isInteractive { Console.progress("") }
      Console.note(ShrinkReport.line(step))
    case .paired(let number, let most):
      if Console.isInteractive { Console.progress("  pair \(number) of \(most) at most") }
    case .running: break
    }
  }

  private func conclude(
    _ outcome: Shrink.Outcome, _ output: ShrinkOutput, engines: Int
  ) throws {
    switch outcome {
    case .interrupted:
      Console.error("\(Shrink.Cut.interrupted)")
      throw ExitCode.left
    case .invalid(let reason):
      Console.error("the scenario of the run cannot be judged: \(reason)")
      throw ExitCode.invalid
    case .notShown(let answer):
      Console.error(
        "the scenario of the run shows no effect: \(ShrinkReport.evidence(answer))",
        hint: "raise `--jobs` and `--time`, or name another time with `--metric`")
      throw ExitCode.inconclusive
    case .found(let found):
      if let cut = found.cut {
        Console.error("the search was ended early: \(cut)", hint: cut.hint)
      }
      let command = command(output.file, engines: engines)
      let comment = ShrinkReport.comment(
        found.answer, metric: metric.rawValue, run: path, steps: found.steps, command: command,
        cut: found.cut.map { "\($0)" })
      do { try output.write(found.material, comment: comment) } catch {
        // What took so long to find is not lost with the disk.
        try Console.report(found.material.scenario.yaml(comment: comment))
        throw error
      }
      Console.note("scenario: \(output.file)")
      try Console.report(command + "\n")
      switch found.cut {
      case nil: break
      case .interrupted: throw ExitCode.left
      case .trouble, .unauthorized: throw ExitCode.invalid
      }
    }
  }

  /// The one command that shows the effect.
  private func command(_ file: String, engines: Int) -> String {
    var words = ["sojourn", "gate", file, "--base", GateSide(base).shown]
    words += ["--candidate", GateSide(candidate).shown]
    if metric != .endToEnd { words += ["--metric", metric.rawValue] }
    // As the options of `gate` are where none is given.
    let usual = GateOptions.Usual()
    if jobs != usual.jobs { words += ["--jobs", "\(jobs)"] }
    if time.nanoseconds != usual.time {
      words += ["--time", DurationText.format(time.nanoseconds)]
    }
    if engines != usual.engines { words += ["--engines", "\(engines)"] }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }
}

/// Words of a shell's command line.
enum ShellWord {
  /// `word` as one word of a POSIX shell.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || "_-./:@%+=,".utf8.contains(byte)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
