// Hot path: see Documentation.docc/HotPath.md
internal import Workloads

/// How many status requests an engine may send: one for each instant of a schedule of its own.
///
/// A request that is due before the next instant waits where it is, so nothing is given away that is not
/// used.
struct PollBudget: BitwiseCopyable {
  /// From one instant to the next, in nanoseconds; 0 for no limit.
  private let interval: Nanoseconds
  /// The next instant at which a request may be sent; 0 for no limit.
  private(set) var next: Nanoseconds = 0

  /// The share of engine `index` in a budget of `perSecond` requests; nil for no limit.
  ///
  /// The instants of all engines lie evenly between each other at first.
  init(perSecond: Double?, index: Int, engineCount: Int) {
    guard let perSecond else {
      interval = 0
      return
    }
    interval = Nanoseconds(max(min(1e9 * Double(engineCount) / perSecond, 1e18), 1))
    next = interval / Nanoseconds(engineCount) * Nanoseconds(index)
  }

  /// Takes the next instant for a request that is sent at `now`, which is not before it.
  mutating func take(at now: Nanoseconds) {
    if interval > 0 { next = max(next, now) &+ interval }
  }
}
