internal import Results
internal import Workloads

/// What one pass over the rows of a job table gives.
struct Evidence {
  /// What became of all jobs, those of warm-ups included.
  private(set) var counts = JobCounts()
  /// The measured jobs of all classes: those outside of warm-ups.
  private(set) var measured = JobSamples()
  /// The measured jobs of each class; empty for a scenario with one class, which is all of them.
  private(set) var classes: [JobSamples]
  /// The fingerprint of the rows' schedule.
  private(set) var hash = ScheduleHash()
  /// The second count of the same rows.
  private(set) var ledger = Ledger()
  /// What was odd.
  private(set) var oddities = OddityLog()
  /// The first dispatch of a push; nil without any.
  private(set) var firstDispatch: Nanoseconds?
  /// The last detection of a terminal state; 0 without any.
  private(set) var lastDetection: Nanoseconds = 0
  /// The last instant that any row knows.
  private(set) var lastInstant: Nanoseconds = 0

  /// Reads every row of `table`; jobs that are intended within one of `warmUps` are not measured.
  init(_ table: JobTable, classCount: Int, warmUps: [Range<Nanoseconds>], isPartial: Bool) {
    classes = [JobSamples](repeating: JobSamples(), count: classCount > 1 ? classCount : 0)
    for row in 0..<table.rows.count {
      let job = table.rows[row]
      let outcome = EffectiveOutcome.of(job, isPartial: isPartial)
      counts.add(job, outcome: outcome)
      hash.add(intended: job.intended, jobClass: job.jobClass)
      if warmUps.contains(where: { $0.contains(job.intended) }) {
        counts.warmUp += 1
      } else {
        measured.add(job, outcome: outcome)
        let number = Int(job.jobClass)
        if number < classes.count { classes[number].add(job, outcome: outcome) }
      }
      ledger.enter(job, outcome: outcome)
      oddities.enter(job, outcome: outcome) { table.rows.id(row) }
      note(job)
    }
  }

  private mutating func note(_ job: JobRecord) {
    if job.dispatched != 0 { firstDispatch = min(firstDispatch ?? .max, job.dispatched) }
    lastDetection = max(lastDetection, job.detected)
    lastInstant = max(
      lastInstant, job.dispatched, job.acknowledged, job.seenStarted, job.stillOpen, job.detected,
      job.retired)
  }

  /// Jobs seen in a terminal state per second, from the first dispatch to the last detection.
  var achievedPerSecond: Double? {
    guard let firstDispatch, lastDetection > firstDispatch else { return nil }
    return Double(counts.outcomes.observed) / (Double(lastDetection - firstDispatch) / 1e9)
  }
}

/// Counts oddities by kind and keeps the id of the first job of each.
struct OddityLog {
  /// The kinds, in the order of documents; the last one is not flagged by engines but seen here.
  private static let kinds: [(flag: Oddities, name: String)] = [
    (.unknownState, "unknown_state"), (.stateWentBack, "state_went_back"),
    (.unreadableStamp, "unreadable_stamp"), (.stampDisorder, "stamp_disorder"),
    (.foreignID, "foreign_id"), (.stampChanged, "stamp_changed"),
    (instantDisorder, "instant_disorder"),
  ]
  /// The client's own instants are not in order.
  private static let instantDisorder = Oddities(rawValue: 1 << 15)

  private var counts = [Int](repeating: 0, count: kinds.count)
  private var examples = [String?](repeating: nil, count: kinds.count)

  /// Enters a job with its effective outcome; `id` is asked for only where it is an example.
  mutating func enter(_ job: JobRecord, outcome: Outcome, id: () -> String) {
    let oddities = Self.oddities(of: job, outcome: outcome)
    guard !oddities.isEmpty else { return }
    for (index, kind) in Self.kinds.enumerated() where oddities.contains(kind.flag) {
      counts[index] += 1
      if examples[index] == nil {
        let text = id()
        examples[index] = text.isEmpty ? nil : text
      }
    }
  }

  private static func oddities(of job: JobRecord, outcome: Outcome) -> Oddities {
    var result = job.oddities
    if isDisordered([job.createdStamp, job.startedStamp, job.completedStamp]) {
      result.insert(.stampDisorder)
    }
    let lower = max(job.stillOpen, job.dispatched)
    if isDisordered([job.dispatched, job.acknowledged, job.detected])
      || job.dispatched != 0 && job.dispatched < job.intended
      || outcome.isObserved && job.detected < lower
    {
      result.insert(instantDisorder)
    }
    return result
  }

  /// Whether the instants that are known, that is not 0, go backwards.
  private static func isDisordered(_ instants: [Nanoseconds]) -> Bool {
    var last: Nanoseconds = .min
    for instant in instants where instant != 0 {
      if instant < last { return true }
      last = instant
    }
    return false
  }

  /// The kinds that occurred.
  var summary: [OddityCount] {
    Self.kinds.indices.filter { counts[$0] > 0 }.map {
      OddityCount(kind: Self.kinds[$0].name, count: counts[$0], example: examples[$0])
    }
  }
}
