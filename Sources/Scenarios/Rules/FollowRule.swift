import Workloads

/// The section `follow`.
enum FollowRule {
  static let fields = [
    Field("mode"), Field("poll", .scalarOrMap(PollRule.fields)), Field("polls_per_second"),
    Field("webhook", .map(ListenerRule.fields)), Field("recheck"), Field("timeout"),
    Field("on_timeout"), Field("grace"),
  ]

  static func read(_ section: Section, _ problems: inout [Problem]) -> Scenario.Follow {
    var follow = Scenario.Follow()
    section.read("mode", .word, into: &follow.mode, &problems)
    follow.poll =
      PollRule.read(section, mode: follow.mode, &problems) ?? follow.mode.defaultPolicy
    follow.pollsPerSecond = section.read(
      "polls_per_second", .number(above: 0, upTo: Limits.highestRate), &problems)
    follow.webhook = ListenerRule.read(section, isUsed: follow.mode == .webhook, &problems)
    section.read("recheck", .number(0...1), into: &follow.recheck, &problems)
    let timeouts = Limits.shortest...Limits.longest
    section.read("timeout", .duration(timeouts), into: &follow.timeout, &problems)
    section.read("on_timeout", .word, into: &follow.onTimeout, &problems)
    section.read("grace", .duration(0...Limits.longest), into: &follow.grace, &problems)
    return follow
  }
}
