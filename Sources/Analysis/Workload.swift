internal import Results
internal import Workloads

extension LoadPhase {
  /// Whether the job API decides as well when its jobs enter.
  var isClosed: Bool { if case .closed = shape { true } else { false } }
}

extension RunFacts.Workload {
  /// The document's word for what decides when jobs enter.
  init(_ load: ArrivalSchedule) {
    let closed = load.phases.count(where: \.isClosed)
    self = closed == 0 ? .open : closed == load.phases.count ? .closed : .mixed
  }
}

extension ArrivalSchedule {
  /// Number of arrivals of open phases in a run with the seeds `seed`.
  func openCount(seed: Seeds) -> Int {
    count(seed: seed) - closedPhases(seed: seed).reduce(0) { $0 + $1.rows.count }
  }

  /// Arrivals of open phases per second of their length; nil when they have none.
  func offeredPerSecond(seed: Seeds) -> Double? {
    let length = phases.filter { !$0.isClosed }.reduce(0.0) { $0 + $1.shape.seconds }
    return length > 0 ? Double(openCount(seed: seed)) / length : nil
  }

  /// Whether most arrivals share their intended instant with others, given how many came to be in
  /// closed phases: the members of a population that all think equally long begin together.
  func isBursty(closedArrivals: Int) -> Bool {
    var (together, open, population) = (0.0, 0.0, 0)
    for phase in phases {
      switch phase.shape {
      case .closed(let closed):
        if case .constant = closed.think { population += closed.population }
      case .burst(let burst) where burst.isSudden:
        together += phase.shape.meanCount
        open += phase.shape.meanCount
      case .trace(let trace):
        together += Double(trace.together)
        open += phase.shape.meanCount
      case .burst, .constant, .poisson, .ramp, .steps: open += phase.shape.meanCount
      }
    }
    together += Double(min(population, closedArrivals))
    return 2 * together > open + Double(closedArrivals)
  }
}
