/// Between which instants or lengths of time one value truly lies: above ``lower``, at most ``upper``.
///
/// In nanoseconds. A value that is known exactly has both ends alike; of an open one only the lower
/// end is known.
public struct Bracket: Sendable, Hashable, BitwiseCopyable {
  /// The true value is not below this.
  public var lower: Int64
  /// The true value is not above this; ``unknown`` for a right-censored one.
  public var upper: Int64

  /// The upper end of a value of which only a lower end is known.
  public static let unknown = Int64.max

  /// A bracket from its ends; a lower end above the upper one is moved to it.
  public init(lower: Int64, upper: Int64) {
    self.lower = Swift.min(lower, upper)
    self.upper = upper
  }

  /// The bracket of a value that is at least `lower`.
  public static func open(_ lower: Int64) -> Bracket { Bracket(lower: lower, upper: unknown) }

  /// Whether nothing is known about the upper end.
  public var isOpen: Bool { upper == Self.unknown }
}
