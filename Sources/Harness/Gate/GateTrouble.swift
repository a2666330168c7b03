public import Results
internal import Transport

/// Why a gate could not be carried out, and whose trouble that is.
public struct GateTrouble: Error, Sendable {
  /// What went wrong.
  public let trouble: RunTrouble
  /// Whose it is.
  public let troubleOf: GateVerdict.TroubleSide

  /// A trouble of the machine, or of what was asked.
  init(_ trouble: RunTrouble) {
    self.trouble = trouble
    troubleOf = .elsewhere
  }

  /// A trouble while a run of one side was made.
  init(_ trouble: RunTrouble, isCandidate: Bool) {
    self.trouble = trouble
    switch trouble {
    case .command: troubleOf = .of(isCandidate: isCandidate)
    // Without a failure the server had no part in it.
    case .transport(let error) where error.failure != nil:
      troubleOf = .of(isCandidate: isCandidate)
    default: troubleOf = .elsewhere
    }
  }
}

extension GateVerdict.TroubleSide {
  /// That of one side.
  static func of(isCandidate: Bool) -> Self { isCandidate ? .candidate : .base }
}
