public import Workloads

/// A lower and an upper bound in nanoseconds; `[lower, upper]` in JSON.
public struct Bounds: Sendable, Hashable, Codable {
  /// The true value is at least this.
  public var lower: Nanoseconds
  /// The true value is at most this; nil when nothing is known, as for censored jobs.
  public var upper: Nanoseconds?

  /// Bounds from their parts.
  public init(lower: Nanoseconds, upper: Nanoseconds?) {
    self.lower = lower
    self.upper = upper
  }

  /// Reads `[lower, upper]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    lower = try container.decode(Nanoseconds.self)
    upper = try container.decode(OrNull<Nanoseconds>.self).wrappedValue
  }

  /// Writes `[lower, upper]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(lower)
    try container.encode(OrNull(wrappedValue: upper))
  }
}
