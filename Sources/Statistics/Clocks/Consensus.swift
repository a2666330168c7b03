/// The readings that agree with most others on the offset.
///
/// Each reading is an interval of offsets, widened by what the clock may drift from the middle of the
/// run to the reading; a sweep over their ends finds where most of them overlap.
enum Consensus {
  /// The readings of `readings` whose interval has the offset on which most agree.
  ///
  /// - Complexity: O(n log n).
  static func of(_ readings: [ClockReading]) -> [ClockReading] {
    let span = ClockFit.span(readings)
    let middle = span.lowerBound + (span.upperBound - span.lowerBound) / 2
    let intervals = readings.map { reading in
      let distance = max(abs(reading.sent - middle), abs(reading.received - middle))
      let drift = Int64(Double(distance) / 1e9 * OffsetRegion.driftLimit)
      return (lower: reading.lower - drift, upper: reading.upper + drift)
    }
    let lowers = intervals.map(\.lower).sorted()
    let uppers = intervals.map(\.upper).sorted()
    var (depth, deepest, place, ended) = (0, 0, Int64(0), 0)
    for lower in lowers {
      while ended < uppers.count, uppers[ended] < lower {
        depth -= 1
        ended += 1
      }
      depth += 1
      if depth > deepest { (deepest, place) = (depth, lower) }
    }
    return zip(readings, intervals).compactMap { reading, interval in
      interval.lower <= place && place <= interval.upper ? reading : nil
    }
  }
}
