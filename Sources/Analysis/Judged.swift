internal import Results
internal import Workloads

/// What a check came to: its row in the document, and what speaks against the run.
struct Judged {
  var row: Validity.Check
  var reason: Validity.Reason?

  /// A check that compares no number.
  init(_ check: String, reason: Validity.Reason?) {
    row = Validity.Check(check: check, level: Self.standing(reason?.level))
    self.reason = reason
  }

  /// A check that could not be made.
  static func notAvailable(_ check: String, _ unit: Validity.Check.Unit? = nil) -> Judged {
    var result = Judged(check, reason: nil)
    result.row.unit = unit
    result.row.level = .notAvailable
    return result
  }

  /// A check of a number against its limits.
  ///
  /// - Parameters:
  ///   - check: The check's name.
  ///   - measured: The number.
  ///   - unit: What it counts.
  ///   - warning: What lies above is worth a warning; nil for no such limit.
  ///   - limit: What lies above makes the run invalid; nil for no such limit.
  ///   - words: The message and the recommendation for a level.
  init(
    _ check: String, _ measured: Double, _ unit: Validity.Check.Unit, warn warning: Double?,
    invalid limit: Double?, words: (Validity.Level) -> (message: String, recommendation: String)
  ) {
    let found = level(
      measured, warnAbove: warning ?? .infinity, invalidAbove: limit ?? .infinity)
    self.init(
      check, measured, unit, warn: warning, invalid: limit, level: found, words: words)
  }

  /// As above, for a check whose level takes more than a comparison.
  init(
    _ check: String, _ measured: Double, _ unit: Validity.Check.Unit, warn warning: Double?,
    invalid limit: Double?, level: Validity.Level?,
    words: (Validity.Level) -> (message: String, recommendation: String)
  ) {
    row = Validity.Check(
      check: check, measured: measured, unit: unit, warn: warning, invalid: limit,
      level: Self.standing(level))
    reason = level.map { level in
      let (message, recommendation) = words(level)
      return Validity.Reason(
        check: check, level: level, message: message, recommendation: recommendation)
    }
  }

  private static func standing(_ level: Validity.Level?) -> Validity.Check.Standing {
    switch level {
    case nil: .ok
    case .warn: .warn
    case .invalid: .invalid
    }
  }
}

/// How bad `value` is; nil when it is neither.
func level(
  _ value: Double, warnAbove warning: Double, invalidAbove limit: Double
) -> Validity.Level? {
  if value > limit { return .invalid }
  return value > warning ? .warn : nil
}
