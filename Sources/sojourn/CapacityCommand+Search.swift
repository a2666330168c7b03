internal import ArgumentParser
internal import Harness
internal import Reports
internal import Results
internal import Scenarios
internal import Statistics
internal import Workloads

extension CapacityCommand {
  /// Searches for the capacity of the scenario's job API, reports and stores it.
  func searchCapacity() throws {
    let file = scenario ?? ""
    let slo = try parsedConditions()
    let material = try ScenarioLoading.load(file, overrides: allOverrides())
    let scenario = material.scenario
    try check(scenario, file: file, slo: slo)
    try ConnectionOptions.checkAuthorities(
      scenario.target.caFile, for: "\(scenario.target.address)")
    let headers = try connection.headers(for: scenario, file: file)
    let dialect = try ScenarioLoading.dialect(of: scenario, file: file)
    var run = Run(material, dialect: dialect, scenarioFile: file, headers: headers)
    run.engines = engines
    run.root = out
    let search = search(run, slo)
    let shortest = Nanoseconds(search.shortestSeconds * 1e9)
    Console.note(
      "expected: \(Units.duration(shortest)) of probes and certifications at least, besides bursts, and "
        + "jobs that are followed to their end")
    let following = CapacityFollowing()
    let found: (capacity: Capacity, folder: CapacityFolder)
    do throws(RunTrouble) {
      found = try search.carryOut(stop: following.stop, observer: following.observer)
    } catch {
      throw following.end(error)
    }
    following.clear()
    try Console.report(format.render(found.capacity, folder: found.folder.path))
    throw ExitCode(Int32(found.capacity.exitCode))
  }

  private func search(_ run: Run, _ slo: [Threshold]) -> CapacitySearch {
    var search = CapacitySearch(run, conditions: slo)
    search.isQuick = quick
    search.firstBurst = burst
    if let given = attempts.given { search.attempts = given }
    if let maxRate { search.highest = maxRate }
    // The first tenth of a trial is not measured, and the number of arrivals is random.
    let needed = slo.compactMap(\.jobsNeeded).max() ?? 1
    // Four standard deviations and a few jobs more, so that hardly any trial has too few.
    let wanted = Double(needed) + 4 * Double(needed).squareRoot() + 8
    let kept = 1 - (run.scenario.cancel?.share ?? 0)
    let least = min(wanted / (0.9 * max(kept, 0.001)), 1e9)
    if quick {
      search.search.probes = 4
      search.search.certifications = 1
      search.search.probeSeconds = 30
    }
    if let probe { search.search.probeSeconds = Double(probe.nanoseconds) / 1e9 }
    search.search.certifySeconds =
      certify.map { Double($0.nanoseconds) / 1e9 } ?? 2.5 * search.search.probeSeconds
    search.search.jobs = quick || probe != nil ? least : max(search.search.jobs, least)
    return search
  }

  private func parsedConditions() throws -> [Threshold] {
    try conditions.map { text in
      do throws(ThresholdRejected) { return try Threshold.parse(text) } catch {
        throw Self.refuse(text, error)
      }
    }
  }

  /// Refuses what no rate can be looked for under.
  private func check(_ scenario: Scenario, file: String, slo: [Threshold]) throws {
    for condition in slo {
      if let fault = condition.unfitForSearch(in: scenario) {
        throw Self.refuse(condition.text, fault)
      }
    }
    for phase in scenario.load.phases where ["closed", "trace"].contains(phase.shape.name) {
      Console.error(
        "the load of \(file) is of the kind '\(phase.shape.name)', and a capacity is searched with Poisson "
          + "arrivals in its place",
        hint:
          "use a scenario with an open load, for example `load: { poisson: { rate: 10, for: 10s } }`"
      )
      throw ExitCode.usage
    }
  }

  private static func refuse(_ text: String, _ fault: ThresholdRejected) -> ExitCode {
    Console.error("--slo '\(text)': \(fault.message)", hint: fault.hint)
    return .usage
  }

  private func allOverrides() throws -> [Override] {
    do throws(ScenarioRejected) {
      var all = try options.overrides()
      if let target {
        all.append(try Override(option: "--target", path: "target.url", value: target))
      }
      return all + (try connection.overrides())
    } catch {
      throw ScenarioLoading.reject(error)
    }
  }
}
