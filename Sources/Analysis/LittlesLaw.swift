internal import Results
internal import Workloads

/// Little's law as an identity: for a run that begins and ends empty, the integral of the jobs in flight
/// over time is the sum of the times that the jobs were in flight.
///
/// The left side is the monitor's, who counts and knows no job; the right side is that of the rows. A row
/// that is missing, or there twice, or has the wrong instants, is in one of them alone.
struct LittlesLaw {
  /// The monitor's side, in job nanoseconds.
  var sampled: Double
  /// The rows' side.
  var recorded: Double
  /// How far apart the sides may be.
  var tolerance: Double

  /// By how much the sides differ.
  var difference: Double { abs(sampled - recorded) }
  /// Whether they are as equal as they can be known to be.
  var holds: Bool { difference <= tolerance }

  /// What an engine that loses its processor between the instant in a row and its counter may cost, in
  /// nanoseconds.
  static let lostProcessor: Double = 50_000_000

  /// How far from the middle of a gap its steps may lie on average, as a share of the gap.
  ///
  /// On a machine with few processors the monitor runs when the engines pause, so steps lie late in the gaps: up to
  /// 0.1 of a gap too late for all steps together was seen on a machine with more work than processors.
  static let leaning = 0.2

  /// What reading a whole list may cost a job that is in it, in nanoseconds: all its jobs end at the
  /// instant of the reply, and are counted one after another as they are read.
  static let listReading: Double = 20_000_000

  /// The law of a run that came to its end in one session; nil for any other, which began or ended
  /// with jobs in flight, or was not watched all the time.
  init?(_ table: JobTable, _ evidence: Evidence, _ mode: FollowMode) {
    let monitor = table.monitor
    guard table.ending == .complete, table.resumptions == 0, monitor[.sessions] == 1,
      monitor[.samples] > 0
    else { return nil }
    sampled = monitor[.jobTime]
    recorded = evidence.ledger.timeInFlight
    tolerance =
      Self.lostProcessor + 3 * monitor[.squaredError].squareRoot()
      + Self.leaning * monitor[.stepTime]
    if mode == .list { tolerance += Self.listReading * Double(evidence.counts.pushed) }
  }
}
