internal import ArgumentParser
internal import Engines
internal import Harness
internal import Reports
internal import Results

/// `sojourn capacity`.
struct CapacityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract: "Find how many jobs a second the generator carries on time.",
    usage: "sojourn capacity --self [<options>]",
    discussion: """
      Pushes jobs at a null target inside this process, which answers at once, and looks for the \
      highest rate at which every job finishes and the p99 dispatch delay stays under 1 ms. Each \
      job is a push and one status request. It takes two minutes; nothing else should run on \
      the machine meanwhile. Stores the result as capacity.json in the folder of all runs: later \
      runs on this machine warn when they come too close. Exits with 2 when no rate was carried.

      EXAMPLES
        sojourn capacity --self
        sojourn capacity --self --engines 2 --format json
      """)

  @Flag(name: .customLong("self"), help: "Measure the generator itself.")
  var isOfGenerator = false

  @Option(help: ArgumentHelp("Engines, each a thread of its own.", valueName: "count"))
  var engines = 1

  @Option(help: ArgumentHelp("Connections of each engine.", valueName: "count"))
  var connections = 64

  @Option(help: ArgumentHelp("How long each rate is tried.", valueName: "seconds"))
  var seconds = 5

  @Option(help: ArgumentHelp("Seed of the arrivals.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Folder in which the runs are kept; else none is.", valueName: "folder"))
  var keep: String?

  @Option(help: ArgumentHelp("Folder of all runs.", valueName: "folder"))
  var out = "results"

  @Option(help: ArgumentHelp("Form of the output.", valueName: "form"))
  var format = ResultFormat.terminal

  func validate() throws {
    guard isOfGenerator else {
      throw ValidationError("say what to measure: '--self' measures the generator itself")
    }
    guard (1...64).contains(engines) else {
      throw ValidationError("'--engines' must be from 1 to 64, but is \(engines)")
    }
    guard (1...4_096).contains(connections) else {
      throw ValidationError("'--connections' must be from 1 to 4,096, but is \(connections)")
    }
    guard (1...60).contains(seconds) else {
      throw ValidationError("'--seconds' must be from 1 to 60, but is \(seconds)")
    }
  }

  func run() throws {
    let result = try ScratchFolder.carryOut(
      keeping: keep, for: "capacity", before: "the capacity was found"
    ) { path, stop throws(RunTrouble) in
      var capacity = GeneratorCapacity(root: path)
      capacity.engines = engines
      capacity.connections = connections
      capacity.seconds = seconds
      capacity.seed = seed
      return try capacity.carryOut(stop: stop) { rate in
        if Console.isInteractive { Console.progress("trying \(Units.count(Int(rate))) jobs/s") }
      }
    }
    if result.jobsPerSecond != nil {
      do throws(RunFolderError) { try result.store(in: out) } catch {
        throw RunReading.refuse(error)
      }
    }
    try Console.report(
      format.choose(terminal: CapacityReport.render(result), json: result.json()))
    throw result.jobsPerSecond == nil ? ExitCode.inconclusive : ExitCode.pass
  }
}
