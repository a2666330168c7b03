/// The times of all jobs of a run.
public struct Metrics: Sendable, Hashable, Codable {
  /// Created to started: server stamps; where a run has none, what the client saw.
  public var queue: TimeSummary
  /// Started to completed: server stamps; where a run has none, what the client saw.
  public var processing: TimeSummary
  /// Intended to terminal, on the client's clock: quantiles are estimated from the brackets, and the
  /// observed values are when the terminal states were seen.
  public var endToEnd: TimeSummary
  /// Dispatched to terminal: end-to-end time without the generator's own lateness, for what it hides.
  public var endToEndFromDispatch: TimeSummary
  /// Intended to seen terminal: what a client that follows in this way has to wait.
  public var seen: TimeSummary
  /// Push dispatched to acknowledged.
  public var push: TimeSummary
  /// Poll sent to its reply, from the engines' bins (three digits).
  public var poll: TimeSummary
  /// Intended to dispatched: how late the generator itself was.
  public var dispatchDelay: TimeSummary
  /// The width of the terminal bracket: at most so much later than the truth a terminal state was
  /// seen.
  public var detection: TimeSummary
  /// Cancel request sent to terminal, of the jobs that are cancelled as a part of the load and are in
  /// none of queue, processing, end-to-end time, seen and detection; estimated as end-to-end time is.
  public var cancel: TimeSummary

  /// Metrics from their parts.
  public init(
    queue: TimeSummary, processing: TimeSummary, endToEnd: TimeSummary,
    endToEndFromDispatch: TimeSummary, seen: TimeSummary, push: TimeSummary, poll: TimeSummary,
    dispatchDelay: TimeSummary, detection: TimeSummary, cancel: TimeSummary
  ) {
    self.queue = queue
    self.processing = processing
    self.endToEnd = endToEnd
    self.endToEndFromDispatch = endToEndFromDispatch
    self.seen = seen
    self.push = push
    self.poll = poll
    self.dispatchDelay = dispatchDelay
    self.detection = detection
    self.cancel = cancel
  }

  enum CodingKeys: String, CodingKey {
    case queue = "queue_ns"
    case processing = "processing_ns"
    case endToEnd = "end_to_end_ns"
    case endToEndFromDispatch = "end_to_end_from_dispatch_ns"
    case seen = "seen_ns"
    case push = "push_ns"
    case poll = "poll_ns"
    case dispatchDelay = "dispatch_delay_ns"
    case detection = "detection_ns"
    case cancel = "cancel_ns"
  }

  /// The metric that thresholds call `name`, for example `end_to_end`; nil when there is none.
  public subscript(name: String) -> TimeSummary? {
    switch name {
    case "queue": queue
    case "processing": processing
    case "end_to_end": endToEnd
    case "end_to_end_from_dispatch": endToEndFromDispatch
    case "seen": seen
    case "push": push
    case "poll": poll
    case "dispatch_delay": dispatchDelay
    case "detection": detection
    case "cancel": cancel
    default: nil
    }
  }
}

/// Arrivals and terminal states per second.
public struct Throughput: Sendable, Hashable, Codable {
  /// Arrivals of open phases per second over their length; null when they have none.
  @OrNull public var offeredPerSecond: Double?
  /// Jobs seen in a terminal state per second, from the first dispatch to the last detection.
  @OrNull public var achievedPerSecond: Double?

  /// Rates from their parts.
  public init(offeredPerSecond: Double?, achievedPerSecond: Double?) {
    self.offeredPerSecond = offeredPerSecond
    self.achievedPerSecond = achievedPerSecond
  }

  enum CodingKeys: String, CodingKey {
    case offeredPerSecond = "offered_per_second"
    case achievedPerSecond = "achieved_per_second"
  }
}
