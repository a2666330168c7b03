public import Results
internal import Workloads

/// Whether `document`, a stored report, is that of the run: made from the table in its last state.
///
/// A run that was resumed or still goes on has moved away from its report. Without a table, as for
/// baselines, the manifest has to do.
public func belongs(_ document: RunDocument, to manifest: RunManifest, _ table: JobTable?) -> Bool {
  guard document.version == manifest.version, document.scenario == manifest.scenario,
    document.environment.machine == manifest.environment,
    document.run.engines == manifest.engines, document.run.revision == manifest.revision
  else { return false }
  guard let table else { return true }
  return table.ending != .none && document.run.ending == RunFacts.Ending(table.ending)
    && document.run.resumptions == table.resumptions
    && document.run.durationNanoseconds == max(table.endInstant, 0)
    && document.run.startedAt == InstantText.iso(table.startWall)
}
