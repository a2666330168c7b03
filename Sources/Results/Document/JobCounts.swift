public import Workloads

/// What became of scheduled arrivals.
public struct JobCounts: Sendable, Hashable, Codable {
  /// Arrivals on the schedule.
  public var scheduled = 0
  /// Arrivals never dispatched.
  public var unsent = 0
  /// Jobs whose push was dispatched.
  public var pushed = 0
  /// Jobs that got an id.
  public var acknowledged = 0
  /// Arrivals of warm-up phases, which are among the others here and in no time.
  public var warmUp = 0
  /// The last word about each dispatched job.
  public var outcomes = OutcomeCounts()

  /// No jobs.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case scheduled, unsent, pushed, acknowledged, outcomes
    case warmUp = "warm_up"
  }
}

/// Numbers of dispatched jobs by outcome.
public struct OutcomeCounts: Sendable, Hashable, Codable {
  /// The job API reported success.
  public var finished = 0
  /// The job API reported that the job failed.
  public var error = 0
  /// The job API reported that the job was cancelled.
  public var cancelled = 0
  /// The job API refused the push.
  public var rejected = 0
  /// The push got no answer that could be used.
  public var failedToPush = 0
  /// The deadline passed first.
  public var timedOut = 0
  /// Acknowledged, and later unknown to the job API.
  public var lost = 0
  /// The run ended first.
  public var abandoned = 0

  /// No jobs.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case finished, error, cancelled, rejected, lost, abandoned
    case failedToPush = "failed_to_push"
    case timedOut = "timed_out"
  }

  /// The outcomes that are counted, in the order of reports.
  public static let counted = Outcome.allCases.filter { $0 != .none }

  private static func path(_ outcome: Outcome) -> WritableKeyPath<OutcomeCounts, Int>? {
    switch outcome {
    case .none: nil
    case .finished: \.finished
    case .error: \.error
    case .cancelled: \.cancelled
    case .rejected: \.rejected
    case .failedToPush: \.failedToPush
    case .timedOut: \.timedOut
    case .lost: \.lost
    case .abandoned: \.abandoned
    }
  }

  /// The number of jobs with `outcome`; always 0 for ``Outcome/none``.
  public subscript(outcome: Outcome) -> Int {
    get { Self.path(outcome).map { self[keyPath: $0] } ?? 0 }
    set {
      guard let path = Self.path(outcome) else { return }
      self[keyPath: path] = newValue
    }
  }

  /// All jobs with an outcome.
  public var total: Int { Self.counted.reduce(0) { $0 + self[$1] } }

  /// Jobs seen in a terminal state.
  public var observed: Int { finished + error + cancelled }
}

/// The counts and times of one job class.
public struct ClassSummary: Sendable, Hashable, Codable {
  /// The class's name in the scenario.
  public var name: String
  /// What became of its arrivals.
  public var jobs: JobCounts
  /// Queue times.
  public var queue: TimeSummary
  /// Processing times.
  public var processing: TimeSummary
  /// End-to-end times.
  public var endToEnd: TimeSummary

  /// A class's summary from its parts.
  public init(
    name: String, jobs: JobCounts, queue: TimeSummary, processing: TimeSummary,
    endToEnd: TimeSummary
  ) {
    self.name = name
    self.jobs = jobs
    self.queue = queue
    self.processing = processing
    self.endToEnd = endToEnd
  }

  enum CodingKeys: String, CodingKey {
    case name, jobs
    case queue = "queue_ns"
    case processing = "processing_ns"
    case endToEnd = "end_to_end_ns"
  }
}
