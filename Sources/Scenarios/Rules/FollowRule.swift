import Workloads

/// The section `follow`.
enum FollowRule {
  static let fields = [
    Field("poll", .scalarOrMap(PollRule.fields)), Field("timeout"), Field("on_timeout"),
    Field("grace"),
  ]

  static func read(_ section: Section, _ problems: inout [Problem]) -> Scenario.Follow {
    var follow = Scenario.Follow()
    if let poll = PollRule.read(section, &problems) { follow.poll = poll }
    let timeouts = Limits.shortest...Limits.longest
    section.read("timeout", .duration(timeouts), into: &follow.timeout, &problems)
    section.read("on_timeout", .word, into: &follow.onTimeout, &problems)
    section.read("grace", .duration(0...Limits.longest), into: &follow.grace, &problems)
    return follow
  }
}
