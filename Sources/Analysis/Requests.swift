internal import Results
internal import Scenarios
internal import Workloads

extension RequestCounts {
  /// The requests of all engines.
  init(_ tallies: [EngineTally], acknowledged: Int) {
    func sum(_ counter: EngineTally.Counter) -> UInt64 {
      tallies.reduce(0) { $0 &+ $1[counter] }
    }
    let kinds = Kinds(
      push: Kind(tallies, .push), poll: Kind(tallies, .poll), cancel: Kind(tallies, .cancel),
      list: Kind(tallies, .list), longPoll: Kind(tallies, .longPoll))
    self.init(
      byKind: kinds,
      retries: Retries(push: sum(.pushRetries), poll: sum(.pollRetries)),
      retryAfterHonoured: sum(.retryAfterHonoured),
      perJob: acknowledged > 0 ? Double(kinds.statusSent) / Double(acknowledged) : nil,
      replyBytes: sum(.bytesReceived), connectionsOpened: sum(.connectionsOpened))
  }
}

extension RequestCounts.Kind {
  /// The requests of one kind of all engines.
  init(_ tallies: [EngineTally], _ kind: RequestKind) {
    var replies: [String: UInt64] = [:]
    for status in 100...599 {
      let count = tallies.reduce(0) { $0 &+ $1.replies(kind, status: status) }
      if count > 0 { replies[String(status)] = count }
    }
    var failures: [String: UInt64] = [:]
    for failure in FailureKind.allCases {
      let count = tallies.reduce(0) { $0 &+ $1.failures(kind, failure) }
      if count > 0 { failures[failure.name] = count }
    }
    self.init(
      sent: tallies.reduce(0) { $0 &+ $1.requests(kind) }, replies: replies, failures: failures)
  }
}

extension Following {
  /// How `follow` went in all engines.
  init(_ tallies: [EngineTally], _ follow: Scenario.Follow, perJob: Double?) {
    func sum(_ counter: EngineTally.Counter) -> UInt64 {
      tallies.reduce(0) { $0 &+ $1[counter] }
    }
    self.init(
      mode: follow.mode, pollsPerSecond: follow.pollsPerSecond, held: sum(.pollsHeld),
      heldNanoseconds: sum(.heldNanoseconds), sweeps: sum(.sweeps),
      listMisses: sum(.listMisses),
      hooks: Hooks(
        received: sum(.hooks), repeated: sum(.hooksRepeated), dropped: sum(.hooksDropped)),
      rechecks: sum(.rechecks),
      learned: LearnedPolicy(tallies, follow.poll, reached: perJob))
  }
}
