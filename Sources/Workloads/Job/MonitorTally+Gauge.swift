/// The jobs in flight over time, counted by somebody who does not know which jobs they are.
///
/// ```
/// dispatched ─┐ D1        ┌─ D2     Both counters only grow, so between two counts a job's step lies
///             │    ┌──────┘         anywhere in the gap and the integral of the step is known but for
///             │ ┌──┘                where: the trapezoid is right on average, and m steps in a gap of
///             └─┘                   length g have a standard error of at most m g / sqrt(12), which
///            count      count       is that of m steps at one instant.
/// ```
/// Counts at irregular instants, so that nothing periodic in the run can hide between them.
extension MonitorTally {
  /// Begins a session: what was in flight before is not integrated.
  public func begin(dispatched: UInt64, retired: UInt64, at instant: Nanoseconds) {
    add(to: .sessions)
    keep(dispatched: dispatched, retired: retired, at: instant)
  }

  /// Takes in a count of the jobs that were dispatched and retired so far.
  public func count(dispatched: UInt64, retired: UInt64, at instant: Nanoseconds) {
    let gap = Double(instant &- Nanoseconds(bitPattern: self[.lastInstant]))
    let before = inFlight(self[.lastDispatched], self[.lastRetired])
    let after = inFlight(dispatched, retired)
    if gap > 0 {
      add(UInt64(gap), to: .watched)
      add(gap * (before + after) / 2, to: .jobTime)
      let steps =
        Double(dispatched &- self[.lastDispatched]) + Double(retired &- self[.lastRetired])
      add(steps * steps * gap * gap / 12, to: .squaredError)
      add(steps * gap, to: .stepTime)
    }
    add(to: .samples)
    if after > Double(self[.mostInFlight]) { set(.mostInFlight, to: UInt64(after)) }
    keep(dispatched: dispatched, retired: retired, at: instant)
  }

  private func inFlight(_ dispatched: UInt64, _ retired: UInt64) -> Double {
    max(Double(dispatched) - Double(retired), 0)
  }

  private func keep(dispatched: UInt64, retired: UInt64, at instant: Nanoseconds) {
    set(.lastDispatched, to: dispatched)
    set(.lastRetired, to: retired)
    set(.lastInstant, to: UInt64(bitPattern: instant))
  }
}
