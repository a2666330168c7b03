internal import Harness
internal import Results
internal import Workloads

/// One line that says how a run goes, for a terminal.
struct ProgressLine {
  private var last: LiveView?
  private var pushRate = 0.0
  private var endRate = 0.0

  /// The line for `view`, cut to `columns`.
  mutating func text(for view: LiveView, columns: Int) -> String {
    updateRates(view)
    last = view
    let phase =
      view.isStopping
      ? "stopping" : view.dispatched < view.scheduled ? "pushing" : "draining"
    var parts = [
      "\(Units.duration(max(view.elapsed, 0))) \(phase)",
      "pushed \(view.dispatched)/\(view.scheduled) (\(Units.rate(pushRate)))",
      "in flight \(view.inFlight): \(view.queued) queued, \(view.processing) processing",
      "done \(view.retired) (\(Units.rate(endRate)))",
    ]
    if let p50 = view.p50, let p99 = view.p99 {
      parts.append("p50 \(Units.duration(p50)) p99 \(Units.duration(p99))")
    }
    if let left = timeLeft(view) { parts.append("\(Units.duration(left)) left") }
    return String(parts.joined(separator: " | ").prefix(max(columns - 1, 20)))
  }

  /// Rates over about the last second.
  private mutating func updateRates(_ view: LiveView) {
    guard let last, view.elapsed > last.elapsed else { return }
    let seconds = Double(view.elapsed - last.elapsed) / 1e9
    let weight = min(seconds, 1)
    pushRate += weight * (Double(view.dispatched - last.dispatched) / seconds - pushRate)
    endRate += weight * (Double(view.retired - last.retired) / seconds - endRate)
  }

  /// What is left of the schedule, or the jobs in flight at the current rate.
  private func timeLeft(_ view: LiveView) -> Nanoseconds? {
    let schedule = view.isStopping ? 0 : max(view.scheduleEnd - view.elapsed, 0)
    if view.inFlight == 0 || endRate < 0.1 { return schedule > 0 ? schedule : nil }
    return max(schedule, Nanoseconds(Double(view.inFlight) / endRate * 1e9))
  }
}
