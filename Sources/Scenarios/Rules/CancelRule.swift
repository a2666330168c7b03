import Workloads

/// The section `cancel`: `{ share: 0.1, when: queued, after: 500ms }`.
enum CancelRule {
  static let fields = [
    Field("share", isRequired: true), Field("when", isRequired: true), Field("after"),
  ]

  static func read(_ section: Section, _ problems: inout [Problem]) -> CancelPlan? {
    let share = section.read("share", .number(above: 0, upTo: 1), &problems)
    let moment = section.read("when", ValueRule<CancelPlan.Moment>.word, &problems)
    let after =
      section["after"] == nil
      ? 0 : section.read("after", .duration(0...Limits.longest), &problems)
    guard let share, let moment, let after else { return nil }
    return CancelPlan(share: share, when: moment, after: after)
  }
}
