/// A fingerprint of a schedule: two runs with the same one had the same instants and classes.
///
/// FNV-1a with 64 bits over the rows in order, each the 8 bytes of its intended instant and the 2
/// bytes of its class's number, lowest byte first. It tells mistakes apart, not forgeries.
public struct ScheduleHash: Sendable, Hashable {
  private var fingerprint = Fingerprint()

  /// The hash of no arrivals.
  public init() {}

  /// Adds the next arrival: its intended instant, in nanoseconds from the run's start, and the number
  /// of its class.
  public mutating func add(intended: Nanoseconds, jobClass: UInt16) {
    fingerprint.add(UInt64(bitPattern: intended), bytes: 8)
    fingerprint.add(UInt64(jobClass), bytes: 2)
  }

  /// Adds texts, each after its length.
  mutating func add(_ texts: TextTable) { fingerprint.add(texts) }

  /// The hash as 16 hexadecimal digits.
  public var text: String { fingerprint.text }
}
