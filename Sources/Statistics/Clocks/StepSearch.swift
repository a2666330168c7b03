/// Finds the instants at which a clock was set, as intervals that contain them.
///
/// ```
/// readings   ├─┤ ├──┤  ├─┤├────┤ ├─┤  ├─┤ ├──┤        in order of time
/// forwards   one line fits until here ──┤             the step is not later
/// backwards       ├── one line fits from here         the step is not earlier
/// ```
/// A reading whose exchange contains a step says nothing about either side. So forwards only readings
/// that were received before an instant count, backwards only those sent after it, and a line that the
/// readings of one side forbid tells on which side of the step they are. With several steps the same is
/// done stretch by stretch: the fewest steps that explain the readings are assumed.
struct StepSearch {
  /// More steps than this are a clock that nothing can be said about.
  private static let most = 3

  /// Nil when no few steps explain the readings.
  private(set) var fit: ClockFit?

  init(_ readings: [ClockReading]) {
    guard let latest = Self.latest(readings), let earliest = Self.earliest(readings),
      latest.count == earliest.count, !latest.isEmpty,
      zip(earliest, latest).allSatisfy({ $0 <= $1 }),
      let found = Self.fit(readings, earliest: earliest, latest: latest),
      // A single wrong stamp also cuts a line in two, but into halves of the same one.
      found.steps.allSatisfy({ !$0.size.contains(0) })
    else { return }
    fit = found
  }

  /// The latest that each step can be, or nil when there are too many.
  private static func latest(_ readings: [ClockReading]) -> [Int64]? {
    var steps: [Int64] = []
    var region: OffsetRegion?
    for reading in readings.sorted(by: { $0.received < $1.received }) {
      if let last = steps.last, reading.sent < last { continue }
      if region == nil {
        region = OffsetRegion(reading, origin: reading.sent)
      } else if region?.cut(by: reading) == false {
        if steps.count == most { return nil }
        steps.append(reading.received)
        region = nil
      }
    }
    return steps
  }

  /// The earliest that each step can be, in order of time, or nil when there are too many.
  private static func earliest(_ readings: [ClockReading]) -> [Int64]? {
    var steps: [Int64] = []
    var region: OffsetRegion?
    for reading in readings.sorted(by: { $0.sent > $1.sent }) {
      if let next = steps.last, reading.received > next { continue }
      if region == nil {
        region = OffsetRegion(reading, origin: reading.received)
      } else if region?.cut(by: reading) == false {
        if steps.count == most { return nil }
        steps.append(reading.sent)
        region = nil
      }
    }
    return steps.reversed()
  }

  private static func fit(
    _ readings: [ClockReading], earliest: [Int64], latest: [Int64]
  ) -> ClockFit? {
    let span = ClockFit.span(readings)
    var fit = ClockFit()
    for index in 0...earliest.count {
      // From the step before at its latest to the step after at its earliest.
      let from = index == 0 ? span.lowerBound : latest[index - 1]
      let to = index == earliest.count ? span.upperBound : earliest[index]
      let sure = readings.filter { $0.sent >= from && $0.received <= to }
      guard sure.count >= ClockFit.fewest, from <= to,
        let region = ClockFit.region(sure, origin: from + (to - from) / 2)
      else { return nil }
      let first = index == 0 ? span.lowerBound : earliest[index - 1]
      let last = index == earliest.count ? span.upperBound : latest[index]
      fit.segments.append(
        ClockFit.Segment(span: first...last, readings: sure.count, region: region))
    }
    for index in earliest.indices {
      let (before, after) = (fit.segments[index], fit.segments[index + 1])
      let sizes = [earliest[index], latest[index]].map { instant in
        let (old, new) = (before.bound(at: instant), after.bound(at: instant))
        return new.lowerBound - old.upperBound...new.upperBound - old.lowerBound
      }
      fit.steps.append(
        ClockFit.Step(
          between: earliest[index]...latest[index],
          size: min(
            sizes[0].lowerBound, sizes[1].lowerBound)...max(
              sizes[0].upperBound, sizes[1].upperBound)))
    }
    return fit
  }
}
