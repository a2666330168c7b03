import Workloads

extension PhaseRule {
  /// `poisson: { rate: 50, for: 10s }`.
  static let poisson = PhaseRule(
    name: "poisson", fields: [Field("rate", isRequired: true), Field("for", isRequired: true)]
  ) { section, problems in
    let rate = section.read("rate", rate, &problems)
    let duration = section.read("for", length, &problems)
    guard let node = section.node, let rate, let duration else { return nil }
    return withArrivals(
      .poisson(Poisson(rate: rate, duration: duration)), at: node,
      "a mean of \(Wording.number(rate)) per second for \(DurationText.format(duration))", &problems
    )
  }
}
