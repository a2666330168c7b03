public import Workloads

/// One way in which jobs did not behave as the job API promises, and how many.
public struct Finding: Sendable, Hashable, Codable {
  /// What was found.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A field of the dialect's contract was missing.
    case missingField = "missing_field"
    /// A field of the dialect's contract had another type.
    case mistypedField = "mistyped_field"
    /// A finished job had no output.
    case missingOutput = "missing_output"
    /// A failed job had no error text.
    case missingError = "missing_error"
    /// A state word that the dialect does not list.
    case unknownState = "unknown_state"
    /// The state went from processing back to queued.
    case stateWentBack = "state_went_back"
    /// A terminal state was left again.
    case terminalLeft = "terminal_left"
    /// A job completed more than once.
    case completedAgain = "completed_again"
    /// An acknowledged job is not known any more.
    case forgotten = "forgotten"
    /// A reply named another job's id.
    case foreignID = "foreign_id"
    /// A job got an id that an earlier one has.
    case duplicateID = "duplicate_id"
    /// A stamp did not parse.
    case unreadableStamp = "unreadable_stamp"
    /// Stamps are not in the order created, started, completed.
    case stampDisorder = "stamp_disorder"
    /// A stamp changed between two replies.
    case stampChanged = "stamp_changed"
    /// A stamp lies where it cannot, by what the client saw.
    case stampOutside = "stamp_outside"
    /// A job has no stamp of a kind that others have.
    case missingStamp = "missing_stamp"
    /// The difference of two stamps is negative by less than their resolution.
    case negativeTime = "negative_time"
    /// A status request was still answered with an earlier state after the stamp.
    case visibilityLag = "visibility_lag"
    /// A clock that makes stamps was set.
    case clockStep = "clock_step"
    /// The stamps of one kind are not those of one clock.
    case clockUnsteady = "clock_unsteady"
    /// Two kinds of stamp are made by two clocks.
    case twoClocks = "two_clocks"
    /// The client's own instants are out of order: a defect of sojourn.
    case instantDisorder = "instant_disorder"
  }

  /// What was found.
  public var kind: Kind
  /// Which field or stamp, where a kind has several; null otherwise.
  @OrNull public var detail: String?
  /// Number of jobs.
  public var count: Int
  /// The id of one of them; null when it has none.
  @OrNull public var example: String?
  /// How much, at most, where a kind has a size, in nanoseconds; absent otherwise.
  public var sizeNanoseconds: Nanoseconds?

  /// A finding from its parts.
  public init(
    kind: Kind, detail: String? = nil, count: Int, example: String?, size: Nanoseconds? = nil
  ) {
    self.kind = kind
    self.detail = detail
    self.count = count
    self.example = example
    sizeNanoseconds = size
  }

  enum CodingKeys: String, CodingKey {
    case kind, detail, count, example
    case sizeNanoseconds = "size_ns"
  }
}
