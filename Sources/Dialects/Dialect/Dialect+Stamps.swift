extension Dialect {
  /// How stamps are written.
  public enum StampFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// ISO 8601 text with 0 to 9 fraction digits; without a zone it means UTC.
    case iso8601
    /// A number of seconds since the Unix epoch, integer or decimal, or the same as text.
    case epochSeconds = "epoch_seconds"
    /// A number of milliseconds since the Unix epoch, integer or decimal, or the same as text.
    case epochMilliseconds = "epoch_milliseconds"
  }

  /// What durations count, as a number or the same as text.
  public enum DurationUnit: String, Sendable, Hashable, Codable, CaseIterable {
    case seconds
    case milliseconds
  }
}
