internal import ArgumentParser
internal import Harness
internal import Platform
internal import Results
internal import Scenarios

/// `sojourn replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Issue the arrivals and payloads of a stored run again.",
    usage: "sojourn replay <run> [<options>]",
    discussion: """
      Makes a new run whose jobs arrive at the same instants with the same payloads, from the \
      run folder alone; `--speed 2` issues them twice as fast. The members of closed phases \
      push as the job API lets them, as they did before. Exits as `sojourn run` does, and \
      prints the command that compares both runs.

      EXAMPLES
        sojourn replay results/steady-rate/20261124T031500Z.run
        sojourn replay old.run --target http://127.0.0.1:8080 --speed 2
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("How many times as fast.", valueName: "factor"))
  var speed = 1.0

  @Option(help: ArgumentHelp("URL of a job API, instead of the run's.", valueName: "url"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "Folder of files that were too large to keep with the run.", valueName: "folder"))
  var inputs: String?

  @Option(help: ArgumentHelp("Folder of all runs.", valueName: "folder"))
  var out = "results"

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print errors only.")
  var quiet = false

  func validate() throws {
    guard Replay.speeds.contains(speed) else {
      throw ValidationError("'--speed' must be from 0.001 to 1000, but is \(speed)")
    }
  }

  func run() throws {
    let replay = try replay()
    let headers = try connection.headers(
      for: replay.manifest.scenario, file: replay.manifest.scenarioFile, isMoved: target != nil)
    try ConnectionOptions.checkAuthorities(
      replay.target.caFile, for: "\(replay.target.address)")
    try Following(isQuiet: quiet).carryOut(
      { following in
        do throws(RunTrouble) {
          var run = try replay.run(headers: headers, from: DiskFiles())
          run.root = out
          return try run.carryOut(
            stop: following.stop, began: following.began, observe: following.observe)
        } catch {
          if case .unusableURL = error {
            Console.error(error.description, hint: error.hint)
            throw ExitCode.usage
          }
          throw following.end(error)
        }
      },
      afterwards: { folder in
        guard !quiet else { return }
        // Another speed is another schedule.
        let anyway = speed == 1 ? "" : " --unlike"
        Console.note("compare: sojourn compare \(replay.folder.path) \(folder.path)\(anyway)")
      })
  }

  private func replay() throws -> Replay {
    var replay: Replay
    do throws(RunFolderError) { replay = try Replay(path) } catch {
      throw RunReading.refuse(error)
    }
    replay.speed = speed
    replay.inputsFolder = inputs
    if let target { replay.target.address = .url(target) }
    if let cacert = connection.cacert { replay.target.caFile = cacert }
    if connection.insecure { replay.target.isInsecure = true }
    return replay
  }
}
