import Workloads

extension PhaseRule {
  /// `constant: { rate: 50, for: 10s }`.
  static let constant = PhaseRule(
    name: "constant", fields: [Field("rate", isRequired: true), Field("for", isRequired: true)]
  ) { section, problems in
    let rate = section.read("rate", .number(above: 0, upTo: Limits.highestRate), &problems)
    let duration = section.read("for", .duration(Limits.shortest...Limits.longest), &problems)
    guard let node = section.node, let rate, let duration else { return nil }
    let phase = LoadPhase.constant(rate: rate, duration: duration)
    if phase.count == 0 {
      let load = "\(Wording.number(rate)) per second for \(DurationText.format(duration))"
      problems.append(
        Problem(node.place, "'constant' has no arrival: \(load) is less than one job"))
    }
    return phase
  }
}
