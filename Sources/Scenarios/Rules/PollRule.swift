import Workloads

/// The value `follow.poll`: an interval, `{ fixed: 250ms }` or
/// `{ backoff: { first: 100ms, factor: 1.5, cap: 5s } }`.
enum PollRule {
  static let fields = [
    Field("fixed"),
    Field(
      "backoff",
      .map([
        Field("first", isRequired: true), Field("factor", isRequired: true),
        Field("cap", isRequired: true),
      ])),
  ]

  private static let interval = ValueRule.duration(Limits.shortest...Limits.longestRequest)

  static func read(_ follow: Section, _ problems: inout [Problem]) -> PollPolicy? {
    if let every = follow.read("poll", interval, &problems) { return .fixed(every: every) }
    let poll = follow.section("poll")
    guard let node = poll.node else { return nil }
    let given = fields.map(\.name).filter { poll[$0] != nil }
    guard given.count == 1 else {
      // An unknown key has been reported, and is probably the one that is missing.
      if !given.isEmpty || poll.entries.isEmpty {
        let names = Wording.list(fields.map(\.name), "or")
        problems.append(Problem(node.place, "'poll' needs exactly one of \(names)"))
      }
      return nil
    }
    return poll["fixed"] == nil
      ? backoff(poll.section("backoff"), &problems)
      : poll.read("fixed", interval, &problems).map { .fixed(every: $0) }
  }

  private static func backoff(_ section: Section, _ problems: inout [Problem]) -> PollPolicy? {
    let first = section.read("first", interval, &problems)
    let factor = section.read("factor", .number(1...100), &problems)
    let cap = section.read("cap", interval, &problems)
    guard let first, let factor, let cap else { return nil }
    if cap < first, let place = section["cap"]?.place {
      let (low, high) = (DurationText.format(cap), DurationText.format(first))
      problems.append(Problem(place, "'cap' must be at least 'first', but \(low) is below \(high)"))
    }
    return .backoff(first: first, factor: factor, cap: cap)
  }
}
