internal import Results
internal import Workloads

/// A run in equal steps, finer than the timeline of its document where it is short.
struct RunSteps: Sendable {
  /// There are at most so many steps.
  private static let most: Int64 = 120

  /// The length of a step, in nanoseconds.
  let length: Nanoseconds
  /// Pushes dispatched in each step.
  private(set) var pushed: [Int]
  /// Terminal states seen in each step.
  private(set) var ended: [Int]
  /// Jobs in each step that got an outcome other than the one they should have.
  private(set) var failed: [Int]
  private var left: [Int]

  /// Empty steps over `duration`.
  init(duration: Nanoseconds) {
    length = LinearAxis.timeStep(for: max(duration, 1), parts: Self.most)
    let count = max(Int((max(duration, 1) - 1) / length) + 1, 1)
    pushed = [Int](repeating: 0, count: count)
    (ended, failed, left) = (pushed, pushed, pushed)
  }

  /// Number of steps.
  var count: Int { pushed.count }

  /// Where the steps end, from the run's start.
  var end: Nanoseconds { Nanoseconds(count) * length }

  /// Counts `job`, which was pushed, as the document's timeline does.
  mutating func add(_ job: ExportedJob, isFailure: Bool) {
    let record = job.record
    pushed[index(record.dispatched)] += 1
    if record.detected != 0 { ended[index(record.detected)] += 1 }
    let gone = record.retired != 0 ? record.retired : record.detected
    if gone != 0 {
      left[index(gone)] += 1
      if isFailure { failed[index(gone)] += 1 }
    }
  }

  private func index(_ instant: Nanoseconds) -> Int {
    Int(min(max(instant / length, 0), Nanoseconds(count - 1)))
  }

  /// Jobs in flight at the end of each step.
  var inFlight: [Int] {
    var sum = 0
    return zip(pushed, left).map { pushed, left in
      sum += pushed - left
      return sum
    }
  }
}
