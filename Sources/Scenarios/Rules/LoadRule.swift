import Workloads

/// The section `load`: one phase or a list of them, each of exactly one shape.
enum LoadRule {
  /// The key beside the shape.
  private static let mark = "warm_up"

  static let fields = PhaseRule.all.map { Field($0.name, .map($0.fields)) } + [Field(mark)]

  static func read(
    _ node: SourceNode?, seed: Seeds, _ problems: inout [Problem]
  ) -> ArrivalSchedule {
    guard let node else { return ArrivalSchedule([]) }
    let before = problems.count
    let nodes = node.elements ?? [node]
    let phases = nodes.compactMap { phase($0, &problems) }
    let load = ArrivalSchedule(phases)
    problems += beyondLimits(load).map { Problem(node.place, $0.message, hint: $0.hint) }
    if !phases.isEmpty, phases.allSatisfy(\.isWarmUp) {
      problems.append(
        Problem(
          node.place, "every phase of 'load' is a warm-up, so nothing would be measured",
          hint: "add a phase without '\(mark)'"))
    }
    // More arrivals than this are never all missing; those of a trace are not known yet.
    let isWhole =
      problems.count == before && phases.count == nodes.count && !nodes.isEmpty
      && !phases.contains { $0.shape.trace != nil }
    if isWhole, load.meanCount < 100, load.count(seed: seed) == 0 {
      problems.append(
        Problem(
          node.place, "'load' has no arrival with the seed \(seed.text)",
          hint: "lengthen it, raise its rate or take another seed"))
    }
    return load
  }

  /// What is wrong with a load of more arrivals or a longer time than there may be.
  static func beyondLimits(_ load: ArrivalSchedule) -> [(message: String, hint: String?)] {
    var faults: [(message: String, hint: String?)] = []
    if load.meanCount > Double(Limits.mostArrivals) {
      let number = Wording.number(load.meanCount.rounded())
      faults.append(
        (
          "'load' has \(number) arrivals; at most \(Limits.mostArrivals) fit",
          load.isClosed
            ? "shorten it, lower its rate, or give its closed phases fewer 'jobs'"
            : "shorten it or lower its rate"
        ))
    }
    // In floating point, because the products may leave the range of integers.
    let length = load.phases.reduce(0.0) { $0 + $1.shape.seconds }
    if length > Double(Limits.longest) / 1e9 {
      let (seconds, limit) = (
        Wording.number(length.rounded()), DurationText.format(Limits.longest)
      )
      faults.append(("'load' lasts \(seconds) s, but must not last longer than \(limit)", nil))
    }
    return faults
  }

  private static func phase(_ node: SourceNode, _ problems: inout [Problem]) -> LoadPhase? {
    let section = Section(node)
    let rules = PhaseRule.all.filter { section[$0.name] != nil }
    let names = PhaseRule.all.map(\.name)
    let hasUnknown = section.entries.contains { !names.contains($0.key) && $0.key != mark }
    if section.node != nil, rules.count > 1 || rules.isEmpty && !hasUnknown {
      let given = Wording.list(rules.map { "'\($0.name)'" })
      problems.append(
        rules.isEmpty
          ? Problem(node.place, "a phase of 'load' needs one of \(Wording.list(names, "or"))")
          : Problem(
            section.entries.last { names.contains($0.key) }?.keyPlace ?? node.place,
            "a phase has one shape, but here are \(given)",
            hint: "make 'load' a list with one phase for each"))
    }
    let isWarmUp = section.read(mark, .flag, &problems) ?? false
    let shapes = rules.map { $0.read(section.section($0.name), &problems) }
    guard let shape = shapes.first ?? nil else { return nil }
    if isWarmUp, shape.seconds == 0, shape.trace == nil {
      problems.append(
        Problem(
          section[mark]?.place ?? node.place, "a warm-up phase needs a length, and this has none",
          hint: "give '\(shape.name)' the key 'every'"))
    }
    return LoadPhase(shape, isWarmUp: isWarmUp)
  }
}
