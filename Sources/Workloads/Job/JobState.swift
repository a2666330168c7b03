/// The five states of a job that every dialect maps its own words onto.
///
/// `unknown` is not a state of the job but of our knowledge: no reply yet, or a word that the
/// dialect does not list. It is never terminal.
public enum JobState: UInt8, Sendable, Codable, CaseIterable, BitwiseCopyable {
  case unknown = 0
  case queued = 1
  case processing = 2
  case finished = 3
  case error = 4
  case cancelled = 5

  /// Whether no further change of the job is expected.
  public var isTerminal: Bool { rawValue >= JobState.finished.rawValue }
}
