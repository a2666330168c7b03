internal import Dialects
public import Results
internal import Statistics
internal import Workloads

/// How a burst was worked off, from its job table.
///
/// The first tenth of the ends is left out, in which workers start, and the last one, in which they run out of
/// jobs. Ends come from the server's stamps where those may be subtracted from each other; else each end is
/// put into the middle of its bracket.
///
/// - Parameters:
///   - manifest: What was asked.
///   - table: What happened.
///   - document: What follows from the two.
///   - run: The name of the run's folder.
/// - Returns: The drain; its rate is nil where all jobs ended at once.
public func drain(
  _ manifest: RunManifest, _ table: JobTable, _ document: RunDocument, run: String
) -> Capacity.Drain {
  let rows = (0..<table.rows.count).map { table.rows[$0] }.filter(\.outcome.isObserved)
  let stamped = stampedEnds(rows, manifest, table)
  let ends = (stamped ?? rows.map { middle(max($0.stillOpen, $0.dispatched), $0.detected) })
    .sorted()
  let (low, high) = (ends.count / 10, ends.count * 9 / 10)
  var rate: Double?
  if high < ends.count, ends[high] > ends[low] {
    rate = Double(high - low) / (Double(ends[high] - ends[low]) / 1e9)
  }
  return Capacity.Drain(
    run: run, jobs: document.jobs.scheduled, ended: ends.count, jobsPerSecond: rate,
    source: stamped == nil ? .brackets : .stamps,
    durationNanoseconds: (ends.last ?? 0) - (ends.first ?? 0),
    processingNanoseconds: document.metrics.processing.mean)
}

private func middle(_ lower: Nanoseconds, _ upper: Nanoseconds) -> Nanoseconds {
  lower + (upper - lower) / 2
}

/// The stamps of the ends; nil where they say less than the brackets.
private func stampedEnds(
  _ rows: [JobRecord], _ manifest: RunManifest, _ table: JobTable
) -> [Nanoseconds]? {
  let stamps = rows.map(\.completedStamp).filter { $0 != 0 }
  guard stamps.count == rows.count, let first = stamps.min(), let last = stamps.max() else {
    return nil
  }
  let clocks = ClockEvidence(
    table, isPartial: false, resolution: manifest.dialect.stampResolution)
  let resolution = clocks.resolutions[.completed]
  // A bracket is a poll interval wide at most; coarser stamps would make steps of the ends.
  guard clocks.isProcessingUsable, resolution <= (last - first) / 50 else { return nil }
  return stamps
}
