import Workloads

/// The section `load`: one phase or a list of them, each of exactly one shape.
enum LoadRule {
  static let fields = PhaseRule.all.map { Field($0.name, .map($0.fields)) }

  static func read(_ node: SourceNode?, _ problems: inout [Problem]) -> ArrivalSchedule {
    guard let node else { return ArrivalSchedule([]) }
    let phases = (node.elements ?? [node]).compactMap { phase($0, &problems) }
    // In floating point, because the products may leave the range of integers.
    let count = phases.reduce(0.0) { $0 + arrivals($1) }
    if count > Double(Limits.mostArrivals) {
      let number = Wording.number(count.rounded())
      problems.append(
        Problem(
          node.place, "'load' has \(number) arrivals; at most \(Limits.mostArrivals) fit",
          hint: "shorten it or lower its rate"))
    }
    let length = phases.reduce(0.0) { $0 + seconds($1) }
    if length > Double(Limits.longest) / 1e9 {
      let limit = DurationText.format(Limits.longest)
      problems.append(
        Problem(
          node.place,
          "'load' lasts \(Wording.number(length.rounded())) s, but must not last longer than \(limit)"
        ))
    }
    return ArrivalSchedule(phases)
  }

  private static func phase(_ node: SourceNode, _ problems: inout [Problem]) -> LoadPhase? {
    let section = Section(node)
    let rules = PhaseRule.all.filter { section[$0.name] != nil }
    let names = PhaseRule.all.map(\.name)
    let hasUnknown = section.entries.contains { !names.contains($0.key) }
    if section.node != nil, rules.count > 1 || rules.isEmpty && !hasUnknown {
      let given = Wording.list(rules.map { "'\($0.name)'" })
      problems.append(
        rules.isEmpty
          ? Problem(node.place, "a phase of 'load' needs one of \(Wording.list(names, "or"))")
          : Problem(
            section.entries.last?.keyPlace ?? node.place,
            "a phase has one shape, but here are \(given)",
            hint: "make 'load' a list with one phase for each"))
    }
    return rules.map { $0.read(section.section($0.name), &problems) }.first ?? nil
  }

  private static func arrivals(_ phase: LoadPhase) -> Double {
    switch phase {
    case .burst(let jobs, _, let times): Double(jobs) * Double(times)
    case .constant: Double(phase.count)
    }
  }

  private static func seconds(_ phase: LoadPhase) -> Double {
    switch phase {
    case .burst(_, let every, let times): Double(every) / 1e9 * Double(times)
    case .constant(_, let duration): Double(duration) / 1e9
    }
  }
}
