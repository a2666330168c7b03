public import Dialects
internal import Workloads

/// Something that a scenario may ask for and that not every job API can do.
struct DialectNeed: Sendable {
  /// What asks for it, as diagnostics say it.
  let reason: String
  /// What the API cannot do, after its name.
  let lack: String
  /// What to do about it.
  let hint: String
  /// Whether the scenario asks for it.
  let isAsked: @Sendable (Scenario) -> Bool
  /// Whether the dialect says how.
  let isMet: @Sendable (Dialect) -> Bool

  /// Every need.
  static let all = [
    DialectNeed(
      reason: "'follow.on_timeout' is 'cancel'", lack: "cannot cancel",
      hint: "add 'cancel' to the dialect, or write 'on_timeout: leave'",
      isAsked: { $0.follow.onTimeout == .cancel }, isMet: { $0.cancel != nil }),
    DialectNeed(
      reason: "'cancel' asks to cancel jobs", lack: "cannot cancel",
      hint: "add 'cancel' to the dialect, or leave it out of the scenario",
      isAsked: { $0.cancel != nil }, isMet: { $0.cancel != nil }),
    mode(.list, lack: "has no list", part: "list") { $0.list != nil },
    DialectNeed(
      reason: "'follow.poll' is learned", lack: "is read page by page",
      hint: "write how often the list is read, for example 'poll: 250ms', or write 'mode: poll'",
      isAsked: { $0.follow.mode == .list && $0.follow.poll.isLearned },
      isMet: { $0.list.map { $0.kind == .batch } ?? true }),
    mode(.longPoll, lack: "has no long polls", part: "await") { $0.longPoll != nil },
    mode(.webhook, lack: "sends no webhooks", part: "webhook") { $0.webhook != nil },
  ]

  private static func mode(
    _ mode: FollowMode, lack: String, part: String, isMet: @escaping @Sendable (Dialect) -> Bool
  ) -> DialectNeed {
    DialectNeed(
      reason: "'follow.mode' is '\(mode.rawValue)'", lack: lack,
      hint: "add '\(part)' to the dialect, or write 'mode: poll'",
      isAsked: { $0.follow.mode == mode }, isMet: isMet)
  }
}

extension Scenario {
  /// Makes sure that the job API of `dialect` can do what the scenario asks for.
  ///
  /// `file` is the scenario's file as the user named it, for diagnostics.
  ///
  /// - Throws: ``ScenarioRejected`` with everything that it cannot do.
  public func check(against dialect: Dialect, file: String) throws(ScenarioRejected) {
    let missing = DialectNeed.all.filter { $0.isAsked(self) && !$0.isMet(dialect) }
    guard !missing.isEmpty else { return }
    throw ScenarioRejected(
      missing.map { need in
        Diagnostic(
          file: file, line: 0, column: 0,
          message: "\(need.reason), but the API '\(dialect.name)' \(need.lack)", hint: need.hint)
      })
  }
}
