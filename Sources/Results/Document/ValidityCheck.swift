extension Validity {
  /// A check that was made, or could not be: what it measured and where its limits are.
  public struct Check: Sendable, Hashable, Codable {
    /// What a measured number counts.
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
      /// Nanoseconds.
      case nanoseconds = "ns"
      /// Nanoseconds of jobs: two jobs for a second are two seconds.
      case jobNanoseconds = "job_ns"
      /// A share, 0...1.
      case share
      /// A number of things.
      case count
    }

    /// What came of a check.
    public enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
      /// Nothing against the run.
      case ok
      /// Worth knowing; there is a reason with this name.
      case warn
      /// The run's numbers must not be used; there is a reason with this name.
      case invalid
      /// It could not be made, for example because the system does not say.
      case notAvailable = "not_available"
    }

    /// The check's name, for example `dispatch_delay`.
    public var check: String
    /// What was measured; null for checks that compare no number.
    @OrNull public var measured: Double?
    /// What ``measured`` counts; null where nothing is measured.
    @OrNull public var unit: Unit?
    /// What lies above is worth a warning; null for no such limit.
    @OrNull public var warn: Double?
    /// What lies above makes the run invalid; null for no such limit.
    @OrNull public var invalid: Double?
    /// What came of it.
    public var level: Standing

    /// A check from its parts.
    public init(
      check: String, measured: Double? = nil, unit: Unit? = nil, warn: Double? = nil,
      invalid: Double? = nil, level: Standing
    ) {
      self.check = check
      self.measured = measured
      self.unit = unit
      self.warn = warn
      self.invalid = invalid
      self.level = level
    }
  }
}
