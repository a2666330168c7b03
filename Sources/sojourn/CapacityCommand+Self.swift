internal import ArgumentParser
internal import Engines
internal import Harness
internal import Reports
internal import Results

extension CapacityCommand {
  /// Measures what the generator carries, reports it, and stores it for later runs.
  func measureGenerator() throws {
    let result = try ScratchFolder.carryOut(
      keeping: keep, for: "capacity", before: "the capacity was found"
    ) { path, stop throws(RunTrouble) in
      var capacity = GeneratorCapacity(root: path)
      capacity.engines = engines
      if let connections { capacity.connections = connections }
      if let seconds { capacity.seconds = seconds }
      if let seed = options.seed { capacity.seed = seed }
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
      format == .json ? result.json() : GeneratorCapacityReport.render(result))
    throw result.jobsPerSecond == nil ? ExitCode.inconclusive : ExitCode.pass
  }
}
