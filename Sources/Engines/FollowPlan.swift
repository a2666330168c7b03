public import Workloads

/// How jobs are followed to their outcome.
public struct FollowPlan: Sendable {
  /// How a list request names the jobs it asks about.
  public enum ListKind: Sendable {
    /// By their ids, at most so many in one request.
    case batch(most: Int)
    /// Not at all: the list is read page by page, to its end or until it had every job looked for.
    case pages
  }

  /// How the states of jobs are learned.
  public var mode = FollowMode.poll
  /// How a list is asked, where the mode is ``FollowMode/list``.
  public var list = ListKind.pages
  /// Whether a page can be asked for without those before it, as one with an offset or a number can.
  public var pagesAreNumbered = false
  /// When to ask again.
  public var poll: PollPolicy
  /// Status requests per second of all engines together at most; nil for no limit.
  public var pollsPerSecond: Double?
  /// How long after its intended instant a job is followed, in nanoseconds.
  public var timeout: Nanoseconds = 600_000_000_000
  /// Whether a job at its timeout is cancelled.
  public var cancelsAtTimeout = false
  /// Which jobs are cancelled as a part of the load; nil for none.
  public var cancel: CancelPlan?
  /// The share of jobs that are polled once more after they ended, 0...1.
  public var recheck = 0.0
  /// How long after the acknowledgement a 404 is forgiven, in nanoseconds.
  public var grace: Nanoseconds = 2_000_000_000
  /// How long after its last sign of life the API may have forgotten a job, in nanoseconds; nil where
  /// it never does.
  public var retention: Nanoseconds?
  /// Whether a finished job must have an output, and a failed one an error text.
  public var expects = (output: false, error: false)
  /// When failed requests are sent again.
  public var retry = RetryRule()
  /// The seed of poll phases and retry waits.
  public var seed: UInt64 = 1
  /// The seed of which jobs are cancelled.
  public var cancelSeed: UInt64 = 1
  /// The seed of think times.
  public var thinkSeed: UInt64 = 1

  /// How late a status request may be sent by choice, in nanoseconds.
  ///
  /// Those that are due close together then share one wake-up of the engine, or one request about many
  /// jobs. Brackets are stamped when a request is sent, so they stay true; they grow by this at most.
  /// The first push of a job is never delayed.
  public var pollSlack: Nanoseconds

  /// Follows by `poll`, with defaults for the rest.
  ///
  /// The slack is 1 % of the shortest wait, at most 1 ms; for batches a quarter, at most 50 ms, and under a
  /// learned policy this only until the median life is known, of which it is 2 % then.
  public init(
    poll: PollPolicy, mode: FollowMode = .poll, list: ListKind = .pages
  ) {
    self.poll = poll
    self.mode = mode
    self.list = list
    let shortest = poll.shortestDelay
    if case .batch = list, mode == .list {
      pollSlack = min(shortest / 4, 50_000_000)
    } else {
      pollSlack = min(shortest / 100, 1_000_000)
    }
  }
}

extension FollowPlan {
  /// Whether status requests ask about many jobs by their ids.
  var isBatched: Bool { batchSize > 0 }

  /// The most jobs of a batch; 0 where there are none.
  var batchSize: Int {
    if mode == .list, case .batch(let most) = list { max(most, 1) } else { 0 }
  }

  /// Whether jobs may be asked about out of turn.
  var hasQuestions: Bool { recheck > 0 || mode == .webhook || asksAfterCancel }

  /// Whether a cancelled job is asked about at once: a learned policy knows when jobs end by themselves,
  /// and not when they end cancelled.
  var asksAfterCancel: Bool { cancel != nil && poll.isLearned }

  /// Whether a list is read page by page.
  var readsPages: Bool {
    if mode == .list, case .pages = list { true } else { false }
  }
}
