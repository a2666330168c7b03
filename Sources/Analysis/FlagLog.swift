internal import Results
internal import Workloads

/// Counts what engines flagged at jobs, and what is out of order in their records, by kind, with the
/// id of the first job of each.
struct FlagLog {
  /// The kinds and their flags; engines set those that are no constants of this type.
  private static let kinds: [(flag: Oddities, kind: Finding.Kind)] = [
    (.missingOutput, .missingOutput), (.missingError, .missingError),
    (.unknownState, .unknownState), (.stateWentBack, .stateWentBack),
    (.terminalLeft, .terminalLeft), (.completedAgain, .completedAgain),
    (forgotten, .forgotten), (.foreignID, .foreignID),
    (.unreadableStamp, .unreadableStamp), (.stampChanged, .stampChanged),
    (instantDisorder, .instantDisorder),
  ]
  /// The job API does not know the job any more.
  private static let forgotten = Oddities(rawValue: 1 << 13)
  /// The client's own instants are not in order.
  private static let instantDisorder = Oddities(rawValue: 1 << 15)

  private var counts = [Int](repeating: 0, count: kinds.count)
  private var examples = [String?](repeating: nil, count: kinds.count)

  /// Enters a job with its effective outcome; `id` is asked for only where it is an example.
  mutating func enter(_ job: JobRecord, outcome: Outcome, id: () -> String) {
    let flags = Self.flags(of: job, outcome: outcome)
    guard !flags.isEmpty else { return }
    for (index, kind) in Self.kinds.enumerated() where flags.contains(kind.flag) {
      counts[index] += 1
      if examples[index] == nil {
        let text = id()
        examples[index] = text.isEmpty ? nil : text
      }
    }
  }

  private static func flags(of job: JobRecord, outcome: Outcome) -> Oddities {
    var result = job.oddities
    if outcome == .lost { result.insert(forgotten) }
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
  var findings: [Finding] {
    Self.kinds.indices.filter { counts[$0] > 0 }.map {
      Finding(kind: Self.kinds[$0].kind, count: counts[$0], example: examples[$0])
    }
  }
}
