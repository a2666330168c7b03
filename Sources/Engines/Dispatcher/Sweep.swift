// Hot path: see Documentation.docc/HotPath.md
internal import Workloads

/// One reading of a list.
///
/// ```
/// sweep   page 1 ─ page 2 ─ page 3        page 1 ─ page 2 ...
///         │◀─ until every job looked for was seen, or the end ─▶│
///         └ started                        └ started + interval, or at once if that has passed
/// ```
/// Where the oldest jobs come first, the ended ones before the first open one would be read again
/// and again: the next sweep is then a short one, which begins with the page that had the first open
/// job, or the last page if none was open. After a sweep that came to the end and has not seen every
/// job, or after two in a row that failed, the next one is whole, and at once where a short one missed
/// jobs, because the list has shifted.
///
/// Lists shift while they are read: new jobs come in, ended ones may drop out, so a page can have a job
/// twice and miss another. A reading is therefore never taken for complete knowledge: a job that was not
/// seen is looked for again in the next one, and after three intervals, or three times as long as a
/// whole reading takes if that is more, asked about alone.
struct Sweep: BitwiseCopyable {
  /// Whether one is under way.
  var isUnderWay = false
  /// Whether its next page is to be asked for.
  var isPageDue = false
  /// When it started.
  var started: Nanoseconds = 0
  /// When its next page, or the next sweep, is due.
  var due: Nanoseconds = 0
  /// How long the last whole one took.
  var length: Nanoseconds = 0
  /// Jobs that it looks for, and those of them seen so far.
  var wanted = 0
  var seen = 0
  /// Pages read so far.
  var pages = 0
  /// Whether it begins with the page that the one before marked, or, when none is under way, the
  /// next one is to.
  var isShort = false
  /// Whether a page had a job that is still open.
  var hasOpen = false
  /// When the job of ours that it saw last was acknowledged; 0 before the first.
  var lastAcknowledged: Nanoseconds = 0
  /// How many more times a job of ours was acknowledged after the one before it than before that.
  var ascents = 0
  /// Whether the list had older jobs before younger ones when that could last be told.
  var isOldestFirst = false
  /// Sweeps in a row that failed.
  var failures = 0
  /// Fingerprints of the first page, of the page before and of the one that is being read, to notice a
  /// list that does not move on.
  var prints: (first: UInt64, last: UInt64, this: UInt64) = (0, 0, 0)
}
