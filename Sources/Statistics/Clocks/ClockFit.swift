/// What a set of readings says of a clock: bounds of its offset that contain the truth, and where it
/// was set meanwhile.
public struct ClockFit: Sendable {
  /// A stretch of time in which the clock ran on one line.
  public struct Segment: Sendable {
    /// The own instants from which and until which the clock may have run on this line.
    public var span: ClosedRange<Int64>
    /// Number of readings that lie in it for certain.
    public var readings: Int
    let region: OffsetRegion

    /// Between which values foreign - own lies at `instant`, in nanoseconds.
    public func bound(at instant: Int64) -> ClosedRange<Int64> { region.bound(at: instant) }

    /// Between which values the drift lies, in ppm.
    public var drift: ClosedRange<Double> { region.drift }
  }

  /// An instant at which the clock was set.
  public struct Step: Sendable, Hashable {
    /// Between which own instants.
    public var between: ClosedRange<Int64>
    /// By how much, in nanoseconds; positive is forward.
    public var size: ClosedRange<Int64>
  }

  /// Fewer readings than this say nothing that could be checked.
  public static let fewest = 5

  /// In order of time; empty when no explanation was found, as when two clocks took turns.
  public internal(set) var segments: [Segment] = []
  /// Between the segments.
  public internal(set) var steps: [Step] = []
  /// Number of readings.
  public internal(set) var readings = 0
  /// Readings that contradict the others and were left out.
  public internal(set) var outliers = 0

  /// Whether the clock ran on one line all the time.
  public var isSteady: Bool { segments.count == 1 }

  /// Between which values foreign - own lies wherever in `span` it is asked for; nil when no bound
  /// was found.
  public func bound(over span: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    var result: ClosedRange<Int64>?
    for segment in segments where segments.count == 1 || segment.span.overlaps(span) {
      for instant in [span.lowerBound, span.upperBound] {
        let found = segment.bound(at: instant)
        result =
          result.map {
            min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound)
          }
          ?? found
      }
    }
    return result
  }

  /// The fit of `readings`, or nil when they are fewer than ``fewest``.
  ///
  /// The first that explains them counts: one line; up to three steps with at least ``fewest`` readings
  /// between them; one line, or steps, without the readings that contradict three quarters of all.
  ///
  /// - Complexity: O(n log n).
  public static func of(_ readings: [ClockReading]) -> ClockFit? {
    // Readings are many, and seldom one is not sound.
    let sound = readings.allSatisfy(\.isSound) ? readings : readings.filter(\.isSound)
    guard sound.count >= fewest else { return nil }
    if var fit = explained(sound) {
      fit.readings = readings.count
      fit.outliers = readings.count - sound.count
      return fit
    }
    let agreeing = Consensus.of(sound)
    if sound.count - agreeing.count <= sound.count / 4, var fit = explained(agreeing) {
      fit.readings = readings.count
      fit.outliers = readings.count - agreeing.count
      return fit
    }
    var fit = ClockFit()
    fit.readings = readings.count
    return fit
  }

  private static func explained(_ readings: [ClockReading]) -> ClockFit? {
    line(readings) ?? StepSearch(readings).fit
  }

  /// One line through all `readings`, or nil.
  private static func line(_ readings: [ClockReading]) -> ClockFit? {
    let span = Self.span(readings)
    let origin = span.lowerBound + (span.upperBound - span.lowerBound) / 2
    guard let region = region(readings, origin: origin) else { return nil }
    var fit = ClockFit()
    fit.segments = [Segment(span: span, readings: readings.count, region: region)]
    return fit
  }

  /// What `readings` together allow, or nil when that is nothing.
  static func region(_ readings: [ClockReading], origin: Int64) -> OffsetRegion? {
    guard let first = readings.first else { return nil }
    var region = OffsetRegion(first, origin: origin)
    // A line is above all points when it is above the corners of their hull, and so below.
    for corner in Hull(readings.lazy.map(\.lowerEnd), side: .above).corners
    where !region.cut(above: corner.bound, at: corner.at) { return nil }
    for corner in Hull(readings.lazy.map(\.upperEnd), side: .below).corners
    where !region.cut(below: corner.bound, at: corner.at) { return nil }
    return region
  }

  /// From the first sending to the last reply.
  static func span(_ readings: [ClockReading]) -> ClosedRange<Int64> {
    var (lower, upper) = (Int64.max, Int64.min)
    for reading in readings {
      lower = min(lower, reading.sent)
      upper = max(upper, reading.received)
    }
    return lower <= upper ? lower...upper : 0...0
  }
}
