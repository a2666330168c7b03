public import Workloads

/// The run in steps of equal length, from its start.
public struct Timeline: Sendable, Hashable, Codable {
  /// One step.
  public struct Point: Sendable, Hashable, Codable {
    /// The step's start, from the run's start.
    public var atNanoseconds: Nanoseconds
    /// Pushes dispatched in the step.
    public var pushed: Int
    /// Terminal states seen in the step.
    public var finished: Int
    /// Jobs in flight at the step's end.
    public var inFlight: Int

    /// A step from its parts.
    public init(atNanoseconds: Nanoseconds, pushed: Int, finished: Int, inFlight: Int) {
      self.atNanoseconds = atNanoseconds
      self.pushed = pushed
      self.finished = finished
      self.inFlight = inFlight
    }

    enum CodingKeys: String, CodingKey {
      case pushed, finished
      case atNanoseconds = "at_ns"
      case inFlight = "in_flight"
    }
  }

  /// The length of a step: one second, or more where the timeline would grow too long.
  public var bucketNanoseconds: Nanoseconds
  /// The steps in order.
  public var points: [Point]

  /// A timeline from its parts.
  public init(bucketNanoseconds: Nanoseconds, points: [Point]) {
    self.bucketNanoseconds = bucketNanoseconds
    self.points = points
  }

  enum CodingKeys: String, CodingKey {
    case points
    case bucketNanoseconds = "bucket_ns"
  }
}
