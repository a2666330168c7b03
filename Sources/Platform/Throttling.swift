/// How often a control group had used up its processor time and had to wait.
public struct Throttling: Sendable, Hashable {
  /// Periods in which its time was limited; 0 where it has no limit.
  public var periods: UInt64
  /// Those in which it had to wait.
  public var throttled: UInt64
  /// Nanoseconds that it waited.
  public var nanoseconds: UInt64

  /// Counts from their parts.
  public init(periods: UInt64, throttled: UInt64, nanoseconds: UInt64) {
    self.periods = periods
    self.throttled = throttled
    self.nanoseconds = nanoseconds
  }

  /// Reads a `cpu.stat` of either version: `throttled_usec` in version 2, `throttled_time` in
  /// nanoseconds in version 1; nil where the group has no such counts.
  public init?(stat: String) {
    var values: [Substring: UInt64] = [:]
    for line in stat.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { values[words[0]] = UInt64(words[1]) }
    }
    guard let periods = values["nr_periods"], let throttled = values["nr_throttled"] else {
      return nil
    }
    let microseconds = values["throttled_usec"].map { $0 &* 1_000 }
    self.init(
      periods: periods, throttled: throttled,
      nanoseconds: values["throttled_time"] ?? microseconds ?? 0)
  }

  /// What happened after `earlier`.
  public func since(_ earlier: Throttling) -> Throttling {
    Throttling(
      periods: periods &- earlier.periods, throttled: throttled &- earlier.throttled,
      nanoseconds: nanoseconds &- earlier.nanoseconds)
  }
}
