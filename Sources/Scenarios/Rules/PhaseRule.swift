import Workloads

/// One load shape: its name in `load`, its keys and how it becomes a phase.
///
/// A new shape is a new file with one of these, listed in ``all``.
struct PhaseRule: Sendable {
  let name: String
  let fields: [Field]
  /// The phase; nil when something is missing or refused, which has then been reported.
  let read: @Sendable (Section, inout [Problem]) -> LoadPhase?

  /// Every load shape.
  static let all: [PhaseRule] = [burst, constant]
}
