import Workloads

extension PhaseRule {
  /// `ramp: { from: 10, to: 100, for: 1m, curve: exponential }`, linear when `curve` is left out.
  static let ramp = PhaseRule(
    name: "ramp",
    fields: [
      Field("from", isRequired: true), Field("to", isRequired: true),
      Field("for", isRequired: true), Field("curve"),
    ]
  ) { section, problems in
    let end = ValueRule<Double>.number(0...Limits.highestRate)
    let from = section.read("from", end, &problems)
    let to = section.read("to", end, &problems)
    let duration = section.read("for", length, &problems)
    let curve =
      section["curve"] == nil
      ? Ramp.Curve.linear : section.read("curve", ValueRule<Ramp.Curve>.word, &problems)
    guard let node = section.node, let from, let to, let duration, let curve else { return nil }
    if curve == .exponential, from == 0 || to == 0 {
      let name = from == 0 ? "from" : "to"
      problems.append(
        Problem(
          section[name]?.place ?? node.place, "'\(name)' of an exponential ramp must be above 0",
          hint: "equal factors never lead to or from 0: write a small rate, or 'curve: linear'"))
      return nil
    }
    let (first, last) = (Wording.number(from), Wording.number(to))
    return withArrivals(
      .ramp(Ramp(from: from, to: to, duration: duration, curve: curve)), at: node,
      "from \(first) to \(last) per second in \(DurationText.format(duration))", &problems)
  }
}
