internal import ArgumentParser
internal import Glibc
internal import Platform
internal import ReferenceServer
internal import Scenarios
internal import Synchronization
internal import Workloads

/// `sojourn serve`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the embedded job API on its own.",
    discussion: """
      A job API in Sieve's wire format whose true timings are known, on the loopback interface. \
      Prints its URL and serves until interrupted.

      EXAMPLES
        sojourn serve --port 8080 --workers 4 --service 'lognormal(1s, 0.5)'
        sojourn serve --fault lost=0.01 --fault freeze=5s@10s --truth truth.jsonl

      FAULTS
      Off unless given, as NAME=VALUE. A share, from 0 to 1, is of requests, jobs or webhooks; a \
      time after the @ counts from the server's start.

      \(faultList)
      """)

  /// The faults, each with a value and what it does.
  private static var faultList: String {
    FaultName.allCases.map { name in
      let setting = "  \(name.rawValue)=\(name.form.example)"
      let gap = String(repeating: " ", count: max(26 - setting.count, 1))
      return setting + gap + name.meaning
    }.joined(separator: "\n")
  }

  @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "port"))
  var port = 0

  @Option(help: ArgumentHelp("Jobs that run at once.", valueName: "count"))
  var workers = 8

  @Option(
    help: ArgumentHelp(
      "Service time: \(ServiceLaw.expectation).", valueName: "law"))
  var service = ServiceLaw.exponential(mean: 100_000_000)

  @Option(help: ArgumentHelp("How much longer every job runs than drawn.", valueName: "percent"))
  var slowdown = PercentArgument(share: 0)

  @Option(help: ArgumentHelp("Share of jobs that end in error, 0 to 1.", valueName: "share"))
  var failureShare = 0.0

  @Option(help: ArgumentHelp("Share of jobs that are restarted once, 0 to 1.", valueName: "share"))
  var restartShare = 0.0

  @Option(help: ArgumentHelp("Set-up time of each worker.", valueName: "duration"))
  var coldStart = DurationArgument(nanoseconds: 0)

  @Option(help: ArgumentHelp("Outputs of each job.", valueName: "count"))
  var outputs = 1

  @Option(help: ArgumentHelp("Children that each job names.", valueName: "count"))
  var children = 0

  @Option(help: ArgumentHelp("Word for a job that runs.", valueName: "word"))
  var activeWord = JobServer.ActiveWord.processing

  @Option(
    help: ArgumentHelp("Time after which a long poll is answered 408.", valueName: "duration"))
  var awaitTimeout = DurationArgument(nanoseconds: 600_000_000_000)

  @Option(help: ArgumentHelp("Key that every request must carry.", valueName: "key"))
  var key: String?

  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp(
      "What goes wrong, and how much of it; may be repeated. See FAULTS.",
      valueName: "name=value"))
  var faultTexts: [String] = []

  @Option(help: ArgumentHelp("Seed of service times, failures and ids.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("File for the log of true instants.", valueName: "file"))
  var truth: String?

  func run() throws {
    var configuration = JobServer.Configuration()
    configuration.port = port
    configuration.workers = workers
    configuration.service = service
    configuration.slowdown = slowdown.share
    configuration.failureShare = failureShare
    configuration.restartShare = restartShare
    configuration.coldStart = coldStart.nanoseconds
    configuration.outputsPerJob = outputs
    configuration.childrenPerJob = children
    configuration.activeWord = activeWord
    configuration.awaitTimeout = awaitTimeout.nanoseconds
    configuration.apiKey = key
    configuration.seed = seed
    configuration.truthFile = truth
    do throws(ScenarioRejected) {
      configuration.faults = try FaultsRule.read(faultTexts, option: "--fault")
    } catch {
      throw ScenarioLoading.reject(error)
    }
    Interrupts.block()
    ProcessUsage.raiseDescriptorLimit()
    let server: JobServer
    do throws(JobServerError) { server = try JobServer.start(configuration) } catch {
      if case .unusableSetting(let name, let value, let allowed) = error {
        Console.error("'\(Self.option(name))' \(allowed), but is \(value)")
        throw ExitCode.usage
      }
      Console.error(error.description)
      throw ExitCode.invalid
    }
    try Console.report(server.url + "\n")
    Interrupts.wait()
    server.stop()
    if let failure = server.truthFailure {
      Console.error(failure.description)
      throw ExitCode.invalid
    }
  }

  /// The option that sets the server's setting `name`.
  private static func option(_ name: String) -> String {
    switch name {
    case "outputsPerJob": "--outputs"
    case "childrenPerJob": "--children"
    default: "--" + name.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
    }
  }
}
