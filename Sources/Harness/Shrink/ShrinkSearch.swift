public import Results
public import Scenarios
internal import Workloads

/// The search for the smallest scenario that still shows an effect, apart from how that is asked.
///
/// One dimension after another is made smaller as long as the effect shows: job class, phases, rate,
/// burst, duration. What is not decided counts as not shown, so that the scenario that is found has shown the
/// effect itself.
public struct ShrinkSearch {
  /// As many questions are asked at most, the first one included.
  public var mostQuestions = 24
  /// No scenario with fewer measured jobs is asked about.
  public var fewestJobs = 100.0
  /// How often a dimension is halved at most.
  private static let mostHalvings = 6

  /// The usual search.
  public init() {}

  /// Searches from `start`.
  ///
  /// - Parameters:
  ///   - start: The scenario that is known to show the effect.
  ///   - ask: Whether a scenario shows it.
  ///   - observe: Called with every question that was answered.
  /// - Throws: What `ask` throws.
  /// - Returns: The smallest scenario that showed the effect; nil when `start` did not.
  public func search<Failure: Error>(
    _ start: Scenario, ask: (Scenario) throws(Failure) -> ShrinkAnswer,
    observe: (ShrinkStep) -> Void = { _ in }
  ) throws(Failure) -> Scenario? {
    var current = start
    var asked = 0
    func shows(
      _ scenario: Scenario?, _ dimension: ShrinkStep.Dimension, _ change: String
    ) throws(Failure) -> Bool {
      guard let scenario, asked < mostQuestions else { return false }
      guard dimension == .start || scenario != current && isEnough(scenario) else { return false }
      let step = ShrinkStep(
        number: asked, dimension: dimension, change: change, answer: try ask(scenario))
      asked += 1
      observe(step)
      if step.isTaken { current = scenario }
      return step.isTaken
    }
    /// Halves a dimension as long as the effect shows, and looks once between the last two.
    func halve(
      _ dimension: ShrinkStep.Dimension, _ words: String,
      _ cut: (Scenario, Double) -> Scenario?
    ) throws(Failure) {
      var halvings = 0
      while halvings < Self.mostHalvings,
        try shows(cut(current, 0.5), dimension, "half \(words)")
      {
        halvings += 1
      }
      if halvings < Self.mostHalvings {
        _ = try shows(cut(current, 0.75), dimension, "three quarters of \(words)")
      }
    }

    guard try shows(start, .start, "the whole scenario") else { return nil }
    _ = try shows(current.withIndependentArrivals, .arrivals, "Poisson arrivals, no trace")
    let whole = current
    for (number, job) in whole.jobs.enumerated() where whole.jobs.count > 1 {
      if try shows(whole.only(number), .jobClass, "only the class '\(job.name)'") { break }
    }
    for number in current.load.phases.indices.reversed() {
      let name = current.load.phases[number].shape.name
      _ = try shows(
        current.without(phase: number), .phase, "without phase \(number + 1), \(name)")
    }
    try halve(.rate, "the rate") { scenario, share in
      scenario.changingPhases { $0.slowed(to: share) }
    }
    try halve(.burst, "the jobs of each burst") { scenario, share in
      scenario.changingPhases { $0.withSmallerBursts(share) }
    }
    try halve(.duration, "the time") { scenario, share in
      scenario.changingPhases { $0.shortened(to: share) }
    }
    return current
  }

  /// Whether as many jobs are measured as it takes to say anything.
  private func isEnough(_ scenario: Scenario) -> Bool {
    scenario.measuredJobs >= fewestJobs
  }
}

extension Scenario {
  /// The scenario with each phase as `change` makes it; nil where it leaves all as they are.
  fileprivate func changingPhases(_ change: (LoadPhase) -> LoadPhase?) -> Scenario? {
    let changed = load.phases.map(change)
    guard changed.contains(where: { $0 != nil }) else { return nil }
    var scenario = self
    scenario.load = ArrivalSchedule(zip(changed, load.phases).map { $0 ?? $1 })
    return scenario
  }

  /// The scenario with class number `number` alone, as many of its jobs as before.
  fileprivate func only(_ number: Int) -> Scenario? {
    let share = jobs[number].weight / jobs.reduce(0) { $0 + $1.weight }
    let thinned = load.phases.compactMap { $0.thinned(to: share) }
    guard thinned.count == load.phases.count else { return nil }
    var scenario = self
    scenario.jobs = [jobs[number]]
    scenario.jobs[0].weight = 1
    scenario.load = ArrivalSchedule(thinned)
    return scenario
  }

  /// The scenario without phase number `number`.
  fileprivate func without(phase number: Int) -> Scenario? {
    var phases = load.phases
    guard phases.count > 1, phases.indices.contains(number) else { return nil }
    phases.remove(at: number)
    var scenario = self
    scenario.load = ArrivalSchedule(phases)
    return scenario
  }

  /// The scenario with Poisson arrivals in place of traces; nil without one.
  fileprivate var withIndependentArrivals: Scenario? {
    guard load.phases.contains(where: { $0.independent != nil }) else { return nil }
    var scenario = self
    scenario.load = ArrivalSchedule(load.phases.map { $0.independent ?? $0 })
    return scenario
  }
}
