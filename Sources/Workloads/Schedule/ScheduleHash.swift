/// A fingerprint of a schedule: two runs with the same one had the same instants and classes.
///
/// FNV-1a with 64 bits over the rows in order, each the 8 bytes of its intended instant and the 2
/// bytes of its class's number, lowest byte first. It tells mistakes apart, not forgeries.
///
/// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
public struct ScheduleHash: Sendable, Hashable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of no arrivals.
  public init() {}

  /// Adds the next arrival: its intended instant, in nanoseconds from the run's start, and the number
  /// of its class.
  public mutating func add(intended: Nanoseconds, jobClass: UInt16) {
    add(UInt64(bitPattern: intended), bytes: 8)
    add(UInt64(jobClass), bytes: 2)
  }

  /// Adds the `bytes` lowest bytes of `value`.
  mutating func add(_ value: UInt64, bytes: UInt64) {
    for index in 0..<bytes {
      state = (state ^ (value >> (8 * index) & 0xFF)) &* 0x100_0000_01B3
    }
  }

  /// The hash as 16 hexadecimal digits.
  public var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
