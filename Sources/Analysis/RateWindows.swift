internal import Results
internal import Workloads

/// How many pushes each second of the schedule asked for, and how many of them left too late to belong
/// to it.
struct RateWindows {
  private struct Window {
    var scheduled = 0
    var late = 0
  }

  /// The length of a window.
  static let length: Nanoseconds = 1_000_000_000
  /// A push that leaves this much after the end of its window still belongs to it, else a push that was
  /// due at its very end would count against it.
  static let grace: Nanoseconds = 10_000_000
  /// The fewest late pushes that say something about a rate.
  static let fewest = 3

  private var windows: [Int: Window] = [:]

  /// Enters a row whose push left.
  mutating func enter(_ job: JobRecord) {
    guard job.dispatched != 0 else { return }
    let number = Int(job.intended / Self.length)
    let end = Nanoseconds(number + 1) * Self.length
    windows[number, default: Window()].scheduled += 1
    if job.dispatched > end + Self.grace { windows[number, default: Window()].late += 1 }
  }

  /// The most pushes that were due in one window.
  var most: Int { windows.values.map(\.scheduled).max() ?? 0 }

  /// The window whose achieved rate falls shortest of the scheduled one.
  struct Worst: Hashable {
    /// When it began, in nanoseconds since the run's start.
    var start: Nanoseconds
    /// Pushes that were due in it.
    var scheduled: Int
    /// Those that left after it.
    var late: Int
    /// The share of the scheduled rate that was not achieved.
    var shortfall: Double { Double(late) / Double(max(scheduled, 1)) }
  }

  /// The worst window; one without a shortfall where a single late push or two are all there is.
  ///
  /// - Returns: Nil when nothing was pushed.
  var worst: Worst? {
    let judged = windows.map { number, window in
      Worst(
        start: Nanoseconds(number) * Self.length, scheduled: window.scheduled,
        late: window.late < Self.fewest ? 0 : window.late)
    }
    return judged.max { ($0.shortfall, -$0.start) < ($1.shortfall, -$1.start) }
  }
}
