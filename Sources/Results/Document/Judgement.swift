/// The last word about a run or a condition.
public enum Ruling: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every condition holds.
  case pass
  /// A condition does not hold.
  case fail
  /// The data do not decide.
  case inconclusive
  /// The run cannot vouch for itself, or was not carried out.
  case invalid

  /// The exit code: git-bisect's contract, 125 means "skip".
  public var exitCode: Int {
    switch self {
    case .pass: 0
    case .fail: 1
    case .inconclusive: 2
    case .invalid: 125
    }
  }
}

/// The verdict on a run.
public struct Verdict: Sendable, Hashable, Codable {
  /// The verdict.
  public var result: Ruling
  /// The exit code that goes with it.
  public var exitCode: Int

  /// The verdict `result` with its exit code.
  public init(_ result: Ruling) {
    self.result = result
    exitCode = result.exitCode
  }

  enum CodingKeys: String, CodingKey {
    case result
    case exitCode = "exit_code"
  }
}

/// A condition of the scenario, measured.
public struct ThresholdResult: Sendable, Hashable, Codable {
  /// What a measured number counts.
  public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nanoseconds.
    case nanoseconds = "ns"
    /// Jobs.
    case jobs
    /// Jobs per second.
    case perSecond = "per_second"
    /// A share, 0...1.
    case share
  }

  /// The condition as written.
  public var text: String
  /// The measured value in ``unit``; null when there is none.
  @OrNull public var measured: Double?
  /// What the verdict looks at where one value is not enough: the interval of a quantile, or its bounds
  /// where it has no interval; null elsewhere.
  @OrNull public var range: Bounds?
  /// What the value counts.
  public var unit: Unit
  /// Pass, fail or inconclusive.
  public var verdict: Ruling

  /// A result from its parts.
  public init(
    text: String, measured: Double?, range: Bounds? = nil, unit: Unit, verdict: Ruling
  ) {
    self.text = text
    self.measured = measured
    self.range = range
    self.unit = unit
    self.verdict = verdict
  }
}

/// Whether a run may be believed.
public struct Validity: Sendable, Hashable, Codable {
  /// How bad a reason is.
  public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
    /// Worth knowing.
    case warn
    /// The run's numbers must not be used.
    case invalid
  }

  /// The two verdicts on a run's soundness.
  public enum Soundness: String, Sendable, Hashable, Codable, CaseIterable {
    /// No reason against it.
    case valid
    /// At least one reason against it.
    case invalid
  }

  /// Something that speaks against a run.
  public struct Reason: Sendable, Hashable, Codable {
    /// The check's name, for example `dispatch_delay`.
    public var check: String
    /// How bad it is.
    public var level: Level
    /// What was found, with the numbers; no final full stop.
    public var message: String
    /// What to do about it; no final full stop.
    public var recommendation: String

    /// A reason from its parts.
    public init(check: String, level: Level, message: String, recommendation: String) {
      self.check = check
      self.level = level
      self.message = message
      self.recommendation = recommendation
    }
  }

  /// A conservation law and both of its sides.
  public struct Law: Sendable, Hashable, Codable {
    /// The law in words.
    public var law: String
    /// Whether both sides are equal.
    public var holds: Bool
    /// The left side.
    public var left: Int
    /// The right side.
    public var right: Int

    /// The law `law` with its two sides.
    public init(_ law: String, left: Int, right: Int) {
      self.law = law
      holds = left == right
      self.left = left
      self.right = right
    }
  }

  /// Invalid when a reason is.
  public var verdict: Soundness
  /// What speaks against the run, worst first.
  public var reasons: [Reason]
  /// The laws that were checked.
  public var laws: [Law]
  /// Every check, also those that found nothing.
  public var checks: [Check]

  /// The validity that follows from `reasons`.
  public init(reasons: [Reason], laws: [Law], checks: [Check] = []) {
    let worst = reasons.filter { $0.level == .invalid }
    verdict = worst.isEmpty ? .valid : .invalid
    self.reasons = worst + reasons.filter { $0.level == .warn }
    self.laws = laws
    self.checks = checks
  }
}
