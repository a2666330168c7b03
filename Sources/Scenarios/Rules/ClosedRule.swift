import Workloads

extension PhaseRule {
  /// `closed: { population: 100, think: exponential(1s), for: 1m, jobs: 5000 }`, without thinking
  /// when `think` is left out.
  static let closed = PhaseRule(
    name: "closed",
    fields: [
      Field("population", isRequired: true), Field("think"), Field("for", isRequired: true),
      Field("jobs"),
    ]
  ) { section, problems in
    let before = problems.count
    let population = section.read("population", .integer(1...1_000_000), &problems)
    let think = section.read("think", think, &problems)
    let duration = section.read("for", length, &problems)
    let jobs = section.read("jobs", .integer(1...Limits.mostArrivals), &problems)
    guard section.node != nil, let population, let duration, problems.count == before else {
      return nil
    }
    let usual = Closed.usualJobs(population: population, duration: duration)
    return .closed(
      Closed(
        population: population, think: think ?? .constant(0), duration: duration,
        jobs: jobs ?? Int(min(usual, Double(Limits.mostArrivals)))))
  }

  /// A law, or a duration for one that is always the same.
  private static let think = ValueRule<ServiceLaw> { scalar throws(Refusal) in
    if let law = ServiceLaw(scalar.text) { return law }
    if let time = DurationText.parse(scalar.text), (0...Limits.longest).contains(time) {
      return .constant(time)
    }
    throw Refusal(
      expectation: "a duration such as 500ms or a law such as \(ServiceLaw.expectation)",
      hint: scalar.number.map { _ in "write the unit: \(scalar.text)s or \(scalar.text)ms" })
  }
}
