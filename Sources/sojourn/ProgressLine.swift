internal import Harness
internal import Results
internal import Workloads

/// One line that says how a run goes, for a terminal.
struct ProgressLine {
  private var last: (elapsed: Nanoseconds, dispatched: Int, retired: Int) = (0, 0, 0)
  private var pushRate = 0.0
  private var endRate = 0.0

  /// The line for `view`: the most telling form that fits into `columns`.
  mutating func text(for view: LiveView, columns: Int) -> String {
    updateRates(view)
    let forms = [long(view), short(view, hasRates: true), short(view, hasRates: false)]
    return forms.first { $0.count < columns } ?? String(forms[2].prefix(max(columns - 1, 20)))
  }

  private func long(_ view: LiveView) -> String {
    var parts = [
      "\(Units.duration(max(view.elapsed, 0))) \(phase(view))",
      "pushed \(view.dispatched)/\(view.scheduled) (\(Units.rate(pushRate)))",
      "in flight \(view.inFlight): \(view.queued) queued, \(view.processing) processing",
      "done \(view.retired) (\(Units.rate(endRate)))",
    ]
    if let p50 = view.p50, let p99 = view.p99 {
      parts.append("p50 \(Units.duration(p50)), p99 \(Units.duration(p99))")
    }
    if let left = timeLeft(view) { parts.append("\(Units.duration(left)) left") }
    return parts.joined(separator: " | ")
  }

  private func short(_ view: LiveView, hasRates: Bool) -> String {
    func rate(_ perSecond: Double) -> String {
      hasRates ? " \(Int(perSecond.rounded()))/s" : ""
    }
    var parts = [
      "\(phase(view)) \(view.dispatched)/\(view.scheduled)\(rate(pushRate))",
      "\(view.queued)q \(view.processing)p of \(view.inFlight)",
      "done \(view.retired)\(rate(endRate))",
    ]
    if let p50 = view.p50, let p99 = view.p99 {
      parts.append("p50 \(seconds(p50)) p99 \(seconds(p99))")
    }
    if let left = timeLeft(view) { parts.append("-\(seconds(left))") }
    return parts.joined(separator: "  ")
  }

  private func phase(_ view: LiveView) -> String {
    if view.isStopping { return "stopping" }
    return view.dispatched < view.scheduled ? "pushing" : "draining"
  }

  /// Seconds with one decimal, whole ones from 10 s on.
  private func seconds(_ nanoseconds: Nanoseconds) -> String {
    let tenths = Int((Double(nanoseconds) / 1e8).rounded())
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)s" : "\((tenths + 5) / 10)s"
  }

  /// Rates over about the last second.
  private mutating func updateRates(_ view: LiveView) {
    let length = Double(view.elapsed - last.elapsed) / 1e9
    guard length > 0 else { return }
    let weight = min(length, 1)
    pushRate += weight * (Double(view.dispatched - last.dispatched) / length - pushRate)
    endRate += weight * (Double(view.retired - last.retired) / length - endRate)
    last = (view.elapsed, view.dispatched, view.retired)
  }

  /// What is left of the schedule, or the jobs in flight at the current rate.
  private func timeLeft(_ view: LiveView) -> Nanoseconds? {
    let schedule = view.isStopping ? 0 : max(view.scheduleEnd - view.elapsed, 0)
    if view.inFlight == 0 || endRate < 0.1 { return schedule > 0 ? schedule : nil }
    return max(schedule, Nanoseconds(Double(view.inFlight) / endRate * 1e9))
  }
}
