import Workloads

extension PhaseRule {
  /// `steps: { rates: [10, 20, 40], each: 30s }`.
  static let steps = PhaseRule(
    name: "steps",
    fields: [Field("rates", .list(.scalar), isRequired: true), Field("each", isRequired: true)]
  ) { section, problems in
    let nodes = section["rates"]?.elements ?? []
    let rates = nodes.compactMap { rate.read($0, name: "each of 'rates'", &problems) }
    let each = section.read("each", length, &problems)
    if let list = section["rates"], list.elements != nil, !(1...Limits.mostSteps ~= nodes.count) {
      problems.append(
        Problem(
          list.place, "'rates' must have 1 to \(Limits.mostSteps) rates, but has \(nodes.count)"))
      return nil
    }
    guard let node = section.node, let each, !nodes.isEmpty, rates.count == nodes.count else {
      return nil
    }
    let shown = Wording.list(rates.prefix(4).map(Wording.number)) + (rates.count > 4 ? ", ..." : "")
    return withArrivals(
      .steps(Steps(rates: rates, each: each)), at: node,
      "\(shown) per second for \(DurationText.format(each)) each", &problems)
  }
}
