public import Results

/// A measured capacity for people at a terminal, at most 80 columns wide.
public enum GeneratorCapacityReport {
  private static let width = 80

  /// The whole result; equal results give equal text.
  public static func render(_ result: GeneratorCapacityResult) -> String {
    let sections = [heading(result), table(result), advice(result)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ result: GeneratorCapacityResult) -> [String] {
    let machine = result.environment
    let engines = result.engines == 1 ? "1 engine" : "\(result.engines) engines"
    let found =
      result.jobsPerSecond.map { "capacity: \(jobs($0)) on time" }
      ?? "capacity: none found"
    let title =
      "the generator of sojourn \(result.version) with \(engines) of \(result.connections) "
      + "connections against a null target, on \(machine.cores == 1 ? "1 core" : "\(machine.cores) cores") of "
      + "\(machine.cpu), \(machine.kernel), seed \(result.seed), in "
      + "\(Units.duration(result.durationNanoseconds))"
    return [found] + Wrap.lines(title, width: width)
  }

  private static func jobs(_ perSecond: Double) -> String {
    Units.count(Int(perSecond)) + " jobs/s"
  }

  private static func table(_ result: GeneratorCapacityResult) -> [String] {
    guard !result.trials.isEmpty else { return [] }
    let header = row("jobs/s", "dispatch p99", "engine busy", "target busy", "")
    return [header]
      + result.trials.map { trial in
        row(
          Units.count(Int(trial.offeredPerSecond.rounded())),
          trial.dispatchDelayP99Nanoseconds.map(Units.duration) ?? "n/a",
          Units.share(trial.engineBusyShare), Units.share(trial.targetBusyShare),
          trial.isCarried ? "on time" : trial.isWhole ? "late" : "not all finished")
      }
  }

  private static func row(_ cells: String...) -> String {
    (cells.dropLast().map { Wrap.padded($0, -14) } + ["  " + (cells.last ?? "")]).joined()
  }

  private static func advice(_ result: GeneratorCapacityResult) -> [String] {
    guard let capacity = result.jobsPerSecond else { return [] }
    let sound = jobs(capacity * GeneratorCapacityResult.soundShare)
    var lines: [String] = []
    if let trial = result.soundTrial {
      let delay = trial.dispatchDelayP99Nanoseconds.map(Units.duration) ?? "n/a"
      lines += Wrap.lines(
        "At \(Units.count(Int(trial.offeredPerSecond.rounded()))) jobs/s, 70 % of it, the p99 of the "
          + "dispatch delay was \(delay).",
        width: width)
    }
    lines += Wrap.lines(
      "Each job is a push and one status request. On time: p99 of the dispatch delay under 1 ms "
        + "in most seconds, every job finished. Keep a run under 70 % of the capacity, \(sound); "
        + "more status requests for each job lower it, more engines raise it where cores are free.",
      width: width)
    if result.isLimitedByTarget {
      lines += Wrap.lines(
        "The null target itself was at its limit: the generator may carry more.", width: width)
    }
    return lines
  }
}
