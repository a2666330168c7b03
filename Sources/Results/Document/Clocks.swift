public import Workloads

/// What the run says of the server's clocks, set beside this machine's.
///
/// Offsets are the server's clock less this machine's wall clock as it stood at the run's start and has
/// run on by the monotonic clock since. Every bound contains the truth.
public struct Clocks: Sendable, Hashable, Codable {
  /// What stamps of one kind say of the clock that made them.
  public struct Domain: Sendable, Hashable, Codable {
    /// `created`, `started`, `completed`; `server` for the three together where they may be of one
    /// clock; `http_date` for the `Date` of replies.
    public var name: String
    /// Stamps, or replies, that were looked at.
    public var readings: Int
    /// Those among them that contradict the others and were left out.
    public var leftOut: Int
    /// How finely the stamps are cut; null where several kinds are taken together.
    @OrNull public var resolutionNanoseconds: Nanoseconds?
    /// The stretches of the run in which the clock ran without a step; none when no bound was found.
    public var segments: [Segment]
    /// The steps between them.
    public var steps: [Step]

    /// A domain from its parts.
    public init(
      name: String, readings: Int, leftOut: Int, resolutionNanoseconds: Nanoseconds?,
      segments: [Segment], steps: [Step]
    ) {
      self.name = name
      self.readings = readings
      self.leftOut = leftOut
      self.resolutionNanoseconds = resolutionNanoseconds
      self.segments = segments
      self.steps = steps
    }

    enum CodingKeys: String, CodingKey {
      case name, readings, segments, steps
      case leftOut = "left_out"
      case resolutionNanoseconds = "resolution_ns"
    }
  }

  /// A stretch of the run in which a clock ran without a step.
  public struct Segment: Sendable, Hashable, Codable {
    /// From which and until which instant of the run.
    public var spanNanoseconds: Bounds
    /// The middle of ``boundsNanoseconds``.
    public var offsetNanoseconds: Nanoseconds
    /// Between which values the offset lies in the middle of the stretch.
    public var boundsNanoseconds: Bounds
    /// The least and the most that the clock gains on this machine's, in ppm.
    public var driftPPM: [Double]

    /// A stretch from its parts.
    public init(span: ClosedRange<Nanoseconds>, bound: ClosedRange<Nanoseconds>, drift: [Double]) {
      spanNanoseconds = Bounds(lower: span.lowerBound, upper: span.upperBound)
      offsetNanoseconds = bound.lowerBound + (bound.upperBound - bound.lowerBound) / 2
      boundsNanoseconds = Bounds(lower: bound.lowerBound, upper: bound.upperBound)
      driftPPM = drift
    }

    enum CodingKeys: String, CodingKey {
      case spanNanoseconds = "span_ns"
      case offsetNanoseconds = "offset_ns"
      case boundsNanoseconds = "bounds_ns"
      case driftPPM = "drift_ppm"
    }
  }

  /// An instant at which a clock was set.
  public struct Step: Sendable, Hashable, Codable {
    /// Between which instants of the run.
    public var betweenNanoseconds: Bounds
    /// By how much; positive is forward.
    public var sizeNanoseconds: Bounds

    /// A step from its parts.
    public init(between: ClosedRange<Nanoseconds>, size: ClosedRange<Nanoseconds>) {
      betweenNanoseconds = Bounds(lower: between.lowerBound, upper: between.upperBound)
      sizeNanoseconds = Bounds(lower: size.lowerBound, upper: size.upperBound)
    }

    enum CodingKeys: String, CodingKey {
      case betweenNanoseconds = "between_ns"
      case sizeNanoseconds = "size_ns"
    }
  }

  /// The domains of which there are at least five readings.
  public var domains: [Domain]
  /// Pairs of stamps that two different clocks made, each pair in order.
  public var differing: [[String]]
  /// Whether queue times may come from stamps, as far as clocks are concerned.
  public var isQueueUsable: Bool
  /// Whether processing times may come from stamps, as far as clocks are concerned.
  public var isProcessingUsable: Bool

  /// Clocks from their parts.
  public init(
    domains: [Domain], differing: [[String]], isQueueUsable: Bool, isProcessingUsable: Bool
  ) {
    self.domains = domains
    self.differing = differing
    self.isQueueUsable = isQueueUsable
    self.isProcessingUsable = isProcessingUsable
  }

  /// The domain called `name`, or nil.
  public subscript(name: String) -> Domain? { domains.first { $0.name == name } }

  enum CodingKeys: String, CodingKey {
    case domains, differing
    case isQueueUsable = "queue_usable"
    case isProcessingUsable = "processing_usable"
  }
}
