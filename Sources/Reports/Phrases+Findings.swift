internal import Results

// What both kinds of report say about the soundness of the run and the contract of the job API, in the
// same words.
extension Phrases {
  /// What speaks against the run, one entry a line, without final full stops; foreign words go
  /// through `escape`.
  static func reasons(_ validity: Validity, escape: (String) -> String) -> [String] {
    validity.reasons.map { reason in
      "\(reason.level.rawValue): \(escape(reason.message)); hint: \(escape(reason.recommendation))"
    }
  }

  /// A finding's kind with its detail, for example `missing field result.url`.
  static func name(_ finding: Finding, escape: (String) -> String) -> String {
    let kind = escape(finding.kind.rawValue.replacing("_", with: " "))
    let name = finding.detail.map { "\(kind) \(escape($0))" } ?? kind
    guard let size = finding.sizeNanoseconds else { return name }
    return "\(name) (\(Units.duration(size)))"
  }
}

extension Finding.Kind {
  /// What it means, in a few plain words.
  var meaning: String {
    switch self {
    case .missingField: "replies lack a field that the dialect expects"
    case .mistypedField: "replies have a field of another type than the dialect expects"
    case .missingOutput: "finished jobs have no output"
    case .missingError: "failed jobs have no error text"
    case .unknownState: "replies have a state word that the dialect does not list"
    case .stateWentBack: "jobs went from processing back to queued"
    case .terminalLeft: "jobs left a terminal state again"
    case .completedAgain: "ended jobs completed once more, by a later time stamp"
    case .forgotten: "acknowledged jobs are not known any more"
    case .foreignID: "replies name another job's id"
    case .duplicateID: "jobs got an id that an earlier job has"
    case .unreadableStamp: "time stamps cannot be read"
    case .stampDisorder: "created, started and completed are in another order"
    case .stampChanged: "time stamps changed between two replies"
    case .stampOutside: "time stamps lie where they cannot, by what the client saw"
    case .missingStamp: "jobs lack a time stamp that others have"
    case .negativeTime: "differences of stamps are negative, by less than their resolution"
    case .visibilityLag: "status replies deny what had been stamped: stale replies, or two clocks"
    case .clockStep: "the clock of these stamps was set during the run"
    case .clockUnsteady: "no offset explains these stamps: a clock that jumps, or several clocks"
    case .twoClocks: "these stamps come from clocks that differ"
    case .instantDisorder: "our own instants are out of order: a defect of sojourn"
    }
  }
}
