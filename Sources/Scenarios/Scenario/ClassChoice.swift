internal import Statistics
public import Workloads

/// The class of each arrival: that of its trace, or drawn by weight; a function of the scenario and the
/// arrival's number.
public struct ClassChoice: Sendable {
  private let weights: [Double]
  private let total: Double
  private let seed: UInt64
  /// The phases that were recorded with the classes of their jobs.
  private let traces: [TracePhase]

  /// The classes of the arrivals of `scenario`.
  public init(_ scenario: Scenario) {
    weights = scenario.jobs.map(\.weight)
    total = weights.reduce(0, +)
    seed = RandomStream.payloads.seed(of: scenario.seed)
    traces = scenario.load.tracePhases(seed: scenario.seed).filter {
      !$0.recording.classes.isEmpty
    }
  }

  /// The number of the class of arrival `row`, from 0.
  public subscript(row: Int) -> UInt16 {
    if let trace = traces.first(where: { $0.rows.contains(row) }) {
      let recorded = trace.recording.classes[row - trace.rows.lowerBound]
      if recorded != Trace.Recording.anyClass { return recorded }
    }
    var left = SplitMix.unit(seed: seed, index: UInt64(row)) * total
    var number = 0
    while number < weights.count - 1, left >= weights[number] {
      left -= weights[number]
      number += 1
    }
    return UInt16(number)
  }
}

extension SchedulePlan {
  /// Lays out the schedule of `scenario`.
  public init(_ scenario: Scenario) {
    let classes = ClassChoice(scenario)
    self.init(scenario.load, seed: scenario.seed, classes: scenario.jobs.count) { classes[$0] }
  }
}
