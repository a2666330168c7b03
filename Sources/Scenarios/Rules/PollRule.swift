import Workloads

/// The value `follow.poll`: an interval, `learned`, `{ fixed: 250ms }`,
/// `{ backoff: { first: 100ms, factor: 1.5, cap: 5s } }` or `{ learned: { requests_per_job: 6 } }`.
enum PollRule {
  static let fields = [
    Field("fixed"),
    Field(
      "backoff",
      .map([
        Field("first", isRequired: true), Field("factor", isRequired: true),
        Field("cap", isRequired: true),
      ])),
    Field("learned", .map([Field("requests_per_job")])),
  ]

  private static let interval = ValueRule.duration(Limits.shortest...Limits.longestRequest)
  private static let requestsPerJob = ValueRule.number(PollPolicy.requestsPerJobRange)

  /// A single word or number: `learned`, or the interval of a fixed policy.
  private static let scalar = ValueRule<PollPolicy> { scalar throws(Refusal) in
    if scalar.text == "learned" { return usual }
    do throws(Refusal) {
      return .fixed(every: try interval.value(scalar))
    } catch {
      throw Refusal(expectation: error.expectation + ", or learned", hint: error.hint)
    }
  }

  private static let usual = PollPolicy.learned(requestsPerJob: PollPolicy.usualRequestsPerJob)

  static func read(
    _ follow: Section, mode: FollowMode, _ problems: inout [Problem]
  ) -> PollPolicy? {
    let policy = policy(follow, &problems)
    if mode == .webhook, policy?.isLearned == true, let place = follow["poll"]?.place {
      problems.append(
        Problem(
          place, "'poll' must not be learned in the mode 'webhook', where it is the audit",
          hint: "write how often jobs without a webhook are looked for, for example 'poll: 30s'"))
      return nil
    }
    return policy
  }

  private static func policy(_ follow: Section, _ problems: inout [Problem]) -> PollPolicy? {
    if let policy = follow.read("poll", scalar, &problems) { return policy }
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
    switch given[0] {
    case "backoff": return backoff(poll.section("backoff"), &problems)
    case "learned": return learned(poll.section("learned"), &problems)
    default: return poll.read("fixed", interval, &problems).map { .fixed(every: $0) }
    }
  }

  private static func learned(_ section: Section, _ problems: inout [Problem]) -> PollPolicy? {
    guard section.node != nil else { return nil }
    let count = section.read("requests_per_job", requestsPerJob, &problems)
    return count.map { .learned(requestsPerJob: $0) } ?? usual
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
