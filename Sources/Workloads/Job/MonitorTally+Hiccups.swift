extension MonitorTally {
  /// Records that a sleep took `late` nanoseconds longer than asked, among sleeps of about `interval`.
  ///
  /// Who is held up for long cannot see what else would have been held up meanwhile: a sleep that would
  /// have begun `interval` later would have been late by `interval` less, and so on. Those are recorded
  /// as well, so that a share of the hiccups is a share of the time.
  ///
  /// Source: the idle-hiccup method of jHiccup, with HdrHistogram's `recordValueWithExpectedInterval`.
  public func recordHiccup(_ late: Nanoseconds, interval: Nanoseconds) {
    let late = max(late, 0)
    record(late)
    if late > Nanoseconds(clamping: self[.largestHiccup]) {
      set(.largestHiccup, to: UInt64(late))
    }
    guard interval > 0 else { return }
    var missed = late - interval
    while missed >= interval {
      record(missed)
      missed -= interval
    }
  }

  /// How many hiccups fell into bin `bin`.
  ///
  /// - Precondition: 0 <= bin < ``HistogramLayout/count``.
  public func hiccups(bin: Int) -> UInt64 {
    precondition(bin >= 0 && bin < HistogramLayout.count, "bin out of range")
    return hiccupCell(bin)
  }

  private func record(_ late: Nanoseconds) { countHiccup(bin: HistogramLayout.index(of: late)) }
}
